package org.crosslayer.viz.companion;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.crosslayer.viz.export.FileDraft;
import org.crosslayer.viz.export.NpzArray;
import org.crosslayer.viz.export.NpzFile;
import org.crosslayer.viz.paper.Panel;

/// All panels of a figure as NumPy arrays, complete: the figure can be drawn again from the file alone.
///
/// The arrays of the first panel begin with `a_`, of the second with `b_`, and so on. All have `kind` and `title`.
///
/// - `heatmap`: `values [rows, columns]` (NaN above the diagonal of a causal map), `row_labels`, `column_labels`,
///   `words` (row word and title, column word and title, value name, unit), `causal`, `marks [n, 2]`, `scale`, `range`
/// - `chart`: `axes` (x title, y title, mark, then `whole`, x `log`, y `log` or empty), `names`, `points [n, 5]`
///   (series, x, y, low, high), `labels [n]`
/// - `bands`: `titles` (left, right, value), `left`, `right`, `pairs [n, 3]` (left, right, value), `scale`, `range`
///
/// `scale` holds the colour map, `linear` or `log`, `clip` or empty; `range` the values of its two ends.
public final class FigureArrays {
    private FigureArrays() {}

    /// Writes the panels, whole or not at all.
    ///
    /// @throws IOException when the file cannot be written; an older one is then unharmed
    public static void write(List<Panel> panels, Path file) throws IOException {
        Map<String, NpzArray> arrays = new LinkedHashMap<>();
        for (int index = 0; index < panels.size(); index++) {
            String prefix = letter(index) + "_";
            PanelArrays.of(panels.get(index)).forEach((name, array) -> arrays.put(prefix + name, array));
        }
        FileDraft.write(file, out -> NpzFile.write(arrays, out));
    }

    /// Reads panels back.
    ///
    /// @throws IOException if the file cannot be read or is not one of a figure; the message is a sentence
    public static List<Panel> read(Path file) throws IOException {
        Map<String, NpzArray> arrays = NpzFile.read(file);
        List<Panel> panels = new ArrayList<>();
        while (arrays.containsKey(letter(panels.size()) + "_kind")) {
            String prefix = letter(panels.size()) + "_";
            try {
                panels.add(PanelArrays.panel(name -> arrays.get(prefix + name)));
            } catch (IllegalArgumentException | IndexOutOfBoundsException fault) {
                throw new IOException(
                        file + ": the arrays " + prefix + "* make no picture (" + fault.getMessage() + ").", fault);
            }
        }
        if (panels.isEmpty()) {
            throw new IOException(file + " has no array a_kind: it is not the data of a figure.");
        }
        return panels;
    }

    /// `a` for the first panel.
    static String letter(int panel) {
        return String.valueOf((char) ('a' + panel));
    }
}
