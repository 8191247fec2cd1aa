package org.crosslayer.app.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeoutException;
import javafx.scene.input.KeyCode;
import org.crosslayer.app.workspace.FakeAnalyst;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A job that takes too long is stopped from the status bar or by Esc, and what was known stays.
class CancelJourneyTest extends WindowTest {
    private final FakeAnalyst analyst = new FakeAnalyst("model");

    @TempDir
    Path folder;

    @BeforeEach
    void timeForEver() throws TimeoutException, IOException {
        Path text = Files.writeString(folder.resolve("text.txt"), "once upon a time ".repeat(100));
        open((_, _, _) -> analyst, Path.of("model"), text);
        awaitText("a baseline", "perplexity-status", "3 of 3 windows"::equals);
        analyst.timeForEver();
        click("measure-speed");
        await("a job with a cancel button", () -> !all(".job-cancel").isEmpty());
    }

    @Test
    void theCancelButtonOfAJobStopsIt() {
        clickFirst(".job-cancel");
        expectReadyWithOldNumbers();
    }

    @Test
    void escapeStopsTheNewestJob() {
        press(KeyCode.ESCAPE);
        expectReadyWithOldNumbers();
    }

    private void expectReadyWithOldNumbers() {
        await("the job is gone", () -> all(".job-cancel").isEmpty());
        await(
                "the button can be used again",
                () -> !all("#measure-speed").iterator().next().isDisabled());
        assertEquals("20.09", text("perplexity-plan"));
        assertEquals("→ –", text("prefill-plan"));
    }
}
