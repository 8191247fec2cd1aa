package org.crosslayer.engine.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.crosslayer.engine.error.BadFileException;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.error.UnsupportedModelException;
import org.crosslayer.samples.SampleModels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerFilesTest {
    private static final Path GOLDENS = SampleModels.golden("tokenizers");

    @TempDir
    Path folder;

    @Test
    void tokenizerJsonComesBeforeSentencePieceAndThatBeforeVocabularyAndMerges() throws Exception {
        Files.writeString(folder.resolve("vocab.json"), "{\"a\":0,\"b\":1,\"ab\":2,\"<s>\":3}");
        assertTrue(assertThrows(BadFileException.class, () -> TokenizerFiles.open(folder))
                .getMessage()
                .contains("add the model's tokenizer.json"));
        Files.writeString(folder.resolve("merges.txt"), "#version: 0.2\na b\n");
        assertEquals("byte-level BPE, vocab.json and merges.txt", description());
        Files.copy(GOLDENS.resolve("unigram-rules/tokenizer.model"), folder.resolve("tokenizer.model"));
        assertEquals("SentencePiece unigram, tokenizer.model", description());
        Files.copy(GOLDENS.resolve("json-wordpiece/tokenizer.json"), folder.resolve("tokenizer.json"));
        assertEquals("WordPiece, tokenizer.json", description());
    }

    @Test
    void vocabularyAndMergesGiveTheIdsOfTheSameTokenizerJson() throws Exception {
        JsonNode json = new ObjectMapper()
                .readTree(SampleModels.sample16l().resolve("tokenizer.json").toFile());
        Files.writeString(folder.resolve("vocab.json"), json.at("/model/vocab").toString());
        StringBuilder merges = new StringBuilder("#version: 0.2\n");
        for (JsonNode merge : json.at("/model/merges")) {
            merges.append(
                            merge.isTextual()
                                    ? merge.asText()
                                    : merge.get(0).asText() + " " + merge.get(1).asText())
                    .append('\n');
        }
        Files.writeString(folder.resolve("merges.txt"), merges);
        settings(
                "{\"bos_token\":\"<|begin_of_text|>\",\"add_bos_token\":true,\"tokenizer_class\":\"GPT2TokenizerFast\"}");
        String text = "Don't go — 12345 naïve 😀s\n\n  <|begin_of_text|>end";
        try (Tokenizer whole = TokenizerFiles.open(SampleModels.sample16l());
                Tokenizer parts = TokenizerFiles.open(folder)) {
            assertEquals(whole.encode(text, false), parts.encode(text, false));
            assertEquals(0, parts.encode(text, true).ids().getFirst());
            assertEquals(whole.piece(300), parts.piece(300), "pieces are read alike");
        }
    }

    @Test
    void theClassDecidesHowWordsArePartedWithoutATokenizerJson() throws Exception {
        Files.writeString(folder.resolve("vocab.json"), "{\"1\":0,\"2\":1,\"12\":2}");
        Files.writeString(folder.resolve("merges.txt"), "1 2\n");
        assertEquals(List.of(2), ids("12"));
        settings("{\"tokenizer_class\":\"Qwen2Tokenizer\"}");
        assertEquals(List.of(0, 1), ids("12"));
        settings("{\"tokenizer_class\":\"StrangeTokenizer\"}");
        assertTrue(assertThrows(UnsupportedModelException.class, () -> TokenizerFiles.open(folder))
                .getMessage()
                .contains("\"StrangeTokenizer\" is not known"));
    }

    @Test
    void llamaFoldersWithoutTokenizerJsonPutBosFirstAndKnowAddedTokens() throws Exception {
        Files.copy(GOLDENS.resolve("bpe-byte-fallback/tokenizer.model"), folder.resolve("tokenizer.model"));
        settings(
                "{\"tokenizer_class\":\"LlamaTokenizer\",\"added_tokens_decoder\":{\"700\":{\"content\":\"<pad>\",\"special\":true}}}");
        try (Tokenizer tokenizer = TokenizerFiles.open(folder)) {
            assertEquals(
                    "BOS first (tokenizer_config.json: LlamaTokenizer)",
                    tokenizer.bosRule().words());
            assertEquals(1, tokenizer.encode("the", true).ids().getFirst());
            Encoding encoding = tokenizer.encode("the<pad>", false);
            assertEquals(700, encoding.ids().getLast());
            assertEquals(new Encoding.Span(3, 8), encoding.spans().getLast());
            assertEquals("the<pad>", tokenizer.decode(encoding.ids()));
        }
    }

    @Test
    void otherKindsAreRefusedInASentence() throws IOException {
        Path model = folder.resolve("tokenizer.model");
        Files.writeString(model, "IQ== 0\nIg== 1\n");
        assertTrue(refusal().contains("not in SentencePiece's form (perhaps in tiktoken's"), refusal());
        Files.write(model, new byte[] {0x0A, 0x7F, 1});
        assertTrue(refusal().contains("is damaged (a value longer than the file)"), refusal());
        Files.writeString(
                folder.resolve("tokenizer.json"), "{\"model\":{\"vocab\":{\"a\":0}},\"decoder\":{\"type\":\"New\"}}");
        assertTrue(refusal().contains("decoder is of a kind that cannot be used here (type \"New\")"), refusal());
    }

    private String description() throws EngineException {
        try (Tokenizer tokenizer = TokenizerFiles.open(folder)) {
            return tokenizer.description();
        }
    }

    private List<Integer> ids(String text) throws EngineException {
        try (Tokenizer tokenizer = TokenizerFiles.open(folder)) {
            return tokenizer.encode(text, false).ids();
        }
    }

    private String refusal() {
        return assertThrows(EngineException.class, () -> TokenizerFiles.open(folder))
                .getMessage();
    }

    private void settings(String json) throws IOException {
        Files.writeString(folder.resolve("tokenizer_config.json"), json);
    }
}
