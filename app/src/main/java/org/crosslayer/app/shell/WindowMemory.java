package org.crosslayer.app.shell;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import javafx.geometry.Rectangle2D;
import javafx.stage.Stage;
import javafx.stage.WindowEvent;
import org.crosslayer.app.preferences.StateFile;
import org.crosslayer.app.task.DiskWriter;
import org.jspecify.annotations.Nullable;

/// Where windows were, kept between sessions. A window comes back there if its title bar can be taken hold of.
public final class WindowMemory {
    private static final String NAME = "windows.json";

    record Place(double x, double y, double width, double height, boolean maximised) {}

    record Stored(@Nullable Map<String, Place> windows) {}

    private final StateFile file;
    private final DiskWriter disk;
    private final Map<String, Place> places = new HashMap<>();

    /// @param folder where the program keeps its own files
    public WindowMemory(Path folder, DiskWriter disk) {
        this.file = new StateFile(folder.resolve(NAME));
        this.disk = disk;
        file.read(Stored.class).map(Stored::windows).ifPresent(places::putAll);
    }

    /// Puts a window where it was, and remembers where it is when it goes. Called before it is shown.
    ///
    /// @param name of the window, the same in every session
    /// @return whether it was known
    public boolean follow(Stage stage, String name) {
        @Nullable Place known = places.get(name);
        if (known != null) {
            Rectangle2D at = WindowPlaces.onScreen(
                    new Rectangle2D(known.x(), known.y(), Math.max(1, known.width()), Math.max(1, known.height())),
                    WindowPlaces.screens());
            stage.setX(at.getMinX());
            stage.setY(at.getMinY());
            stage.setWidth(at.getWidth());
            stage.setHeight(at.getHeight());
            stage.setMaximized(known.maximised());
        }
        stage.addEventHandler(WindowEvent.WINDOW_HIDING, _ -> keep(stage, name));
        return known != null;
    }

    private void keep(Stage stage, String name) {
        @Nullable Place before = places.get(name);
        boolean isMaximised = stage.isMaximized();
        // The size of a maximised window is that of the screen, not the one to come back to.
        places.put(
                name,
                isMaximised && before != null
                        ? new Place(before.x(), before.y(), before.width(), before.height(), true)
                        : new Place(stage.getX(), stage.getY(), stage.getWidth(), stage.getHeight(), isMaximised));
        Stored now = new Stored(new TreeMap<>(places));
        disk.write(NAME, () -> file.write(now), _ -> {});
    }
}
