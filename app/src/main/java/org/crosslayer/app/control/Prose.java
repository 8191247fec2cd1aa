package org.crosslayer.app.control;

import javafx.scene.TraversalDirection;
import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/// Fields for words in sentences.
public final class Prose {
    private Prose() {}

    /// Tab leaves the field, as it leaves every other part of the window, in place of writing a tab: whoever has no
    /// mouse would not come out of it otherwise.
    public static TextArea leftByTab(TextArea field) {
        field.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            boolean isPlain = !event.isControlDown() && !event.isAltDown() && !event.isMetaDown();
            if (event.getCode() == KeyCode.TAB && isPlain) {
                event.consume();
                field.requestFocusTraversal(
                        event.isShiftDown() ? TraversalDirection.PREVIOUS : TraversalDirection.NEXT);
            }
        });
        return field;
    }
}
