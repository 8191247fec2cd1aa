package org.crosslayer.app.control;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import javafx.scene.Node;
import javafx.scene.Scene;
import org.crosslayer.app.task.Frames;
import org.jspecify.annotations.Nullable;

/// Fills what belongs to a node in small pieces, some a frame: what would hold up the window if it came all at
/// once. The first comes a frame after what asked for it, and of all in a window only one's pieces come in a frame.
/// Where the node is in no window, there are no frames, and a piece is done at once.
public final class Portions {
    /// Leaves room in a frame for what it sets off.
    private static final Duration BUDGET = Duration.ofMillis(6);

    /// Less than frames are apart: within it, others of the window have had the frame.
    private static final Duration APART = Duration.ofMillis(8);

    private final Node owner;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private final Runnable play = this::play;
    private @Nullable Scene listened;
    private boolean isFirstFrame;

    /// @param owner in whose scene the frames are counted
    public Portions(Node owner) {
        this.owner = owner;
    }

    /// Does a piece in one of the next frames, after those that were added before; on the window's thread.
    ///
    /// @param piece best with styles and layout of what it makes, which are counted then
    public void add(Runnable piece) {
        @Nullable Scene scene = scene();
        if (scene == null && waiting.isEmpty()) {
            piece.run();
            return;
        }
        isFirstFrame |= waiting.isEmpty();
        waiting.addLast(piece);
        follow(scene);
    }

    /// Whether there are frames to wait for.
    public boolean hasFrames() {
        return scene() != null;
    }

    /// Whether nothing is left to do.
    public boolean isEmpty() {
        return waiting.isEmpty();
    }

    /// At least one piece, and as many as there is time for.
    private void play() {
        @Nullable Scene scene = scene();
        if (scene != null && (isFirstFrame || isTaken(scene))) {
            isFirstFrame = false;
            Frames.askForNext();
            return;
        }
        long began = System.nanoTime();
        while (!waiting.isEmpty()) {
            waiting.removeFirst().run();
            if (hasFrames() && System.nanoTime() - began > BUDGET.toNanos()) {
                break;
            }
        }
        if (scene != null) {
            scene.getProperties().put(Portions.class, System.nanoTime());
        }
        follow(waiting.isEmpty() ? null : scene());
    }

    /// Whether others had this frame.
    private static boolean isTaken(Scene scene) {
        return scene.getProperties().get(Portions.class) instanceof Long ended
                && System.nanoTime() - ended < APART.toNanos();
    }

    private @Nullable Scene scene() {
        @Nullable Scene scene = owner.getScene();
        return scene != null && scene.getWindow() != null ? scene : null;
    }

    private void follow(@Nullable Scene scene) {
        if (listened != null && !listened.equals(scene)) {
            listened.removePreLayoutPulseListener(play);
            listened = null;
        }
        if (scene != null && listened == null) {
            listened = scene;
            scene.addPreLayoutPulseListener(play);
        }
        if (scene != null) {
            Frames.askForNext();
        }
    }
}
