package org.crosslayer.app.composer;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.crosslayer.app.figure.SheetRecipe;
import org.crosslayer.app.preferences.StateFile;
import org.crosslayer.app.task.DiskWriter;
import org.crosslayer.app.task.UserMessage;

/// Sizes and styles that somebody has saved, by name; kept in a file of the program's own.
public final class FigurePresets {
    private static final String NAME = "figure-presets.json";

    /// The file's form.
    private record Stored(List<FigurePreset> presets) {}

    private final StateFile file;
    private final DiskWriter disk;
    private final Consumer<UserMessage> onFailure;
    private final ObservableList<FigurePreset> presets = FXCollections.observableArrayList();
    private final ObservableList<FigurePreset> shown = FXCollections.unmodifiableObservableList(presets);

    /// Those of a folder.
    ///
    /// @param onFailure told if they cannot be kept
    public FigurePresets(Path folder, DiskWriter disk, Consumer<UserMessage> onFailure) {
        this.file = new StateFile(folder.resolve(NAME));
        this.disk = disk;
        this.onFailure = onFailure;
        file.read(Stored.class).map(Stored::presets).ifPresent(presets::setAll);
    }

    /// All of them, by name.
    public ObservableList<FigurePreset> all() {
        return shown;
    }

    /// Saves one, in place of an older one of that name.
    public void save(String name, SheetRecipe sheet) {
        presets.removeIf(preset -> preset.name().equals(name));
        presets.add(new FigurePreset(name, sheet));
        presets.sort(Comparator.comparing(FigurePreset::name));
        keep();
    }

    /// Forgets one.
    public void remove(String name) {
        presets.removeIf(preset -> preset.name().equals(name));
        keep();
    }

    private void keep() {
        Stored now = new Stored(List.copyOf(presets));
        disk.write(NAME, () -> file.write(now), onFailure);
    }
}
