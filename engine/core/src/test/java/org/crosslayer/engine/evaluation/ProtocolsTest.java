package org.crosslayer.engine.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.crosslayer.engine.backend.ReferenceBackend;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.error.TooLittleTextException;
import org.crosslayer.engine.error.UnsupportedModelException;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.Goldens;
import org.crosslayer.engine.model.RandomPlans;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.crosslayer.engine.tokenizer.Encoding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every protocol against its own source written down plainly, at lengths around those of windows.
class ProtocolsTest {
    private static final AttentionPlan OWN = AttentionPlan.none(4);
    private static final int BOS = 0;
    private static final int EOS = 1;
    private static final int WINDOW = 12;

    @ParameterizedTest
    @ValueSource(ints = {12, 13, 24, 29, 36, 37})
    void theWindowsProtocolIsGptqs(int length) throws EngineException {
        PlainProtocols plain = plain();
        int[] text = text(length);
        check(plain.windows(text, WINDOW, UnaryOperator.identity()), text, protocol(ProtocolKind.WINDOWS, Bos.AUTO));
        UnaryOperator<int[]> withBos = batch -> {
            batch[0] = BOS;
            return batch;
        };
        check(plain.windows(text, WINDOW, withBos), text, protocol(ProtocolKind.WINDOWS, Bos.ON));
    }

