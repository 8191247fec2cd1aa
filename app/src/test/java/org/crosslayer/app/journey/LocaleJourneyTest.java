package org.crosslayer.app.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import org.crosslayer.app.control.PaneExport;
import org.crosslayer.app.workspace.FakeAnalyst;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.LayerAttention;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where numbers are written with a comma: so on the screen, and never in what other programs read.
class LocaleJourneyTest extends WindowTest {
    private final Locale before = Locale.getDefault();

    @TempDir
    Path folder;

    @BeforeEach
    void open() throws TimeoutException, IOException {
        Locale.setDefault(Locale.GERMANY);
        Path text = Files.writeString(folder.resolve("text.txt"), "once upon a time ".repeat(100));
        open((_, _, _) -> new FakeAnalyst("model"), Path.of("model"), text);
        awaitText("a baseline", "perplexity-status", "3 of 3 windows"::equals);
        interact(() -> wiring().workspace()
                .plan()
                .apply("copy", AttentionPlan.none(6).with(2, new LayerAttention.CopyPattern(1))));
        awaitText("numbers with a comma", "perplexity-ratio", "× 1,105"::equals);
    }

    @AfterEach
    void restore() {
        Locale.setDefault(before);
    }

    @Test
    void copiedAndExportedNumbersAreNeutral() {
        awaitText("done", "perplexity-status", "3 of 3 windows"::equals);
        for (String id : List.of("perplexity-card", "plan-card", "history-card", "tables-card", "overview-card")) {
            if (!List.of("perplexity-card", "plan-card").contains(id)) {
                run("show-" + id);
            }
            PaneExport export = export(id);
            await(id + " has something", () -> export.ready().getValue() && export.table() != null);
            interact(() -> assertTrue(
                    String.valueOf(export.table()).lines().noneMatch(line -> line.matches(".*\\t−?\\d+,\\d+(\\t.*)?")),
                    () -> id + " writes " + export.table()));
        }
        PaneExport perplexity = export("perplexity-card");
        interact(() -> assertTrue(
                String.valueOf(perplexity.table()).contains("\t1.105"), () -> String.valueOf(perplexity.table())));
    }

    @Test
    void copiedCommandsAreNeutral() {
        run("show-history-card");
        focus("history-script");
        press(KeyCode.SPACE);
        await("a script", () -> clipboard().contains("perplexity"));
        interact(() -> assertEquals(
                List.of(),
                clipboard().lines().filter(line -> line.matches(".*\\d,\\d.*")).toList()));
    }

    private PaneExport export(String id) {
        @Nullable PaneExport export = card(id).export();
        if (export == null) {
            throw new AssertionError(id + " cannot be exported");
        }
        return export;
    }

    private static String clipboard() {
        return String.valueOf(Clipboard.getSystemClipboard().getString());
    }
}
