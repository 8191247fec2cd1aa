package org.crosslayer.app.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Larger text has larger rows and gaps, and lines as thin as before.
class StylesheetsTest {
    @Test
    void lengthsGrowAndLinesStay() {
        assertEquals(
                ".a { -fx-font-size: 24.0px; -fx-padding: 0.0 16.0 1.0 0.5em; -fx-border-width: 2px; }",
                Stylesheets.scaled(".a { -fx-font-size: 12px; -fx-padding: 0 8 1 0.5em; -fx-border-width: 2px; }", 2));
        assertEquals("-cl-heatmap-label-size: 5.5;", Stylesheets.scaled("-cl-heatmap-label-size: 11;", 0.5));
        assertEquals("-fx-text-fill: #112233;", Stylesheets.scaled("-fx-text-fill: #112233;", 2));
    }

    @Test
    void theUsualSizeIsTheFileItself() {
        assertTrue(Stylesheets.of(100).getFirst().endsWith("workbench.css"));
        assertTrue(Stylesheets.of(150).getFirst().startsWith("data:text/css"));
    }

    @Test
    void bothThemesAreWornAndTheDarkOneLast() {
        List<String> sheets = Stylesheets.of(150);
        assertEquals(3, sheets.size());
        assertTrue(sheets.get(1).endsWith("light.css"));
        assertTrue(sheets.get(2).endsWith("dark.css"));
    }
}