    @ParameterizedTest
    @ValueSource(ints = {11, 12, 13, 23, 24, 35, 36})
    void theLlamaCppProtocolIsLlamaCpps(int length) throws EngineException {
        int[] text = text(length);
        check(plain().llamaCpp(text, WINDOW, BOS), text, protocol(ProtocolKind.LLAMA_CPP, Bos.AUTO));
        check(
                plain().llamaCpp(text, WINDOW - 1, BOS),
                text,
                new Protocol(ProtocolKind.LLAMA_CPP, WINDOW - 1, 99, Bos.ON));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 5, 11, 12, 13, 17, 18, 24, 25, 37})
    void theStrideProtocolIsThatOfTheDocumentation(int length) throws EngineException {
        int[] text = text(length);
        for (int stride : List.of(1, 5, 6, 12)) {
            Protocol protocol = new Protocol(ProtocolKind.STRIDE, WINDOW, stride, 99, Bos.OFF);
            check(plain().stride(text, WINDOW, stride), text, protocol);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 11, 12, 13, 24, 25, 35, 37})
    void theRollingProtocolIsThatOfTheHarness(int length) throws EngineException {
        int[] text = text(length);
        PlainProtocols.Sum expected = plain().rolling(text, WINDOW, BOS);
        assertEquals(length, expected.tokens());
        check(expected, text, protocol(ProtocolKind.LM_EVAL, Bos.AUTO));
        check(plain().rolling(text, WINDOW, EOS), text, protocol(ProtocolKind.LM_EVAL, Bos.OFF));
    }

    @Test
    void wordsAndBytesAreThoseOfTheScoredText() throws EngineException {
        // One token a letter; the reference counts are those of len(re.split(r"\s+", text)) and of UTF-8.
        String text = " Aé\u00a0b\n\n€😀c  d ";
        Encoding encoding = letters(text);
        List<ScoredWindow> windows = Windows.scored(
                new EncodedText(text, encoding),
                new Protocol(ProtocolKind.LM_EVAL, 5, 99, Bos.ON),
                OptionalInt.of(BOS),
                OptionalInt.empty());
        assertEquals(new TextExtent(3, 7), windows.getFirst().extent(), "' Aé\u00a0b' is '', 'Aé', 'b'");
        assertEquals(new TextExtent(6, 21), windows.getLast().extent(), "'', Aé, b, €😀c, d, ''");
    }

    @Test
    void rolledRatesAreThoseOfTheFormulas() throws EngineException {
        String text = "ab cd  ef gh";
        EncodedText encoded = new EncodedText(text, letters(text));
        try (Goldens golden = Goldens.open("llama-mha", new ReferenceBackend())) {
            Protocol protocol = new Protocol(ProtocolKind.LM_EVAL, 5, 99, Bos.ON);
            List<ScoredWindow> windows = Windows.scored(encoded, protocol, OptionalInt.of(BOS), OptionalInt.empty());
            PerplexityReport report = PerplexityMeter.measure(
                    golden.decoder(), windows, protocol, OWN, null, Progress.NONE, Cancellation.NEVER);
            double nats = plain().rolling(encoded.ids(), 5, BOS).nats();
            TextRates rates = report.rates();
            assertTrue(rates != null);
            assertEquals(Math.exp(nats / 4), rates.wordPerplexity(), 1e-4 * rates.wordPerplexity());
            assertEquals(Math.exp(nats / 12), rates.bytePerplexity(), 1e-4 * rates.bytePerplexity());
            assertEquals(nats / 12 / Math.log(2), rates.bitsPerByte(), 1e-4);
        }
    }

    @Test
    void divergenceIsThatOfTheWholeDistributions() throws EngineException {
        PlainLlama plain = PlainLlama.open("llama-mha");
        AttentionPlan plan = RandomPlans.any(new Random(5), 4, 4);
        int[] text = text(30);
        Protocol protocol = new Protocol(ProtocolKind.STRIDE, 12, 5, 99, Bos.OFF);
        try (Goldens golden = Goldens.open("llama-mha", new ReferenceBackend())) {
            List<ScoredWindow> windows = Windows.scored(text, protocol, OptionalInt.empty(), OptionalInt.empty());
            double[] expected = new double[29];
            int same = 0;
            int at = 0;
            for (ScoredWindow window : windows) {
                double[][] before = plain.logits(window.ids(), OWN);
                double[][] after = plain.logits(window.ids(), plan);
                for (int row = window.firstScored() - 1; row < window.length() - 1; row++) {
                    double[] p = softmax(before[row]);
                    double[] q = softmax(after[row]);
                    for (int i = 0; i < p.length; i++) {
                        expected[at] += p[i] * Math.log(p[i] / q[i]);
                    }
                    at++;
                    same += top(p) == top(q) ? 1 : 0;
                }
            }
            Divergence divergence = PerplexityMeter.measure(
                            golden.decoder(), windows, protocol, plan, null, Progress.NONE, Cancellation.NEVER)
                    .divergence();
            assertTrue(divergence != null);
            assertEquals(29, divergence.tokens());
            double mean = Arrays.stream(expected).average().orElseThrow();
            double variance = Arrays.stream(expected)
                    .map(x -> (x - mean) * (x - mean) / 28)
                    .sum();
            assertEquals(mean, divergence.mean(), 1e-5);
            assertEquals(Math.sqrt(variance / 29), divergence.meanError(), 1e-5 + 0.02 * divergence.meanError());
            assertEquals(Arrays.stream(expected).max().orElseThrow(), divergence.max(), 1e-4);
            Arrays.sort(expected);
            assertEquals(expected[14], divergence.median(), 1e-5);
            assertEquals(same / 29.0, divergence.sameTop(), 1e-12);
        }
    }

    @Test
    void quantilesLieBetweenNeighboursInProportion() {
        Divergence divergence = Divergence.of(new double[] {0, 1, 2, 3, 10}, 4);
        assertEquals(10, divergence.max());
        assertEquals(2, divergence.median());
        assertEquals(3 + 0.6 * 7, divergence.quantiles().get(4).nats(), 1e-12, "0.9 of the way through five");
        assertEquals(0, divergence.quantiles().getLast().nats());
        assertEquals(0.8, divergence.sameTop(), 1e-12);
        assertEquals(Math.sqrt(0.8 * 0.2 / 4), divergence.sameTopError(), 1e-12);
    }

    @Test
    void textsWithoutOneWindowAreRefusedByTheirOwnLength() {
        refuse(11, protocol(ProtocolKind.WINDOWS, Bos.OFF), 12);
        refuse(10, protocol(ProtocolKind.LLAMA_CPP, Bos.ON), 11);
        refuse(1, protocol(ProtocolKind.STRIDE, Bos.OFF), 2);
        refuse(0, protocol(ProtocolKind.LM_EVAL, Bos.ON), 1);
    }

    @Test
    void withoutBosOnlyWhatCanDoWithoutItIsMeasured() throws EngineException {
        Protocol llama = protocol(ProtocolKind.LLAMA_CPP, Bos.AUTO);
        ScoredWindow window = Windows.scored(text(12), llama, OptionalInt.empty(), OptionalInt.empty())
                .getFirst();
        assertArrayEquals(text(12), window.ids());
        assertTrue(llama.settled(OptionalInt.empty()).words().endsWith("no BOS"));
        assertTrue(llama.settled(OptionalInt.of(BOS)).words().endsWith("BOS as first token"));
        Protocol rolling = protocol(ProtocolKind.LM_EVAL, Bos.AUTO);
        assertEquals(
                EOS,
                Windows.scored(text(3), rolling, OptionalInt.empty(), OptionalInt.of(EOS))
                        .getFirst()
                        .ids()[0]);
        assertThrows(
                UnsupportedModelException.class,
                () -> Windows.scored(text(3), rolling, OptionalInt.empty(), OptionalInt.empty()));
    }

    private static void refuse(int length, Protocol protocol, int needed) {
        TooLittleTextException e = assertThrows(
                TooLittleTextException.class,
                () -> Windows.scored(text(length), protocol, OptionalInt.of(BOS), OptionalInt.of(EOS)));
        assertEquals(length, e.found());
        assertEquals(needed, e.needed());
    }

    private static void check(PlainProtocols.Sum expected, int[] text, Protocol protocol) throws EngineException {
        try (Goldens golden = Goldens.open("llama-mha", new ReferenceBackend())) {
            Protocol settled = protocol.settled(OptionalInt.of(BOS));
            List<ScoredWindow> windows = Windows.scored(text, settled, OptionalInt.of(BOS), OptionalInt.of(EOS));
            PerplexityReport report = PerplexityMeter.measure(
                    golden.decoder(), windows, settled, OWN, null, Progress.NONE, Cancellation.NEVER);
            assertEquals(expected.tokens(), report.scoredTokens(), protocol.words());
            assertEquals(expected.mean(), report.nll(), 1e-5, protocol.words());
            List<PerplexityReport> estimates = new java.util.ArrayList<>();
            try (LiveEvaluation live = LiveEvaluation.of(golden.decoder(), windows, settled, 1 << 20)) {
                live.evaluate(OWN, estimates::add, Cancellation.NEVER);
            }
            assertEquals(report, estimates.getLast(), "the live evaluation measures the same");
        }
    }

    private static Protocol protocol(ProtocolKind kind, Bos bos) {
        return new Protocol(kind, WINDOW, 99, bos);
    }

    private static PlainProtocols plain() throws EngineException {
        PlainLlama llama = PlainLlama.open("llama-mha");
        return new PlainProtocols(ids -> llama.losses(ids, OWN));
    }

    private static int[] text(int length) {
        return new Random(4).ints(length, 2, 160).toArray();
    }

    /// One token for each character.
    private static Encoding letters(String text) {
        int[] points = text.codePoints().toArray();
        int[] starts = IntStream.rangeClosed(0, points.length)
                .map(i -> text.offsetByCodePoints(0, i))
                .toArray();
        return new Encoding(
                Arrays.stream(points).map(point -> 2 + point % 150).boxed().toList(),
                IntStream.range(0, points.length)
                        .mapToObj(i -> new Encoding.Span(starts[i], starts[i + 1]))
                        .toList());
    }

    private static double[] softmax(double[] logits) {
        double sum = Arrays.stream(logits).map(Math::exp).sum();
        return Arrays.stream(logits).map(x -> Math.exp(x) / sum).toArray();
    }

    private static int top(double[] values) {
        return IntStream.range(0, values.length).reduce(0, (best, i) -> values[i] > values[best] ? i : best);
    }
}
