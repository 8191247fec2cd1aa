package org.crosslayer.app.document;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.crosslayer.app.preferences.StateFile;
import org.crosslayer.app.task.DiskWriter;
import org.crosslayer.app.task.UserMessage;

/// What was opened lately, the latest first, kept between sessions.
public final class RecentFiles {
    private static final String NAME = "recent.json";
    private static final int MOST = 10;

    record Stored(List<String> paths) {}

    private final StateFile file;
    private final DiskWriter disk;
    private final Consumer<UserMessage> onFailure;
    private final ObservableList<Path> paths = FXCollections.observableArrayList();
    private final ObservableList<Path> shown = FXCollections.unmodifiableObservableList(paths);

    /// Those that are kept in this folder.
    public RecentFiles(Path folder, DiskWriter disk, Consumer<UserMessage> onFailure) {
        this.file = new StateFile(folder.resolve(NAME));
        this.disk = disk;
        this.onFailure = onFailure;
        file.read(Stored.class).ifPresent(this::take);
    }

    /// The latest first.
    public ObservableList<Path> paths() {
        return shown;
    }

    /// Puts one first.
    public void add(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        paths.remove(absolute);
        paths.addFirst(absolute);
        if (paths.size() > MOST) {
            paths.remove(MOST, paths.size());
        }
        keep();
    }

    /// Forgets all.
    public void clear() {
        paths.clear();
        keep();
    }

    private void take(Stored stored) {
        for (String path : stored.paths() == null ? List.<String>of() : stored.paths()) {
            try {
                paths.add(Path.of(path));
            } catch (InvalidPathException _) {
                // A name from another system: it cannot be opened here.
            }
        }
    }

    private void keep() {
        Stored now = new Stored(paths.stream().map(Path::toString).toList());
        disk.write(NAME, () -> file.write(now), onFailure);
    }
}
