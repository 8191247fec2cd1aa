package org.crosslayer.app.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;
import javafx.scene.AccessibleAttribute;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import org.crosslayer.app.control.Card;
import org.crosslayer.app.workspace.FakeAnalyst;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The same path without a mouse.
class KeyboardJourneyTest extends WindowTest {
    /// More than the window has places for the keyboard.
    private static final int MOST_PRESSES = 250;

    @TempDir
    Path folder;

    @BeforeEach
    void open() throws TimeoutException, IOException {
        Path text = Files.writeString(folder.resolve("text.txt"), "once upon a time ".repeat(100));
        open((_, _, _) -> new FakeAnalyst("model"), Path.of("model"), text);
        awaitText("a baseline", "perplexity-status", "3 of 3 windows"::equals);
        awaitText("a chosen pair", "overview-pair", "Layer 3 and layer 2"::equals);
    }

    @Test
    void arrowKeysAndEnterChooseAPair() {
        focus("overview-heatmap");
        press(KeyCode.DOWN);
        press(KeyCode.DOWN);
        press(KeyCode.ENTER);
        await("another pair", () -> !text("overview-pair").equals("Layer 3 and layer 2"));
        await(
                "the maps follow",
                () -> text("map-primary-title").startsWith("Layer 4 ")
                        || text("map-primary-title").startsWith("Layer 5 "));
    }

    @Test
    void spaceTurnsASwitchAndTheMenuKeysTakeItBack() {
        focus("layer-4-copy");
        press(KeyCode.SPACE);
        awaitText("the measures follow", "perplexity-ratio", "× 1.105"::equals);
        assertEquals("+10.5 %", text("layer-4-cost"));
        press(KeyCode.SHORTCUT, KeyCode.Z);
        awaitText("the measures return", "perplexity-ratio", "no layer shares"::equals);
        press(KeyCode.SHORTCUT, KeyCode.Y);
        awaitText("and come again", "perplexity-ratio", "× 1.105"::equals);
    }

    /// From the toolbar round the window and back, with nothing but Tab.
    @Test
    void tabReachesEveryPaneInSight() {
        Scene scene = wiring().view().root().getScene();
        focus("palette");
        Node first = scene.getFocusOwner();
        Set<String> reached = new TreeSet<>();
        for (int presses = 0; presses < MOST_PRESSES; presses++) {
            press(KeyCode.TAB);
            Node owner = scene.getFocusOwner();
            if (owner == first) {
                break;
            }
            for (Node at = owner; at != null; at = at.getParent()) {
                if (at instanceof Card card) {
                    reached.add(card.getId());
                }
            }
        }
        assertEquals(first, scene.getFocusOwner(), "round once");
        Set<String> wanted = new TreeSet<>(Set.of(
                "overview-card",
                "maps-card",
                "plan-card",
                "perplexity-card",
                "speed-card",
                "notes-card",
                "tables-card"));
        wanted.removeAll(reached);
        assertEquals(Set.of(), wanted, "not reached; reached: " + reached);
    }

    @Test
    void whateverTakesTheKeyboardOnAnyPageHasASpokenName() {
        Set<String> mute = new TreeSet<>();
        interact(() -> {
            var commands = wiring().view().commands();
            for (var command : commands.commands()) {
                if (command.id().startsWith("show-")) {
                    commands.run(command, wiring().view().root().getScene().getWindow());
                    wiring().view().root().applyCss();
                    wiring().view().root().layout();
                    collectMute(wiring().view().root(), command.id(), mute);
                }
            }
        });
        assertEquals("", String.join("\n", mute));
    }

    /// What a screen reader is told: the text of a control, of its label, or what it was given for that.
    private static void collectMute(Node node, String page, Set<String> mute) {
        if (!node.isVisible()) {
            return;
        }
        if (node.isFocusTraversable()) {
            Object spoken = node.queryAccessibleAttribute(AccessibleAttribute.TEXT);
            String words = spoken instanceof String said ? said : String.valueOf(node.getAccessibleText());
            if (words.isBlank() || words.equals("…") || words.contains("null")) {
                mute.add(page + ": " + node.getClass().getSimpleName() + "#" + node.getId() + " "
                        + node.getStyleClass());
            }
        }
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> collectMute(child, page, mute));
        }
    }

    @Test
    void theThemeChangesByKey() {
        press(KeyCode.SHORTCUT, KeyCode.L);
        awaitColours(true);
        assertTrue(isShowing("overview-heatmap"));
    }
}
