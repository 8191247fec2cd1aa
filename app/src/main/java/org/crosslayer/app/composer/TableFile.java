package org.crosslayer.app.composer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.crosslayer.viz.companion.PanelTable;
import org.crosslayer.viz.export.FileDraft;
import org.crosslayer.viz.paper.PaperFormat;
import org.crosslayer.viz.paper.Passage;
import org.jspecify.annotations.Nullable;

/// What a pane without a panel shows, as a file; its ending says whether as numbers or as it is painted, and how.
///
/// @param tabs    see [org.crosslayer.app.control.PaneExport#table]
/// @param passage see [org.crosslayer.app.control.PaneExport#passage]
record TableFile(String tabs, @Nullable Passage passage) {
    /// Kinds of files by the ending of their names, without the dot; the most natural one first.
    Map<String, String> kinds() {
        Map<String, String> kinds = new LinkedHashMap<>();
        if (passage != null) {
            Stream.of(PaperFormat.SVG, PaperFormat.PDF, PaperFormat.PNG)
                    .forEach(format -> kinds.put(format.suffix().substring(1), format.name()));
        }
        Stream.of(TableForm.values())
                .sorted(Comparator.comparing(form -> form != TableForm.CSV))
                .forEach(form -> kinds.put(form.ending(), form.kind()));
        return kinds;
    }

    /// Writes it, whole or not at all.
    ///
    /// @throws IOException in one sentence: the ending is none of [#kinds], or the file cannot be written
    void write(Path file) throws IOException {
        @Nullable Passage painted = passage;
        Optional<PaperFormat> format = PaperFormat.of(file);
        if (painted != null && format.isPresent()) {
            format.get().write(painted, PaperFormat.PRINT_DPI, file);
            return;
        }
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        TableForm form = Arrays.stream(TableForm.values())
                .filter(each -> name.endsWith("." + each.ending()))
                .findFirst()
                .orElseThrow(() -> new IOException("Cannot write " + file + ": name it with one of the endings "
                        + kinds().keySet().stream().map(ending -> "." + ending).collect(Collectors.joining(", "))
                        + "."));
        byte[] bytes = form.of(PanelTable.ofTabs(tabs)).getBytes(StandardCharsets.UTF_8);
        FileDraft.write(file, out -> out.write(bytes));
    }
}
