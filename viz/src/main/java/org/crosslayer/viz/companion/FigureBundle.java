package org.crosslayer.viz.companion;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.crosslayer.viz.export.FileDraft;
import org.crosslayer.viz.paper.CellPicture;
import org.crosslayer.viz.paper.Panel;
import org.crosslayer.viz.paper.Sheet;

/// Everything that stands behind a figure `NAME.pdf`, in files beside it.
///
/// | file | holds |
/// | --- | --- |
/// | `NAME.npz` | all numbers and words, see [FigureArrays] |
/// | `NAME.csv`, or `NAME-a.csv` … | the numbers of each panel in long form |
/// | `NAME-table.tex`, `.md`, `.csv` | each panel as a table for people |
/// | `NAME.py` | draws the figure with matplotlib |
/// | `NAME-pgfplots.tex` | draws it with pgfplots |
/// | `NAME-cells.png`, or `NAME-a-cells.png` … | the cells of heatmaps too large for TeX to draw |
public final class FigureBundle {
    private FigureBundle() {}

    /// Writes all of them.
    ///
    /// @param figure the figure's own file; its name without the ending is what the others begin with
    /// @return the files, in the order of the table above
    /// @throws IOException when one cannot be written; none is ever half written
    public static List<Path> write(Sheet sheet, Path figure) throws IOException {
        String stem = stem(figure);
        List<Path> files = new ArrayList<>();
        Path npz = figure.resolveSibling(stem + ".npz");
        FigureArrays.write(sheet.panels(), npz);
        files.add(npz);
        List<String> longNames = new ArrayList<>();
        for (int index = 0; index < sheet.panels().size(); index++) {
            Panel panel = sheet.panels().get(index);
            String suffix = sheet.panels().size() > 1 ? "-" + FigureArrays.letter(index) : "";
            longNames.add(stem + suffix + ".csv");
            files.add(text(figure, longNames.getLast(), PanelCsv.of(panel)));
            PanelTable table = PanelTable.of(panel);
            files.add(text(figure, stem + suffix + "-table.tex", table.latex()));
            files.add(text(figure, stem + suffix + "-table.md", table.markdown()));
            files.add(text(figure, stem + suffix + "-table.csv", table.csv()));
        }
        double width = sheet.width().points();
        String python = Scripts.matplotlib(
                stem + ".npz",
                width / 72,
                sheet.columns(),
                sheet.style().typeface().family(),
                sheet.style().pointSize());
        files.add(text(figure, stem + ".py", python));
        String tex = Pgfplots.of(sheet.panels(), longNames, width, sheet.columns());
        files.add(text(figure, stem + "-pgfplots.tex", tex));
        for (int index = 0; index < longNames.size(); index++) {
            if (sheet.panels().get(index) instanceof Panel.Heatmap heatmap && CellPicture.isNeeded(heatmap)) {
                String name = CellPicture.name(longNames.get(index));
                files.add(CellPicture.write(heatmap, figure.resolveSibling(name)));
            }
        }
        return List.copyOf(files);
    }

    /// A file's name without its ending.
    public static String stem(Path figure) {
        String name = figure.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    private static Path text(Path figure, String name, String text) throws IOException {
        Path file = figure.resolveSibling(name);
        FileDraft.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
        return file;
    }
}
