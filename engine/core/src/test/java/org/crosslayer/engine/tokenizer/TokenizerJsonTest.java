package org.crosslayer.engine.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.crosslayer.engine.error.BadFileException;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.format.JsonObject;
import org.crosslayer.engine.format.SafetensorsFile;
import org.crosslayer.samples.SampleModels;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TokenizerJsonTest {
    @SuppressWarnings("NullAway.Init")
    private Tokenizer tokenizer;

    @BeforeAll
    void open() throws EngineException {
        tokenizer = TokenizerFiles.open(SampleModels.sample16l());
    }

    @AfterAll
    void close() {
        tokenizer.close();
    }

    @Test
    void theGoldenTextGivesTheGoldenIds() throws EngineException {
        Path golden = SampleModels.golden("sample-16l");
        String text = JsonObject.read(golden.resolve("golden.json")).text("text");
        try (SafetensorsFile file = SafetensorsFile.open(golden.resolve("golden.safetensors"))) {
            long[] expected =
                    Objects.requireNonNull(file.tensors().get("input_ids")).toLongs();
            int[] own = tokenizer.encode(text, false).toArray();
            assertEquals(expected[0], tokenizer.bosId().orElseThrow());
            assertArrayEquals(
                    IntStream.range(1, expected.length)
                            .map(i -> (int) expected[i])
                            .toArray(),
                    own);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\t\r\n\u0000\u0085\u2028",
                "naïve café – “quotes” …",
                "é as two: e\u0301, Å Å",
                "a😀b 👩‍👩‍👧‍👦 🏳️‍🌈",
                "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 \uFEFF\u200B",
                "العربية עברית 中文 日本語 한국어",
                "  leading and   runs   of spaces  "
            })
    void decodingGivesTheTextBackAndSpansLieInIt(String text) {
        Encoding encoding = tokenizer.encode(text, false);
        assertEquals(text, tokenizer.decode(encoding.ids()));
        int end = 0;
        for (Encoding.Span span : encoding.spans()) {
            assertTrue(span.start() <= span.end() && span.start() <= end && span.end() >= end, span + " after " + end);
            end = span.end();
        }
        assertEquals(text.length(), end);
    }

    @Test
    void spansCountUtf16Units() {
        String text = "x😀 the harbour";
        Encoding encoding = tokenizer.encode(text, false);
        for (int i = 0; i < encoding.ids().size(); i++) {
            Encoding.Span span = encoding.spans().get(i);
            String piece = tokenizer.piece(encoding.ids().get(i));
            String covered = text.substring(span.start(), span.end());
            assertTrue(piece.startsWith("<0x") ? covered.equals("😀") : covered.equals(piece), piece + "|" + covered);
        }
    }

    @Test
    void aLoneSurrogateBecomesOneReplacementCharacterAndSpoilsNothingElse() {
        Encoding encoding = tokenizer.encode("a\uD83D 😀 é", false);
        assertEquals("a\uFFFD 😀 é", tokenizer.decode(encoding.ids()));
        assertEquals(7, encoding.spans().getLast().end());
    }

    @Test
    void piecesReadAsText() {
        assertEquals("<|begin_of_text|>", tokenizer.piece(0));
        Encoding encoding = tokenizer.encode("on the\n😀", false);
        List<String> pieces = encoding.ids().stream().map(tokenizer::piece).toList();
        assertTrue(pieces.contains(" the") && pieces.contains("\n"), pieces.toString());
        assertTrue(pieces.containsAll(List.of("<0xF0>", "<0x9F>", "<0x98>", "<0x80>")), pieces.toString());
        assertEquals("<unused 99999>", tokenizer.piece(99_999));
    }

    @Test
    void sizesAndSpecialTokensComeFromTheFiles() {
        assertEquals(4096, tokenizer.size());
        assertEquals(OptionalInt.of(0), tokenizer.bosId());
        assertEquals(OptionalInt.of(1), tokenizer.eosId());
    }

    @Test
    void longTextsAreNeitherCutNorPadded() {
        String text = "She went down to the harbour again, and the tide had turned. ".repeat(4000);
        Encoding encoding = tokenizer.encode(text, false);
        assertTrue(encoding.ids().size() > 50_000, encoding.ids().size() + " tokens");
        assertEquals(text.length(), encoding.spans().getLast().end());
    }

    @Test
    void theSettingsOverruleTheTemplateAndSaySo(@TempDir Path folder) throws Exception {
        copy(folder, "tokenizer.json");
        String names = "\"bos_token\": \"<|begin_of_text|>\", \"eos_token\": \"<|end_of_text|>\"";
        List<Integer> own = tokenizer.encode("the sea", false).ids();
        try (Tokenizer unasked = withSettings(folder, "{" + names + "}")) {
            assertEquals(own, unasked.encode("the sea", true).ids());
            assertEquals(
                    "no BOS (tokenizer.json, whose template adds nothing)",
                    unasked.bosRule().words());
        }
        try (Tokenizer asked =
                withSettings(folder, "{" + names + ", \"add_bos_token\": true, \"add_eos_token\": true}")) {
            List<Integer> ids = asked.encode("the sea", true).ids();
            assertEquals(own, ids.subList(1, ids.size() - 1));
            assertEquals(List.of(0, 1), List.of(ids.getFirst(), ids.getLast()));
            assertEquals(own, asked.encode("the sea", false).ids());
            assertEquals(
                    "BOS first (tokenizer_config.json: add_bos_token)",
                    asked.bosRule().words());
            assertEquals("byte-level BPE, tokenizer.json", asked.description());
        }
    }

    private static Tokenizer withSettings(Path folder, String settings) throws Exception {
        Files.writeString(folder.resolve("tokenizer_config.json"), settings);
        return TokenizerFiles.open(folder);
    }

    @Test
    void withoutTokenizerConfigTheIdsOfConfigJsonHold(@TempDir Path folder) throws Exception {
        copy(folder, "tokenizer.json");
        try (Tokenizer bare = TokenizerFiles.open(folder)) {
            assertEquals(OptionalInt.empty(), bare.bosId());
        }
        Files.writeString(folder.resolve("config.json"), "{\"bos_token_id\": 7, \"eos_token_id\": [9, 10]}");
        try (Tokenizer configured = TokenizerFiles.open(folder)) {
            assertEquals(OptionalInt.of(7), configured.bosId());
            assertEquals(OptionalInt.of(9), configured.eosId());
        }
        Files.writeString(
                folder.resolve("tokenizer_config.json"),
                "{\"bos_token\": null, \"eos_token\": {\"content\": \"<|end_of_text|>\"}}");
        try (Tokenizer named = TokenizerFiles.open(folder)) {
            assertEquals(OptionalInt.empty(), named.bosId());
            assertEquals(OptionalInt.of(1), named.eosId());
        }
    }

    @Test
    void truncationAndPaddingInTheFileAreIgnored(@TempDir Path folder) throws Exception {
        String json = Files.readString(SampleModels.sample16l().resolve("tokenizer.json"))
                .replace(
                        "\"truncation\": null",
                        "\"truncation\": {\"direction\":\"Right\",\"max_length\":4,\"strategy\":\"LongestFirst\",\"stride\":0}")
                .replace(
                        "\"padding\": null",
                        "\"padding\": {\"strategy\":{\"Fixed\":64},\"direction\":\"Right\",\"pad_to_multiple_of\":null,\"pad_id\":0,\"pad_type_id\":0,\"pad_token\":\"x\"}");
        Files.writeString(folder.resolve("tokenizer.json"), json);
        try (Tokenizer cutting = TokenizerFiles.open(folder)) {
            String text = "one two three four five six seven eight nine ten";
            assertEquals(tokenizer.encode(text, false), cutting.encode(text, false));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{}", "{\"model\":{\"vocab\":{\"a\":-1}}}", "{\"model\":{\"vocab\":{}}}"})
    void damagedFilesAreRefusedInOneSentence(String json, @TempDir Path folder) throws Exception {
        Path path = Files.writeString(folder.resolve("tokenizer.json"), json);
        BadFileException e = assertThrows(BadFileException.class, () -> TokenizerFiles.open(folder));
        assertTrue(
                e.getMessage().startsWith(path + ": ") && e.getMessage().lines().count() == 1, e.getMessage());
    }

    @Test
    void aMissingFileIsNamed(@TempDir Path folder) {
        BadFileException e = assertThrows(BadFileException.class, () -> TokenizerFiles.open(folder));
        assertTrue(e.getMessage().contains("tokenizer.json: does not exist"), e.getMessage());
    }

    @Test
    void aClosedTokenizerSaysSo() throws EngineException {
        Tokenizer closed = TokenizerFiles.open(SampleModels.sample16l());
        closed.close();
        closed.close();
        assertThrows(IllegalStateException.class, () -> closed.encode("a", false));
    }

    private static void copy(Path folder, String name) throws IOException {
        Files.copy(SampleModels.sample16l().resolve(name), folder.resolve(name));
    }
}
