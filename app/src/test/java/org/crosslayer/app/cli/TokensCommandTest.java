package org.crosslayer.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.crosslayer.engine.error.BadFileException;
import org.crosslayer.samples.SampleModels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TokensCommandTest {
    private static final Path SAMPLE = SampleModels.sample16l();

    @TempDir
    private Path folder;

    @Test
    void idsOfAFileAreOneLineAndThoseOfTransformers() throws IOException, BadFileException {
        Path text = Files.writeString(folder.resolve("text.txt"), GoldenText.words());
        try (GoldenText golden = new GoldenText()) {
            CommandRun run = CommandRun.of("tokens", SAMPLE, "--text-file", text);
            String withoutBos = golden.ids().replaceFirst("0,", "").replace(',', ' ');
            assertEquals(0, run.status(), run.err());
            assertEquals(withoutBos + "\n", run.out());
        }
    }

    @Test
    void jsonHoldsIdsAndPieces() throws IOException {
        JsonNode json = CommandRun.of("tokens", SAMPLE, "--text", "My dear aunt", "--json", "-")
                .json();
        StringBuilder pieces = new StringBuilder();
        json.get("pieces").forEach(piece -> pieces.append(piece.asText()));
        assertEquals("My dear aunt", pieces.toString());
        assertEquals(json.get("ids").size(), json.get("pieces").size());
    }

    @Test
    void emptyTextHasNoIds() {
        assertEquals("\n", CommandRun.of("tokens", SAMPLE, "--text", "").out());
    }

    @Test
    void textThatIsNotUtf8IsRefusedWithItsOffset() throws IOException {
        Path text = Files.write(folder.resolve("latin1.txt"), new byte[] {'C', 'a', 'f', (byte) 0xE9, ' ', 'a'});
        CommandRun run = CommandRun.of("tokens", SAMPLE, "--text-file", text);
        assertEquals(1, run.status());
        assertTrue(run.err().contains("offset 3"), run.err());
    }

    @Test
    void textThatEndsWithinACharacterIsRefused() throws IOException {
        Path text = Files.write(folder.resolve("cut.txt"), new byte[] {'C', 'a', 'f', (byte) 0xC3});
        CommandRun run = CommandRun.of("tokens", SAMPLE, "--text-file", text);
        assertEquals(1, run.status());
        assertTrue(run.err().contains("offset 3"), run.err());
    }
}
