package org.crosslayer.app;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import javafx.animation.AnimationTimer;
import javafx.scene.Scene;
import org.crosslayer.viz.matrix.HeatmapView;
import org.jspecify.annotations.Nullable;

/// Notices when the first heatmap stands on the screen. For whoever measures a start, and for the launcher, which lets
/// the window open once after a build and keeps the classes that this took.
final class FirstPicture extends AnimationTimer {
    /// System property: `say` prints the time since the process began, `close` ends the program as well, `rehearse`
    /// turns to every page before that.
    static final String PROPERTY = "crosslayer.first-picture";

    private static final String HEATMAP = "#overview-heatmap";
    /// The values are drawn in the frame in which they come, which is on the screen when the next one begins.
    private static final int FRAMES = 2;

    private final Scene scene;
    private final Consumer<Duration> seen;
    private final Instant began;
    /// Looked up once: going through the whole window in every frame would slow down what is measured.
    private @Nullable HeatmapView heatmap;

    private int frames;

    /// @param began when the time starts
    /// @param seen  is told, on the window's thread, once
    FirstPicture(Scene scene, Instant began, Consumer<Duration> seen) {
        this.scene = scene;
        this.began = began;
        this.seen = seen;
    }

    /// Since this process began, as far as the system says so.
    static Instant beginning() {
        return ProcessHandle.current().info().startInstant().orElseGet(Instant::now);
    }

    @Override
    public void handle(long now) {
        if (heatmap == null && scene.lookup(HEATMAP) instanceof HeatmapView found) {
            heatmap = found;
        }
        if (heatmap != null && heatmap.matrixProperty().get() != null && ++frames == FRAMES) {
            stop();
            seen.accept(Duration.between(began, Instant.now()));
        }
    }
}
