package org.crosslayer.viz.bench;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import javafx.animation.AnimationTimer;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.event.Event;
import javafx.event.EventType;
import javafx.scene.Scene;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.PickResult;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.HBox;
import javafx.stage.Stage;
import org.crosslayer.viz.color.ColorMap;
import org.crosslayer.viz.color.ColorScale;
import org.crosslayer.viz.matrix.Box;
import org.crosslayer.viz.matrix.HeatmapView;
import org.crosslayer.viz.matrix.ViewportModel;
import org.jspecify.annotations.Nullable;

/// Frame times of the real control: maps of 4,096 × 4,096 cells in a window of 1280 × 720, one that fills it and then
/// two linked ones side by side, zoomed with the wheel and panned with the mouse, one event a frame.
///
/// Prints for each movement the work of a frame on the window's thread (event and layout with painting) and the time
/// from frame to frame, which also has the rendering. Needs a display, such as that of `xvfb-run`.
public final class HeatmapFrames extends Application {
    private static final int SIDE = 4096;
    private static final int WARM_UP = 120;
    private static final int FRAMES = 300;
    private static final double NOTCH = 40;

    /// One event a frame.
    private interface Movement {
        void step(HeatmapView view, int frame);
    }

    private record Scenario(String name, int views, Movement movement) {}

    private final Deque<Scenario> scenarios = new ArrayDeque<>(List.of(
            new Scenario("one map, wheel in and out", 1, HeatmapFrames::zoom),
            new Scenario("one map, drag at 2×", 1, (view, frame) -> drag(view, frame, 2)),
            new Scenario("one map, drag at 16×", 1, (view, frame) -> drag(view, frame, 16)),
            new Scenario("two linked maps, wheel in and out", 2, HeatmapFrames::zoom),
            new Scenario("two linked maps, drag at 2×", 2, (view, frame) -> drag(view, frame, 2))));

    /// Runs all.
    public static void main(String[] arguments) {
        launch(HeatmapFrames.class, arguments);
    }

    @Override
    public void start(Stage stage) {
        SyntheticMap map = new SyntheticMap(SIDE);
        stage.setScene(new Scene(new HBox(), 1280, 720));
        stage.setX(0);
        stage.setY(0);
        stage.show();
        System.out.printf(
                "%d × %d cells, window 1280 × 720, %d frames each, JDK %s, pipeline %s%n",
                SIDE, SIDE, FRAMES, Runtime.version(), System.getProperty("prism.order", "default"));
        System.out.printf("%-36s %28s %28s%n", "", "work of a frame, ms", "frame to frame, ms");
        System.out.printf("%-36s %28s %28s%n", "", "median   95 %    most", "median   95 %    most");
        next(stage, map);
    }

    private void next(Stage stage, SyntheticMap map) {
        @Nullable Scenario scenario = scenarios.pollFirst();
        if (scenario == null) {
            Platform.exit();
            return;
        }
        ViewportModel zoom = new ViewportModel();
        HBox box = new HBox(8);
        for (int view = 0; view < scenario.views(); view++) {
            HeatmapView heatmap = new HeatmapView();
            heatmap.setMatrix(map);
            heatmap.setScale(ColorScale.logarithmic(ColorMap.VIRIDIS, 1, 3));
            heatmap.setViewport(zoom);
            heatmap.setPrefSize(1280.0 / scenario.views() - 8, 720);
            box.getChildren().add(heatmap);
        }
        Scene scene = new Scene(box, 1280, 720);
        stage.setScene(scene);
        HeatmapView moved = (HeatmapView) box.getChildren().getFirst();
        double[] work = new double[FRAMES];
        double[] gaps = new double[FRAMES];
        new AnimationTimer() {
            private int frame;
            private long began;
            private long last;

            {
                scene.addPostLayoutPulseListener(() -> note(work, frame - 1, System.nanoTime() - began));
            }

            @Override
            public void handle(long now) {
                long before = last;
                last = System.nanoTime();
                note(gaps, frame - 1, last - before);
                if (frame == WARM_UP + FRAMES) {
                    stop();
                    System.out.printf("%-36s %28s %28s%n", scenario.name(), words(work), words(gaps));
                    Platform.runLater(() -> next(stage, map));
                    return;
                }
                began = System.nanoTime();
                if (moved.plot() != null) {
                    scenario.movement().step(moved, frame);
                }
                frame++;
            }
        }.start();
    }

    private static void note(double[] into, int frame, long nanos) {
        if (frame >= WARM_UP && frame < WARM_UP + FRAMES) {
            into[frame - WARM_UP] = nanos / 1e6;
        }
    }

    private static String words(double[] millis) {
        double[] sorted = millis.clone();
        Arrays.sort(sorted);
        return String.format(
                "%6.1f %6.1f %7.1f",
                sorted[sorted.length / 2], sorted[sorted.length * 95 / 100], sorted[sorted.length - 1]);
    }

    /// Twenty notches in, twenty out.
    private static void zoom(HeatmapView view, int frame) {
        wheel(view, frame % 40 < 20 ? NOTCH : -NOTCH);
    }

    private static void wheel(HeatmapView view, double delta) {
        Box plot = plot(view);
        double x = plot.x() + plot.width() * 0.3;
        double y = plot.y() + plot.height() * 0.6;
        PickResult at = new PickResult(view, x, y);
        Event.fireEvent(
                view,
                new ScrollEvent(
                        ScrollEvent.SCROLL,
                        x,
                        y,
                        x,
                        y,
                        false,
                        false,
                        false,
                        false,
                        false,
                        false,
                        0,
                        delta,
                        0,
                        delta,
                        ScrollEvent.HorizontalTextScrollUnits.NONE,
                        0,
                        ScrollEvent.VerticalTextScrollUnits.NONE,
                        0,
                        0,
                        at));
    }

    /// In a circle.
    private static void drag(HeatmapView view, int frame, double magnification) {
        if (frame == 0) {
            view.viewport().reset();
            view.viewport().zoom(magnification, SIDE * 0.6, SIDE * 0.3);
        }
        Box plot = plot(view);
        double angle = frame * 2 * Math.PI / 90;
        double x = plot.x() + plot.width() / 2 + 90 * Math.cos(angle);
        double y = plot.y() + plot.height() / 2 + 90 * Math.sin(angle);
        mouse(view, frame == 0 ? MouseEvent.MOUSE_PRESSED : MouseEvent.MOUSE_DRAGGED, x, y);
    }

    private static void mouse(HeatmapView view, EventType<MouseEvent> type, double x, double y) {
        PickResult at = new PickResult(view, x, y);
        Event.fireEvent(
                view,
                new MouseEvent(
                        type,
                        x,
                        y,
                        x,
                        y,
                        MouseButton.PRIMARY,
                        1,
                        false,
                        false,
                        false,
                        false,
                        true,
                        false,
                        false,
                        false,
                        false,
                        false,
                        at));
    }

    private static Box plot(HeatmapView view) {
        @Nullable Box plot = view.plot();
        if (plot == null) {
            throw new IllegalStateException("not drawn yet");
        }
        return plot;
    }
}
