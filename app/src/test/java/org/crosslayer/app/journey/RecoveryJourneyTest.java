package org.crosslayer.app.journey;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeoutException;
import org.crosslayer.app.workspace.FakeAnalyst;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// After a kill the next start offers what was there.
class RecoveryJourneyTest extends WindowTest {
    @TempDir
    Path folder;

    @Test
    void whatAKilledProgramLeftIsOfferedAndRestored() throws TimeoutException, IOException {
        Path text = Files.writeString(folder.resolve("text.txt"), "once upon a time ".repeat(100));
        // As a killed process leaves it: the last autosave, and the mark of a process that is no more.
        Path session = Files.createDirectories(state.resolve("session"));
        Files.writeString(session.resolve("running.json"), "{\"process\": 9223372036854775807}");
        Files.writeString(session.resolve("session.crosslayer"), """
                {"format": "crosslayer-project", "version": 1, "model": "%s", "text": "%s", "notes": "",
                 "parts": {"selection": {"primary": 5, "pinned": 2, "head": -1}}}
                """.formatted(folder.resolve("model"), text));
        show((_, _, _) -> new FakeAnalyst("model"), Path.of("model"), text);
        interact(() -> wiring().shell().start());
        awaitText("an offer", "message-title", "Ended unexpectedly"::equals);
        click("message-restore-session");
        awaitText("the lost pair", "overview-pair", "Layer 5 and layer 2"::equals);
    }
}
