package org.crosslayer.app.composer;

import java.util.function.Function;
import org.crosslayer.viz.companion.PanelTable;

/// How a table goes to the clipboard.
public enum TableForm {
    TABS("for a spreadsheet", PanelTable::tabs),
    LATEX("as LaTeX (booktabs)", PanelTable::latex),
    MARKDOWN("as Markdown", PanelTable::markdown),
    CSV("as CSV", PanelTable::csv);

    private final String words;

    @SuppressWarnings("ImmutableEnumChecker") // methods of a record
    private final Function<PanelTable, String> text;

    TableForm(String words, Function<PanelTable, String> text) {
        this.words = words;
        this.text = text;
    }

    /// As a menu names it.
    public String words() {
        return words;
    }

    String of(PanelTable table) {
        return text.apply(table);
    }
}
