package org.crosslayer.app.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeoutException;
import javafx.scene.input.KeyCode;
import org.crosslayer.app.workspace.FakeAnalyst;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The same path without a mouse.
class KeyboardJourneyTest extends WindowTest {
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

    @Test
    void theThemeChangesByKey() {
        press(KeyCode.SHORTCUT, KeyCode.L);
        await("dark colours", () -> heatmap("overview-heatmap").getScene().getStylesheets().stream()
                .anyMatch(sheet -> sheet.endsWith("dark.css")));
        assertTrue(isShowing("overview-heatmap"));
    }
}
