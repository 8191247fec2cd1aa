package org.crosslayer.app.composer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.crosslayer.viz.companion.PanelTable;
import org.crosslayer.viz.export.FileDraft;

/// The numbers of a pane as a file; its ending says how they are written.
final class TableFile {
    private TableFile() {}

    /// Writes a table, whole or not at all.
    ///
    /// @param tabs see [org.crosslayer.app.control.PaneExport#table]
    /// @throws IOException in one sentence: the ending is none of those of [TableForm], or the file cannot be
    // written
    static void write(Path file, String tabs) throws IOException {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        TableForm form = Arrays.stream(TableForm.values())
                .filter(each -> name.endsWith("." + each.ending()))
                .findFirst()
                .orElseThrow(() -> new IOException("Cannot write " + file + ": name it with one of the endings "
                        + Arrays.stream(TableForm.values())
                                .map(each -> "." + each.ending())
                                .collect(Collectors.joining(", "))
                        + "."));
        byte[] bytes = form.of(PanelTable.ofTabs(tabs)).getBytes(StandardCharsets.UTF_8);
        FileDraft.write(file, out -> out.write(bytes));
    }
}
