package org.crosslayer.app.composer;

import java.util.function.Function;
import org.crosslayer.viz.companion.PanelTable;

/// How a table goes to the clipboard or into a file.
public enum TableForm {
    TABS("for a spreadsheet", "Text with tabs", "txt", PanelTable::tabs),
    LATEX("as LaTeX (booktabs)", "LaTeX (booktabs)", "tex", PanelTable::latex),
    MARKDOWN("as Markdown", "Markdown", "md", PanelTable::markdown),
    CSV("as CSV", "CSV", "csv", PanelTable::csv);

    private final String words;
    private final String kind;
    private final String ending;

    @SuppressWarnings("ImmutableEnumChecker") // methods of a record
    private final Function<PanelTable, String> text;

    TableForm(String words, String kind, String ending, Function<PanelTable, String> text) {
        this.words = words;
        this.kind = kind;
        this.ending = ending;
        this.text = text;
    }

    /// As a menu names it.
    public String words() {
        return words;
    }

    /// What a file of it is.
    String kind() {
        return kind;
    }

    /// How the name of such a file ends, without the dot.
    String ending() {
        return ending;
    }

    String of(PanelTable table) {
        return text.apply(table);
    }
}
