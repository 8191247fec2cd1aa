package org.crosslayer.app.control;

import javafx.beans.value.ObservableValue;
import javafx.event.EventHandler;
import javafx.scene.Node;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseEvent;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/// What a part of the window says when it is pointed at: wrapped, and soon to appear.
///
/// A tooltip is a small window with styles of its own, and the program has some two hundred of them; so each is made
/// when the pointer first comes, not before. A screen reader reads the words as help.
public final class Hint {
    private static final double WIDTH = 320;
    private static final Duration DELAY = Duration.millis(350);
    private static final EventHandler<MouseEvent> POINTED_AT = event -> show((Node) event.getSource());

    private Hint() {}

    /// Lets a node say this from now on.
    ///
    /// @param words one or two plain sentences; empty for nothing
    public static void set(Node node, String words) {
        @Nullable Object before = node.getProperties().put(Hint.class, words);
        if (words.equals(before)) {
            return;
        }
        if (before == null) {
            node.addEventHandler(MouseEvent.MOUSE_ENTERED, POINTED_AT);
        }
        node.setAccessibleHelp(words);
        if (tooltip(node) != null) {
            show(node);
        }
    }

    /// Lets a node say what changes by itself.
    public static void follow(Node node, ObservableValue<String> words) {
        words.subscribe(now -> set(node, now));
    }

    /// What a node says; empty for nothing.
    public static String of(Node node) {
        return node.getProperties().get(Hint.class) instanceof String words ? words : "";
    }

    private static void show(Node node) {
        String words = of(node);
        @Nullable Tooltip tooltip = tooltip(node);
        if (tooltip == null) {
            tooltip = new Tooltip();
            tooltip.setWrapText(true);
            tooltip.setMaxWidth(WIDTH);
            tooltip.setShowDelay(DELAY);
            tooltip.setShowDuration(Duration.INDEFINITE);
            node.getProperties().put(Tooltip.class, tooltip);
        }
        tooltip.setText(words);
        if (words.isEmpty()) {
            Tooltip.uninstall(node, tooltip);
        } else {
            Tooltip.install(node, tooltip);
        }
    }

    private static @Nullable Tooltip tooltip(Node node) {
        return node.getProperties().get(Tooltip.class) instanceof Tooltip tooltip ? tooltip : null;
    }
}
