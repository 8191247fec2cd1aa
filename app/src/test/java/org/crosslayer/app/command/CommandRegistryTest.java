package org.crosslayer.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import javafx.beans.property.SimpleStringProperty;
import javafx.scene.input.KeyCombination;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// One list for menu, palette and shortcuts.
class CommandRegistryTest {
    private final CommandRegistry registry = new CommandRegistry();
    private final SimpleStringProperty obstacle = new SimpleStringProperty("No model is open.");

    @BeforeEach
    void fill() {
        registry.addAll(List.of(
                Command.of("open-text", "Open text…", CommandGroup.FILE, () -> {})
                        .on("Shortcut+T"),
                Command.of("open-model", "Open model folder…", CommandGroup.FILE, () -> {})
                        .on("Shortcut+O"),
                Command.of("measure", "Measure speed", CommandGroup.PLAN, () -> {})
                        .unless(obstacle)));
    }

    private List<String> found(String query) {
        return registry.search(query).stream().map(Command::id).toList();
    }

    @Test
    void aFewLettersFindACommandAndBeginningsOfWordsComeFirst() {
        assertEquals("open-model", found("omf").getFirst());
        assertEquals("measure", found("speed").getFirst());
        assertEquals(List.of("open-text"), found("open tex"));
        assertEquals(List.of(), found("xyz"));
        assertEquals(3, found("").size());
    }

    @Test
    void aWholeWordComesBeforeItsLettersHereAndThere() {
        registry.addAll(List.of(
                Command.of("generate", "Generate text without sharing", CommandGroup.PLAN, () -> {}),
                Command.of("show-plans", "Show: Plans", CommandGroup.VIEW, () -> {})));
        assertEquals("show-plans", found("plans").getFirst());
        assertEquals("measure", found("plan").getFirst());
    }

    @Test
    void twoCommandsOfOneIdAreABug() {
        assertThrows(
                IllegalArgumentException.class,
                () -> registry.addAll(List.of(Command.of("measure", "Again", CommandGroup.PLAN, () -> {}))));
    }

    @Test
    void whatCannotBeDoneSaysWhyUntilItCan() {
        assertEquals("No model is open.", registry.command("measure").obstacle().getValue());
        obstacle.set("");
        assertTrue(registry.command("measure").isAvailable());
    }

    @Test
    void keysOfAnotherCommandAreRefusedWithASentence() {
        Shortcuts shortcuts = new Shortcuts(registry, java.util.Map.of());
        String refusal = shortcuts.assign("measure", KeyCombination.valueOf("Shortcut+O"));
        assertTrue(refusal.contains("already belongs to “Open model folder…”"), refusal);
        assertEquals("", shortcuts.words("measure"));
    }

    @Test
    void keysThatWriteAreRefused() {
        Shortcuts shortcuts = new Shortcuts(registry, java.util.Map.of());
        assertTrue(shortcuts.assign("measure", KeyCombination.valueOf("A")).contains("typing"));
        assertTrue(
                shortcuts.assign("measure", KeyCombination.valueOf("Shift+A")).contains("typing"));
        assertEquals("", shortcuts.assign("measure", KeyCombination.valueOf("F7")));
    }

    @Test
    void chosenKeysAreKeptAndResetGivesTheOldOnesBack() {
        Shortcuts shortcuts = new Shortcuts(registry, java.util.Map.of());
        assertEquals("", shortcuts.assign("open-model", KeyCombination.valueOf("Shortcut+M")));
        assertEquals("", shortcuts.assign("open-text", null));
        Shortcuts later = new Shortcuts(registry, shortcuts.chosen());
        assertEquals(
                KeyCombination.valueOf("Shortcut+M"), later.of("open-model").get());
        assertEquals("", later.words("open-text"));
        later.reset();
        assertEquals(
                KeyCombination.valueOf("Shortcut+O"), later.of("open-model").get());
        assertEquals(java.util.Map.of(), later.chosen());
    }

    @Test
    void storedKeysThatMakeNoSenseArePassedOver() {
        Shortcuts shortcuts = new Shortcuts(
                registry,
                java.util.Map.of("gone", "Shortcut+X", "open-text", "Shortcut+O", "open-model", "Shortcut+Nonsense"));
        assertEquals(
                KeyCombination.valueOf("Shortcut+T"), shortcuts.of("open-text").get());
    }
}
