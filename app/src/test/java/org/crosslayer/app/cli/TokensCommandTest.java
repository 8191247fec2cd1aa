package org.crosslayer.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    void aVocabularyOnlyGgufGivesTheIdsOfAll46ReferenceTexts() throws IOException {
        Path gguf = SampleModels.golden("tokenizers").resolve("gpt-2/ggml-vocab-gpt-2.gguf");
        String[] texts = Files.readString(Path.of(gguf + ".inp")).split("\n__ggml_vocab_test__\n", -1);
        List<String> expected = Files.readAllLines(Path.of(gguf + ".out"));
        assertEquals(46, expected.size());
        for (int i = 0; i < expected.size(); i++) {
            Path text = Files.writeString(folder.resolve("text.txt"), texts[i]);
            CommandRun run = CommandRun.of("tokens", gguf, "--text-file", text);
            assertEquals(expected.get(i).strip() + "\n", run.out(), texts[i] + run.err());
        }
    }

    @Test
    void withSpecialTokensItSaysWhatIsPutBeforeTheTextAndWhoSaysSo() throws IOException {
        Path gguf = SampleModels.golden("tokenizers").resolve("bpe-byte-fallback/vocabulary.gguf");
        CommandRun run = CommandRun.of("tokens", gguf, "--text", "the", "--special");
        assertTrue(run.out().startsWith("1 "), run.out());
        assertEquals("Note: BOS first (llama.cpp's rule for llama vocabularies).\n", run.err());
        CommandRun doubled = CommandRun.of("tokens", gguf, "--text", "<s>the", "--special");
        assertTrue(doubled.out().startsWith("1 1 "), doubled.out());
        assertTrue(doubled.err().contains("one more was put before it"), doubled.err());
        JsonNode json =
                CommandRun.of("tokens", gguf, "--text", "the", "--json", "-").json();
        assertEquals(
                "SentencePiece BPE, the GGUF file's own vocabulary",
                json.get("tokenizer").textValue());
        assertEquals(
                "{\"id\":1,\"first\":true,\"source\":\"llama.cpp's rule for llama vocabularies\"}",
                json.get("bos").toString());
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
