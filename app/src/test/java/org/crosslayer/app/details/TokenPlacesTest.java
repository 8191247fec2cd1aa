package org.crosslayer.app.details;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.crosslayer.app.workspace.OpenText;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.evaluation.TokenLosses;
import org.crosslayer.engine.evaluation.WindowLosses;
import org.crosslayer.engine.tokenizer.BosCheck;
import org.crosslayer.engine.tokenizer.Tokenizer;
import org.crosslayer.engine.tokenizer.TokenizerFiles;
import org.crosslayer.samples.SampleModels;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// With the sample model's own tokenizer, which writes rare signs byte by byte.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TokenPlacesTest {
    private static final String MIXED = "One 👩‍👩‍👧 family,\nשלום עולם, then\ttabs.\r\n\nعربي — naïve end";

    private Tokenizer tokenizer;

    @BeforeAll
    void openTokenizer() throws EngineException {
        tokenizer = TokenizerFiles.open(SampleModels.sample16l());
    }

    @AfterAll
    void closeTokenizer() {
        tokenizer.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                MIXED,
                "a",
                "word word word word word word word word word word",
                "👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧"
            })
    void linesCoverTheTextAndEveryTokenIsFoundWhereItStands(String words) {
        OpenText text = text(words.repeat(40));
        TokenPlaces places = TokenPlaces.of(text, tokenizer, Integer.MAX_VALUE, () -> false);
        assertEquals(text.ids().size(), places.count());
        int end = 0;
        int token = 0;
        for (TokenPlaces.Line line : places.lines()) {
            assertEquals(end, line.start());
            assertEquals(token, line.firstToken());
            assertEquals(line.end() - line.start(), places.shown(line).length());
            for (; token < line.firstToken() + line.tokens(); token++) {
                assertTrue(places.start(token) >= line.start() && places.end(token) <= line.end());
                assertEquals(line, places.lines().get(places.lineOf(token)));
                int found = places.tokenAt(line, places.start(token) - line.start());
                assertTrue(places.start(found) <= places.start(token) && places.end(found) > places.start(token));
            }
            end = line.end();
        }
        assertEquals(text.content().length(), end);
        assertEquals(places.count(), token);
    }

    @Test
    void aLineEndsWhereASentenceDoes() {
        String sentence =
                "He said (to nobody at all, and not for the first time) that \"the lamps were dark tonight.\" ";
        TokenPlaces places =
                TokenPlaces.of(text(sentence.repeat(40).strip()), tokenizer, Integer.MAX_VALUE, () -> false);
        assertTrue(places.lines().size() > 10, "the text has several lines");
        for (TokenPlaces.Line line : places.lines()) {
            String words = places.shown(line).strip();
            assertTrue(words.startsWith("He said") && words.endsWith("tonight.\""), words);
            assertTrue(words.length() >= sentence.length() * 3 / 2, "a line holds what it can: " + words);
        }
    }

    @Test
    void withoutSentencesALineEndsBetweenWords() {
        String words = "lamp after lamp ".repeat(200);
        TokenPlaces places = TokenPlaces.of(text(words), tokenizer, Integer.MAX_VALUE, () -> false);
        assertTrue(places.lines().size() > 5, "the text has several lines");
        for (TokenPlaces.Line line : places.lines().subList(0, places.lines().size() - 1)) {
            String shown = places.shown(line).strip();
            assertTrue(shown.endsWith("lamp") || shown.endsWith("after"), shown);
            assertTrue(shown.length() < 500, "no line is endless");
        }
    }

    @Test
    void aBeginningIsReadNoFurtherThanItTakesAndSaysTheSame() {
        OpenText text = text(MIXED.repeat(400));
        TokenPlaces whole = TokenPlaces.of(text, tokenizer, Integer.MAX_VALUE, () -> false);
        for (int count : new int[] {1, 7, 1000, 3001}) {
            TokenPlaces part = TokenPlaces.of(text, tokenizer, count, () -> false);
            assertEquals(count, part.count());
            for (int token = 0; token < count; token++) {
                assertEquals(whole.start(token), part.start(token));
                assertEquals(whole.end(token), part.end(token));
            }
        }
    }

    @Test
    void noSignIsCutInHalf() {
        OpenText text = text("👧👧👧 end");
        TokenPlaces places = TokenPlaces.of(text, tokenizer, Integer.MAX_VALUE, () -> false);
        for (int token = 0; token < places.count(); token++) {
            for (int characters = 0; characters < 6; characters++) {
                for (String part : List.of(
                        places.around(token, characters, true),
                        places.around(token, characters, false),
                        places.excerpt(token, characters))) {
                    assertTrue(part.isEmpty() || !Character.isLowSurrogate(part.charAt(0)), part);
                    assertTrue(part.isEmpty() || !Character.isHighSurrogate(part.charAt(part.length() - 1)), part);
                }
            }
        }
    }

    @Test
    void itCanBeCancelled() {
        OpenText text = text(MIXED);
        assertThrows(CancellationException.class, () -> TokenPlaces.of(text, tokenizer, 9, () -> true));
    }

    @Test
    void lossesLieOnTheirTokensAndTheDearestComeFirst() {
        TokenPlaces places = TokenPlaces.of(text(MIXED), tokenizer, Integer.MAX_VALUE, () -> false);
        LossText losses = LossText.of(
                places,
                List.of(
                        new WindowLosses(1, of(3, 3, 3), of(3.5, 2, 5)),
                        new WindowLosses(places.count() - 1, of(1, 1), of(2, 2))));
        assertTrue(Double.isNaN(losses.change(0)));
        assertEquals(0.5, losses.change(1));
        assertEquals(-1, losses.change(2));
        assertEquals(1, losses.change(places.count() - 1));
        assertEquals(4, losses.scored());
        assertEquals(2.5 / 4, losses.meanChange());
        assertEquals(List.of(3, places.count() - 1, 1), losses.worst(9));
        assertEquals(List.of(3), losses.worst(1));
    }

    private OpenText text(String content) {
        return new OpenText(
                Path.of("mixed.txt"),
                content,
                tokenizer.encode(content, false).ids(),
                BosCheck.of(tokenizer, List.of()));
    }

    private static TokenLosses of(double... nats) {
        return TokenLosses.copyOf(nats);
    }
}
