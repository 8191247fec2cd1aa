package org.crosslayer.app.control;

import java.io.File;
import java.nio.file.Path;
import javafx.stage.FileChooser;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;

/// Asks for a plan file.
public final class PlanChooser {
    private static final String USUAL_NAME = "plan.json";

    private PlanChooser() {}

    /// One to open; null if the user changed his mind.
    public static @Nullable Path toOpen(Window owner) {
        return path(chooser("Open a plan: plan.json with adapter.safetensors beside it")
                .showOpenDialog(owner));
    }

    /// One to write; null if the user changed his mind.
    public static @Nullable Path toSave(Window owner) {
        FileChooser chooser = chooser("Save the plan; fitted parts go into a file beside it");
        chooser.setInitialFileName(USUAL_NAME);
        return path(chooser.showSaveDialog(owner));
    }

    private static FileChooser chooser(String title) {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(title);
        chooser.getExtensionFilters().add(new FileChooser.ExtensionFilter("Plans", "*.json"));
        return chooser;
    }

    private static @Nullable Path path(@Nullable File file) {
        return file == null ? null : file.toPath();
    }
}
