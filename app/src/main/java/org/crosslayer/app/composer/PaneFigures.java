package org.crosslayer.app.composer;

import java.io.File;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
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
            choose(owner, card.title(), new TableFile(table, pane.passage()));
        } else {
            figures.add(owner, card);
        }
    }

    private void choose(Window owner, String title, TableFile what) {
        Map<String, String> kinds = what.kinds();
        FileChooser chooser = new FileChooser();
        chooser.setTitle("Export “" + title + "”");
        chooser.setInitialFileName(title.toLowerCase(Locale.ROOT).replace(' ', '-') + "."
                + kinds.keySet().iterator().next());
        kinds.forEach((ending, kind) ->
                chooser.getExtensionFilters().add(new FileChooser.ExtensionFilter(kind, "*." + ending)));
        @Nullable File file = chooser.showSaveDialog(owner);
        if (file != null) {
            write(file.toPath(), what);
        }
    }

    /// Writes what a pane shows soon, as the ending of the file's name says; what goes wrong becomes a message.
    public void write(Path file, PaneExport pane) {
        @Nullable String table = pane.table();
        if (table != null) {
            write(file, new TableFile(table, pane.passage()));
        }
    }

    private void write(Path file, TableFile what) {
        disk.write("export " + file, () -> what.write(file), workspace.message()::set);
    }
}
