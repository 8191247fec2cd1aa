package org.crosslayer.app.preferences;

import java.nio.file.Path;
import java.util.function.Consumer;
import javafx.beans.Observable;
import org.crosslayer.app.task.DiskWriter;
import org.crosslayer.app.task.UserMessage;

/// Keeps the preferences in a file, and every change with them.
public final class PreferencesStore {
    private static final String NAME = "preferences.json";

    private PreferencesStore() {}

    /// The preferences that are kept in a folder; the usual ones where there are none.
    ///
    /// @param onFailure told if they cannot be kept
    public static Preferences open(Path folder, DiskWriter disk, Consumer<UserMessage> onFailure) {
        StateFile file = new StateFile(folder.resolve(NAME));
        Preferences preferences = new Preferences();
        file.read(Preferences.Stored.class).ifPresent(preferences::take);
        for (Observable changing : preferences.all()) {
            changing.addListener(_ -> {
                Preferences.Stored now = preferences.stored();
                disk.write(NAME, () -> file.write(now), onFailure);
            });
        }
        return preferences;
    }
}
