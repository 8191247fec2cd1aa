package org.crosslayer.app.shell;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.crosslayer.app.control.Colours;
import org.jspecify.annotations.Nullable;

/// Something over the window, in the window: it takes the keyboard while it is there and gives it back when it
/// goes. Esc or a click beside it puts it away.
final class Overlay {
    private final Region shade = new Region();
    private final StackPane layer = new StackPane(shade);
    private final StackPane root;
    private Runnable onClose = () -> {};
    private @Nullable Node keyboardBefore;

    /// @param below what lies under it
    Overlay(Node below) {
        shade.getStyleClass().add("shade");
        shade.setOnMousePressed(_ -> close());
        layer.setId("overlay");
        layer.setVisible(false);
        layer.setAlignment(Pos.TOP_CENTER);
        layer.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                event.consume();
                close();
            }
        });
        Region backdrop = new Region();
        backdrop.setId("backdrop");
        backdrop.getStyleClass().add("backdrop");
        root = new StackPane(Colours.part(backdrop), below, Colours.part(layer));
        root.setId("window");
    }

    StackPane root() {
        return root;
    }

    boolean isOpen() {
        return layer.isVisible();
    }

    /// Shows a node and gives it the keyboard.
    ///
    /// @param taking  the part of it that takes the keyboard
    /// @param closing called when it goes, however that comes about
    void open(Node node, Node taking, Runnable closing) {
        close();
        keyboardBefore = root.getScene().getFocusOwner();
        onClose = closing;
        layer.getChildren().setAll(shade, node);
        layer.setVisible(true);
        taking.requestFocus();
    }

    /// Puts it away.
    void close() {
        if (layer.isVisible()) {
            layer.setVisible(false);
            layer.getChildren().setAll(shade);
            if (keyboardBefore != null) {
                keyboardBefore.requestFocus();
            }
            onClose.run();
        }
    }
}
