package org.crosslayer.app.shell;

import java.io.File;
import java.nio.file.Path;
import javafx.stage.FileChooser;
import javafx.stage.Window;
import org.crosslayer.app.document.ProjectFile;
import org.jspecify.annotations.Nullable;

/// Asks for a project file.
final class ProjectChooser {
    private ProjectChooser() {}

    /// One to open; null if the user changed his mind.
    static @Nullable Path toOpen(Window owner) {
        @Nullable File file = chooser("Open a project").showOpenDialog(owner);
        return file == null ? null : file.toPath();
    }

    /// One to write; null if the user changed his mind.
    static @Nullable Path toSave(Window owner) {
        FileChooser chooser = chooser("Save the project; a shared plan goes into files beside it");
        chooser.setInitialFileName("project" + ProjectFile.ENDING);
        @Nullable File file = chooser.showSaveDialog(owner);
        if (file == null) {
            return null;
        }
        Path path = file.toPath();
        return path.toString().endsWith(ProjectFile.ENDING)
                ? path
                : path.resolveSibling(path.getFileName() + ProjectFile.ENDING);
    }

    private static FileChooser chooser(String title) {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(title);
        chooser.getExtensionFilters()
                .add(new FileChooser.ExtensionFilter("Projects of Crosslayer", "*" + ProjectFile.ENDING));
        return chooser;
    }
}
