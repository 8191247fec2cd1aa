package org.crosslayer.app.shell;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import javafx.collections.ListChangeListener;
import javafx.collections.WeakListChangeListener;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.PopupControl;
import javafx.stage.PopupWindow;
import javafx.stage.Window;
import org.crosslayer.app.control.Colours;

/// Hands a change of colours out to the parts of all windows, those that are seen first, as many at a time as fit
/// into a piece of a frame. Another change before all have it begins anew, so that in the end all have the last.
final class ThemeChange {
    private static final Duration PAUSE = Duration.ofMillis(1);
    /// What styling may take at a time; the rest of the frame is for drawing.
    private static final long AT_ONCE_NANOS = Duration.ofMillis(5).toNanos();

    private final Colours colours;
    private final ShellViewModel viewModel;
    private final Deque<Node> waiting = new ArrayDeque<>();
    /// Kept: the list of windows outlives this one and does not hold it.
    private final ListChangeListener<Window> opened = this::windowsChanged;

    private Runnable stop = () -> {};

    ThemeChange(Colours colours, ShellViewModel viewModel) {
        this.colours = colours;
        this.viewModel = viewModel;
        Window.getWindows().addListener(new WeakListChangeListener<>(opened));
    }

    /// Begins to change all parts.
    void turn(boolean dark) {
        if (dark == colours.isDark()) {
            return;
        }
        colours.turn(dark);
        stop.run();
        waiting.clear();
        List<Node> parts = Window.getWindows().stream()
                .filter(this::isOurs)
                .map(window -> window.getScene().getRoot())
                .map(Colours::parts)
                .flatMap(Collection::stream)
                .toList();
        parts.stream().filter(ThemeChange::isSeen).forEach(waiting::add);
        parts.stream().filter(part -> !isSeen(part)).forEach(waiting::add);
        Window.getWindows().forEach(this::tell);
        next();
    }

    private void next() {
        long began = System.nanoTime();
        while (!waiting.isEmpty() && System.nanoTime() - began < AT_ONCE_NANOS) {
            Node part = waiting.remove();
            colours.wear(part);
            part.applyCss();
        }
        if (!waiting.isEmpty()) {
            stop = viewModel.after(PAUSE, this::next);
        }
    }

    private void windowsChanged(ListChangeListener.Change<? extends Window> change) {
        while (change.next()) {
            change.getAddedSubList().forEach(this::tell);
        }
    }

    /// Popups are small: they have the colours of now in the frame in which they open, with all that JavaFX puts into
    /// them until then.
    private void tell(Window window) {
        if (window instanceof PopupControl popup && isOurs(window)) {
            Scene scene = popup.getScene();
            scene.addPreLayoutPulseListener(new Runnable() {
                @Override
                public void run() {
                    scene.removePreLayoutPulseListener(this);
                    popup.pseudoClassStateChanged(Colours.DARK, colours.isDark());
                    wearAll(scene.getRoot());
                }
            });
        }
    }

    private void wearAll(Node node) {
        colours.wear(node);
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(this::wearAll);
        }
    }

    /// A window with these colours, or a popup over one.
    private boolean isOurs(Window window) {
        return window instanceof PopupWindow popup
                ? popup.getOwnerWindow() != null && isOurs(popup.getOwnerWindow())
                : window.getScene() != null && colours.equals(Colours.of(window.getScene()));
    }

    private static boolean isSeen(Node node) {
        return node.isVisible() && (node.getParent() == null || isSeen(node.getParent()));
    }
}
