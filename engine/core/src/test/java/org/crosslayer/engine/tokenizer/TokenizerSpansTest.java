package org.crosslayer.engine.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.samples.SampleModels;

/// Labels, hovering and painted losses point at characters by these spans, so they hold for whatever a text is made of.
class TokenizerSpansTest {
    private static final Map<String, Tokenizer> ALL = new LinkedHashMap<>();

    /// Those that lose nothing, so that the text comes back.
    private static final List<String> LOSSLESS = List.of(
            "bpe-byte-fallback",
            "bpe-byte-fallback/vocabulary.gguf",
            "byte-level-llama3/vocabulary.gguf",
            "byte-level-starcoder/vocabulary.gguf",
            "gpt-2/ggml-vocab-gpt-2.gguf",
            "json-bpe-byte-fallback");

    static {
        LOSSLESS.forEach(TokenizerSpansTest::open);
        List.of(
                        "bpe-symbols",
                        "unigram-nfkc",
                        "unigram-rules",
                        "unigram-rules/vocabulary.gguf",
                        "unigram-suffix",
                        "json-wordpiece",
                        "json-wordlevel",
                        "json-unigram")
                .forEach(TokenizerSpansTest::open);
    }

    private static void open(String name) {
        Path model = SampleModels.golden("tokenizers").resolve(name);
        try {
            ALL.put(name, TokenizerFiles.open(model));
        } catch (EngineException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterContainer
    static void close() {
        ALL.values().forEach(Tokenizer::close);
    }

    @Property(tries = 60)
    void spansAreInOrderAndWithinTheText(@ForAll("texts") String text) {
        ALL.forEach((name, tokenizer) -> {
            Encoding.Span before = new Encoding.Span(0, 0);
            for (Encoding.Span span : tokenizer.encode(text, true).spans()) {
                assertTrue(
                        span.start() >= before.start()
                                && span.start() <= span.end()
                                && span.end() >= before.end()
                                && span.end() <= text.length(),
                        name + ": " + span + " after " + before);
                before = span;
            }
        });
    }

    @Property(tries = 60)
    void spansNeverPartASurrogatePair(@ForAll("texts") String text) {
        ALL.forEach((name, tokenizer) -> {
            for (Encoding.Span span : tokenizer.encode(text, false).spans()) {
                for (int at : new int[] {span.start(), span.end()}) {
                    boolean parts = at > 0
                            && at < text.length()
                            && Character.isSurrogatePair(text.charAt(at - 1), text.charAt(at));
                    assertFalse(parts, name + ": " + span + " in " + text);
                }
            }
        });
    }

    @Property(tries = 60)
    void whatLosesNothingGivesTheTextBackAndCoversEveryCharacter(@ForAll("texts") String text) {
        for (String name : LOSSLESS) {
            Tokenizer tokenizer = Objects.requireNonNull(ALL.get(name));
            Encoding encoding = tokenizer.encode(text, false);
            assertEquals(text, tokenizer.decode(encoding.ids()), name);
            int end = 0;
            for (Encoding.Span span : encoding.spans()) {
                assertTrue(span.start() <= end, name + ": " + span + " leaves a gap after " + end);
                end = span.end();
            }
            assertEquals(text.length(), end, name);
        }
    }

    @Property(tries = 60)
    void aWordThatNothingIsDoneToIsCoveredByItsOwnPieces(@ForAll("words") List<String> words) {
        String text = String.join(" ", words);
        ALL.forEach((name, tokenizer) -> {
            Encoding encoding = tokenizer.encode(text, false);
            int at = 0;
            for (String word : words) {
                int start = at;
                int end = at + word.length();
                StringBuilder covered = new StringBuilder();
                for (Encoding.Span span : encoding.spans()) {
                    int from = Math.max(start, Math.max(span.start(), start + covered.length()));
                    int to = Math.min(end, span.end());
                    covered.append(from < to ? text.substring(from, to) : "");
                }
                assertEquals(word, covered.toString(), name + ": " + text);
                at = end + 1;
            }
        });
    }

    @Property(tries = 60)
    void piecesOfByteLevelVocabulariesAreTheBytesOfTheText(@ForAll("texts") String text) {
        Tokenizer tokenizer = Objects.requireNonNull(ALL.get("gpt-2/ggml-vocab-gpt-2.gguf"));
        StringBuilder hex = new StringBuilder();
        for (int id : tokenizer.encode(text, false).ids()) {
            hex.append(hex(tokenizer.piece(id)));
        }
        assertEquals(hex(text), hex.toString());
    }

    /// Bytes that are no character are written `<0xE2>` in a piece; no text here holds that.
    private static String hex(String piece) {
        StringBuilder hex = new StringBuilder();
        for (int i = 0; i < piece.length(); ) {
            if (piece.startsWith("<0x", i)) {
                hex.append(piece, i + 3, i + 5);
                i += 6;
            } else {
                int next = i + Character.charCount(piece.codePointAt(i));
                for (byte b : piece.substring(i, next).getBytes(StandardCharsets.UTF_8)) {
                    hex.append("%02X".formatted(b));
                }
                i = next;
            }
        }
        return hex.toString();
    }

    @Provide
    Arbitrary<List<String>> words() {
        return Arbitraries.of("the", "lamplighter", "ledger", "lamps", "wrote", "down", "night", "keeper")
                .list()
                .ofMinSize(1)
                .ofMaxSize(12);
    }

    /// Letters of many scripts, emoji that several marks make up, marks that combine, spaces of all kinds.
    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> odd = Arbitraries.integers()
                .between(1, Character.MAX_CODE_POINT)
                .filter(point -> point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE)
                .map(Character::toString);
        Arbitrary<String> chosen = Arbitraries.of(
                " the",
                " lamplighter",
                "\n\n",
                "  ",
                "'s",
                "é",
                "e\u0301",
                "😀",
                "👩\u200d👩\u200d👧",
                "42",
                "\t",
                "ﬁ",
                "½",
                "שלום",
                "مرحبا",
                "\u202Eabc\u202C",
                "नमस्ते",
                "ไทย",
                "한국어",
                "中文",
                "\u3000",
                "\u00A0",
                "[TAG]",
                "Ａ");
        return Arbitraries.frequencyOf(Tuple.of(1, odd), Tuple.of(3, chosen))
                .list()
                .ofMaxSize(30)
                .map(parts -> String.join("", parts));
    }
}
