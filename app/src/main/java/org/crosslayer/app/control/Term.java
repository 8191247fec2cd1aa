package org.crosslayer.app.control;

import javafx.scene.control.Label;

/// A word that explains itself when pointed at.
public final class Term extends Label {
    /// A label with an explanation.
    ///
    /// @param meaning one or two plain sentences
    public Term(String word, String meaning, String styleClass) {
        super(word);
        getStyleClass().add(styleClass);
        explain(meaning);
    }

    /// Explains it otherwise from now on.
    public void explain(String meaning) {
        Hint.set(this, meaning);
    }
}
