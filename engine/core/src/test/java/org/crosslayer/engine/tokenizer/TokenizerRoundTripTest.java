package org.crosslayer.engine.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.samples.SampleModels;

class TokenizerRoundTripTest {
    private static final Tokenizer TOKENIZER = open();

    private static Tokenizer open() {
        try {
            return TokenizerFiles.open(SampleModels.sample16l());
        } catch (EngineException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterContainer
    static void close() {
        TOKENIZER.close();
    }

    @Property(tries = 300)
    void decodingUndoesEncoding(@ForAll("texts") String text) {
        assertEquals(text, TOKENIZER.decode(TOKENIZER.encode(text, false).ids()));
    }

    @Property(tries = 300)
    void spansFollowEachOtherAndWholePiecesAreWhatTheyCover(@ForAll("texts") String text) {
        Encoding encoding = TOKENIZER.encode(text, false);
        int end = 0;
        for (int i = 0; i < encoding.ids().size(); i++) {
            Encoding.Span span = encoding.spans().get(i);
            String piece = TOKENIZER.piece(encoding.ids().get(i));
            assertTrue(span.start() <= end && span.end() >= end, "no character is left out");
            if (!piece.contains("<0x")) {
                assertEquals(piece, text.substring(span.start(), span.end()));
            }
            end = span.end();
        }
        assertEquals(text.length(), end);
    }

    @Example
    void severalThreadsGetTheSameAnswer() throws InterruptedException, ExecutionException {
        String text = "He looked at the sea, and said nothing. ".repeat(500);
        Encoding alone = TOKENIZER.encode(text, false);
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<Encoding>> answers = IntStream.range(0, 8)
                    .mapToObj(_ -> threads.submit(() -> TOKENIZER.encode(text, false)))
                    .toList();
            for (Future<Encoding> answer : answers) {
                assertEquals(alone, answer.get());
            }
        }
    }

    /// Any code points but surrogates, plain letters often, so that long tokens occur too.
    @Provide
    Arbitrary<String> texts() {
        Arbitrary<Integer> anything = Arbitraries.integers()
                .between(0, Character.MAX_CODE_POINT)
                .filter(point -> point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE);
        Arbitrary<String> odd = anything.map(Character::toString);
        Arbitrary<String> plain =
                Arbitraries.of(" the", " harbour", "\n\n", "  ", "'s", "é", "😀", "42", "\t", "\uFEFF");
        return Arbitraries.frequencyOf(Tuple.of(1, odd), Tuple.of(2, plain))
                .list()
                .ofMaxSize(40)
                .map(parts -> String.join("", parts));
    }
}
