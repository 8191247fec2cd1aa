package org.crosslayer.app.shell;

import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;

/// Alt that was held for a click is not Alt for the menu bar, which would take the keyboard when the key is let go.
final class AltClicks {
    private boolean clicked;

    private AltClicks() {}

    /// Keeps such keys from whatever listens beyond this node.
    static void keepFromMenu(Node root) {
        AltClicks state = new AltClicks();
        root.addEventFilter(MouseEvent.MOUSE_PRESSED, event -> state.clicked = event.isAltDown());
        root.addEventFilter(KeyEvent.KEY_RELEASED, event -> {
            if (state.clicked && event.getCode() == KeyCode.ALT) {
                state.clicked = false;
                event.consume();
            }
        });
    }
}
