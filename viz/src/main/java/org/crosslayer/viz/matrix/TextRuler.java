package org.crosslayer.viz.matrix;

import java.util.HashMap;
import java.util.Map;
import javafx.scene.text.Font;
import javafx.scene.text.Text;

/// Measures labels in one font and remembers them: the same ones are drawn frame after frame. On the window's thread.
final class TextRuler {
    private static final int MOST = 20_000;

    private final Font font;
    private final Text text = new Text();
    private final Map<String, Double> widths = new HashMap<>();
    private final double lineHeight;

    TextRuler(Font font) {
        this.font = font;
        text.setFont(font);
        text.setText("Xg");
        lineHeight = Math.ceil(text.getLayoutBounds().getHeight());
    }

    Font font() {
        return font;
    }

    double lineHeight() {
        return lineHeight;
    }

    double width(String label) {
        if (widths.size() > MOST) {
            widths.clear();
        }
        return widths.computeIfAbsent(label, each -> {
            text.setText(each);
            return text.getLayoutBounds().getWidth();
        });
    }
}
