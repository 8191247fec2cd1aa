package org.crosslayer.app.preferences;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.crosslayer.app.task.DiskWriter;
import org.crosslayer.app.task.UserMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is chosen once stays chosen.
class PreferencesStoreTest {
    @TempDir
    Path folder;

    private final List<UserMessage> failures = new ArrayList<>();

    private Preferences open() {
        return PreferencesStore.open(folder, DiskWriter.inline(), failures::add);
    }

    @Test
    void everyChangeIsKept() {
        Preferences preferences = open();
        preferences.theme().set(Theme.DARK);
        preferences.textPercent().set(150);
        preferences.venue().set("ICML");
        preferences.shortcuts().set(Map.of("undo", "F9"));
        preferences.hiddenColumns().set(Set.of("heads.self"));
        Preferences again = open();
        assertEquals(Theme.DARK, again.theme().get());
        assertEquals(150, again.textPercent().get());
        assertEquals("ICML", again.sheet().venue());
        assertEquals(Map.of("undo", "F9"), again.shortcuts().get());
        assertEquals(Set.of("heads.self"), again.hiddenColumns().get());
    }

    @Test
    void damagedAndForeignFilesArePassedOver() throws IOException {
        Path file = folder.resolve("preferences.json");
        Files.writeString(file, "{ not json");
        assertEquals(100, open().textPercent().get());
        Files.writeString(file, "{\"textPercent\": 900, \"theme\": \"PINK\", \"fromTheFuture\": [1]}");
        Preferences preferences = open();
        assertEquals(Preferences.MOST_TEXT, preferences.textPercent().get());
        assertEquals(Theme.SYSTEM, preferences.theme().get());
    }

    @Test
    void aFolderThatCannotBeWrittenIsToldOnce() throws IOException {
        Path taken = Files.writeString(folder.resolve("taken"), "a file");
        Preferences preferences = PreferencesStore.open(taken.resolve("below"), DiskWriter.inline(), failures::add);
        preferences.textPercent().set(120);
        preferences.textPercent().set(130);
        assertEquals(1, failures.size());
        assertTrue(failures.getFirst().whatHappened().contains("taken"));
    }

    @Test
    void theSystemsColoursAreFollowedOnlyWhereThatIsChosen() {
        assertEquals(Theme.DARK, Theme.SYSTEM.seen(true));
        assertEquals(Theme.LIGHT, Theme.SYSTEM.seen(false));
        assertEquals(Theme.LIGHT, Theme.LIGHT.seen(true));
    }
}
