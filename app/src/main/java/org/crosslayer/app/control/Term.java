package org.crosslayer.app.control;

import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.util.Duration;

/// A word that explains itself when pointed at.
public final class Term extends Label {
    private static final double WIDTH = 320;
    private static final Duration DELAY = Duration.millis(350);

    /// A label with an explanation.
    ///
    /// @param meaning one or two plain sentences
    public Term(String word, String meaning, String styleClass) {
        super(word);
        getStyleClass().add(styleClass);
        setTooltip(explanation(meaning));
        setAccessibleHelp(meaning);
    }

    /// Explains it otherwise from now on.
    public void explain(String meaning) {
        getTooltip().setText(meaning);
        setAccessibleHelp(meaning);
    }

    /// The tooltip that any control may carry: wrapped, and soon to appear.
    public static Tooltip explanation(String meaning) {
        Tooltip tooltip = new Tooltip(meaning);
        tooltip.setWrapText(true);
        tooltip.setMaxWidth(WIDTH);
        tooltip.setShowDelay(DELAY);
        tooltip.setShowDuration(Duration.INDEFINITE);
        return tooltip;
    }
}
