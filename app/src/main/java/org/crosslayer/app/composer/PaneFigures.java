package org.crosslayer.app.composer;

import java.io.File;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javafx.stage.FileChooser;
import javafx.stage.Window;
import org.crosslayer.app.control.Card;
import org.crosslayer.app.control.PaneExport;
import org.crosslayer.app.task.DiskWriter;
import org.crosslayer.app.workspace.Workspace;
import org.jspecify.annotations.Nullable;

/// What *Export* in the heading of a pane does: a panel for the figure, or, where figures have none, its numbers as
/// a file.
public final class PaneFigures {
    private final FigureView figures;
    private final Workspace workspace;
    private final DiskWriter disk;

    public PaneFigures(FigureView figures, Workspace workspace, DiskWriter disk) {
        this.figures = figures;
        this.workspace = workspace;
        this.disk = disk;
    }

    /// Makes a panel of what a pane shows, and shows the figure; or asks where its numbers go.
    public void export(Window owner, Card card) {
        @Nullable PaneExport pane = card.export();
        @Nullable String table = pane == null ? null : pane.table();
        if (pane != null && pane.panels().isEmpty() && pane.frozen() == null && table != null) {
            choose(owner, card.title(), table);
        } else {
            figures.add(owner, card);
        }
    }

    private void choose(Window owner, String title, String table) {
        FileChooser chooser = new FileChooser();
        chooser.setTitle("Export “" + title + "” as a table");
        chooser.setInitialFileName(title.toLowerCase(Locale.ROOT).replace(' ', '-') + ".csv");
        List<TableForm> csvFirst = Stream.of(TableForm.values())
                .sorted(Comparator.comparing(form -> form != TableForm.CSV))
                .toList();
        csvFirst.forEach(form ->
                chooser.getExtensionFilters().add(new FileChooser.ExtensionFilter(form.kind(), "*." + form.ending())));
        @Nullable File file = chooser.showSaveDialog(owner);
        if (file != null) {
            write(file.toPath(), table);
        }
    }

    /// Writes a table soon; what goes wrong becomes a message.
    void write(Path file, String table) {
        disk.write("table " + file, () -> TableFile.write(file, table), fault -> workspace
                .message()
                .set(fault));
    }
}
