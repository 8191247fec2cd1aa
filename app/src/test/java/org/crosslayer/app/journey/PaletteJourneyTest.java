package org.crosslayer.app.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeoutException;
import javafx.scene.input.KeyCode;
import org.crosslayer.app.workspace.FakeAnalyst;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.LayerAttention;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every command can be found by a few letters, and changed to other keys.
class PaletteJourneyTest extends WindowTest {
    @TempDir
    Path folder;

    @BeforeEach
    void open() throws TimeoutException, IOException {
        Path text = Files.writeString(folder.resolve("text.txt"), "once upon a time ".repeat(100));
        open((_, _, _) -> new FakeAnalyst("model"), Path.of("model"), text);
        awaitText("a baseline", "perplexity-status", "3 of 3 windows"::equals);
    }

    @Test
    void aFewLettersAndEnterDoACommand() {
        press(KeyCode.SHORTCUT, KeyCode.K);
        await("the palette", () -> isShowing("palette-box"));
        type("light dark");
        press(KeyCode.ENTER);
        awaitColours(true);
        assertFalse(isShowing("palette-box"));
    }

    @Test
    void aCommandThatCannotBeDoneSaysWhyAndStays() {
        press(KeyCode.SHORTCUT, KeyCode.K);
        await("the palette", () -> isShowing("palette-box"));
        type("undo");
        awaitText("why not", "palette-why", "There is no step to undo."::equals);
        press(KeyCode.ENTER);
        assertTrue(isShowing("palette-box"));
        press(KeyCode.ESCAPE);
        await("it is gone", () -> !isShowing("palette-box"));
    }

    @Test
    void keysAreChangedRefusedAndReset() {
        run("shortcuts");
        await("the table", () -> isShowing("shortcuts-table"));
        click("shortcuts-filter");
        type("redo");
        click("shortcuts-change");
        press(KeyCode.SHORTCUT, KeyCode.Z);
        awaitText("a refusal", "shortcuts-answer", words -> words.contains("already belongs to “Undo"));
        click("shortcuts-change");
        press(KeyCode.SHORTCUT, KeyCode.SHIFT, KeyCode.Z);
        awaitText("new keys", "shortcuts-answer", words -> words.contains("“Redo” now has"));
        assertEquals(1, wiring().shell().preferences().shortcuts().get().size());
        interact(() -> node("shortcuts-table").getScene().getWindow().hide());
        interact(() -> wiring().workspace()
                .plan()
                .apply("copy", AttentionPlan.none(6).with(2, new LayerAttention.CopyPattern(1))));
        run("undo");
        awaitText("taken back", "plan-summary", "0 of 6 layers share"::equals);
        focus("overview-heatmap");
        press(KeyCode.SHORTCUT, KeyCode.SHIFT, KeyCode.Z);
        awaitText("the new keys do it", "plan-summary", "1 of 6 layers share"::equals);
        run("shortcuts");
        click("shortcuts-filter");
        type("redo");
        click("shortcuts-reset");
        await(
                "nothing chosen",
                () -> wiring().shell().preferences().shortcuts().get().isEmpty());
    }
}
