package org.crosslayer.engine.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.samples.SampleModels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the libraries that own the formats say of the same vocabularies; see `goldens/README.md`.
class TokenizerGoldensTest {
    private static final Path GOLDENS = SampleModels.golden("tokenizers");

    @ParameterizedTest
    @ValueSource(strings = {"bpe-byte-fallback", "bpe-symbols", "unigram-nfkc", "unigram-rules", "unigram-suffix"})
    void sentencePieceFilesGiveTheIdsOfSentencePieceAndCoverWhatItsTokensCover(String name) throws Exception {
        try (Tokenizer tokenizer = TokenizerFiles.open(GOLDENS.resolve(name))) {
            for (JsonNode golden : cases(name)) {
                String text = golden.get("text").textValue();
                Encoding encoding = tokenizer.encode(text, false);
                if (text.startsWith("<s>")) {
                    // SentencePiece knows no marks in a text; here they are one token.
                    assertEquals("<s>", tokenizer.piece(encoding.ids().getFirst()));
                    continue;
                }
                assertEquals(ints(golden.get("ids")), encoding.ids(), text);
                assertCovers(encoding.spans(), golden.get("offsets"), text);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bpe-byte-fallback", "unigram-rules"})
    void theSameVocabularyInGgufGivesTheSameIds(String name) throws Exception {
        try (Tokenizer folder = TokenizerFiles.open(GOLDENS.resolve(name));
                Tokenizer gguf = TokenizerFiles.open(GOLDENS.resolve(name).resolve("vocabulary.gguf"))) {
            for (JsonNode golden : cases(name)) {
                String text = golden.get("text").textValue();
                assertEquals(folder.encode(text, false), gguf.encode(text, false), text);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"byte-level-llama3", "byte-level-starcoder"})
    void byteLevelVocabulariesInGgufPartWordsAsTheirNameSays(String name) throws Exception {
        try (Tokenizer tokenizer = TokenizerFiles.open(GOLDENS.resolve(name).resolve("vocabulary.gguf"))) {
            for (JsonNode golden : cases(name)) {
                String text = golden.get("text").textValue();
                Encoding encoding = tokenizer.encode(text, false);
                assertEquals(ints(golden.get("ids")), encoding.ids(), text);
                assertEquals(text, tokenizer.decode(encoding.ids()));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"json-wordpiece", "json-wordlevel", "json-unigram", "json-bpe-byte-fallback"})
    void everyKindOfTokenizerJsonGivesTheIdsAndSpansOfTheLibrary(String name) throws Exception {
        try (Tokenizer tokenizer = TokenizerFiles.open(GOLDENS.resolve(name))) {
            for (JsonNode golden : cases(name)) {
                String text = golden.get("text").textValue();
                Encoding encoding = tokenizer.encode(text, false);
                assertEquals(ints(golden.get("ids")), encoding.ids(), text);
                List<Encoding.Span> spans = new ArrayList<>();
                for (JsonNode offset : golden.get("offsets")) {
                    spans.add(new Encoding.Span(
                            text.offsetByCodePoints(0, offset.get(0).intValue()),
                            text.offsetByCodePoints(0, offset.get(1).intValue())));
                }
                assertEquals(spans, encoding.spans(), text);
            }
            assertEquals(
                    ints(golden(name).get("special")),
                    tokenizer.encode("The ledger", true).ids());
        }
    }

    @Test
    void all46TextsOfTheGpt2ReferenceGiveTheExpectedIds() throws Exception {
        Path folder = GOLDENS.resolve("gpt-2");
        String[] texts =
                Files.readString(folder.resolve("ggml-vocab-gpt-2.gguf.inp")).split("\n__ggml_vocab_test__\n", -1);
        List<String> expected = Files.readAllLines(folder.resolve("ggml-vocab-gpt-2.gguf.out"));
        assertEquals(46, expected.size());
        try (Tokenizer tokenizer = TokenizerFiles.open(folder.resolve("ggml-vocab-gpt-2.gguf"))) {
            for (int i = 0; i < expected.size(); i++) {
                List<Integer> ids = Stream.of(expected.get(i).strip().split(" "))
                        .filter(id -> !id.isEmpty())
                        .map(Integer::valueOf)
                        .toList();
                assertEquals(ids, tokenizer.encode(texts[i], false).ids(), texts[i]);
            }
            assertEquals(
                    "no BOS (llama.cpp's rule for gpt2 vocabularies)",
                    tokenizer.bosRule().words());
            assertEquals(50256, tokenizer.bosId().orElseThrow());
            assertEquals("byte-level BPE, the GGUF file's own vocabulary", tokenizer.description());
        }
    }

    @Test
    void ggufVocabulariesAddBosAndEosByTheirKindUnlessToldOtherwise() throws Exception {
        try (Tokenizer bpe = TokenizerFiles.open(GOLDENS.resolve("bpe-byte-fallback/vocabulary.gguf"));
                Tokenizer unigram = TokenizerFiles.open(GOLDENS.resolve("unigram-rules/vocabulary.gguf"));
                Tokenizer llama3 = TokenizerFiles.open(GOLDENS.resolve("byte-level-llama3/vocabulary.gguf"))) {
            assertEquals(1, bpe.encode("a", true).ids().getFirst());
            assertEquals(2, unigram.encode("a", true).ids().getLast());
            assertNotEquals(1, unigram.encode("a", true).ids().getFirst());
            assertEquals(0, llama3.encode("a", true).ids().getFirst());
            assertTrue(llama3.bosRule().isFirst());
        }
    }

    /// SentencePiece counts bytes of UTF-8. Of several tokens that one character becomes it gives the place to the
    /// last, and that of removed spaces to none, where ours all cover the character, and the spaces.
    private static void assertCovers(List<Encoding.Span> spans, JsonNode offsets, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < spans.size(); i++) {
            Encoding.Span span = spans.get(i);
            int start = utf16(utf8, offsets.get(i).get(0).intValue());
            int end = utf16(utf8, offsets.get(i).get(1).intValue());
            boolean isEmpty = start == end;
            assertTrue(isEmpty || (span.start() <= start && span.end() >= end), text + ": " + span);
            String more = text.substring(Math.min(span.start(), start), start)
                    + text.substring(end, Math.max(span.end(), end));
            assertTrue(
                    isEmpty || more.replace('▁', ' ').isBlank() || more.codePointCount(0, more.length()) == 1,
                    text + ": " + span);
        }
    }

    private static int utf16(byte[] utf8, int bytes) {
        return new String(utf8, 0, bytes, StandardCharsets.UTF_8).length();
    }

    private static JsonNode golden(String name) throws IOException {
        return new ObjectMapper()
                .readTree(GOLDENS.resolve(name).resolve("golden.json").toFile());
    }

    private static JsonNode cases(String name) throws IOException, EngineException {
        return golden(name).get("cases");
    }

    private static List<Integer> ints(JsonNode array) {
        List<Integer> values = new ArrayList<>();
        array.forEach(value -> values.add(value.intValue()));
        return values;
    }
}
