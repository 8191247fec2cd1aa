package org.crosslayer.app.bench;

import java.util.function.Supplier;
import javafx.event.Event;
import javafx.event.EventType;
import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.PickResult;
import javafx.scene.input.ScrollEvent;
import org.crosslayer.viz.matrix.HeatmapView;

/// What mouse and keyboard send, one event a frame.
///
/// @param on the map that the mouse is over
record Movements(Supplier<HeatmapView> on) {
    /// A notch of a usual wheel, in pixels.
    private static final double NOTCH = 40;
    /// Frames of a full circle.
    private static final double CIRCLE = 30;

    /// In a circle over the map.
    void hover(int frame) {
        mouse(MouseEvent.MOUSE_MOVED, frame, false);
    }

    /// In, for half of the frames, and out.
    void zoom(int frame) {
        wheel(frame % 40 < 20 ? NOTCH : -NOTCH);
    }

    /// First in, then in a circle with the button held.
    void pan(int frame) {
        if (frame == 0) {
            on.get().viewport().reset();
        } else if (frame < 5) {
            wheel(2 * NOTCH);
        } else {
            mouse(frame == 5 ? MouseEvent.MOUSE_PRESSED : MouseEvent.MOUSE_DRAGGED, frame, true);
        }
    }

    /// A key that is pressed.
    static void key(Node node, KeyCode code) {
        Event.fireEvent(node, new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, false, false, false));
    }

    private void wheel(double delta) {
        HeatmapView view = on.get();
        double x = view.getWidth() * 0.4;
        double y = view.getHeight() * 0.4;
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
                        new PickResult(view, x, y)));
    }

    private void mouse(EventType<MouseEvent> type, int frame, boolean isHeld) {
        HeatmapView view = on.get();
        double angle = frame * 2 * Math.PI / CIRCLE;
        double x = view.getWidth() * (0.5 + 0.3 * Math.cos(angle));
        double y = view.getHeight() * (0.5 + 0.3 * Math.sin(angle));
        MouseButton button = isHeld ? MouseButton.PRIMARY : MouseButton.NONE;
        Event.fireEvent(
                view,
                new MouseEvent(
                        type,
                        x,
                        y,
                        x,
                        y,
                        button,
                        isHeld ? 1 : 0,
                        false,
                        false,
                        false,
                        false,
                        isHeld,
                        false,
                        false,
                        false,
                        false,
                        false,
                        new PickResult(view, x, y)));
    }
}
