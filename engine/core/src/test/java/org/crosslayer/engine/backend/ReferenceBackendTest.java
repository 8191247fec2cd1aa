package org.crosslayer.engine.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.crosslayer.engine.tensor.DType;
import org.junit.jupiter.api.Test;

class ReferenceBackendTest {
    private static final float TIGHT = 1e-6f;

    private final Backend backend = new ReferenceBackend();
    private final Workspace workspace = backend.workspace();

    @Test
    void linearMultipliesByTheTransposeAndAddsTheBias() {
        Weight w = backend.weight(Values.matrix(DType.BF16, 2, 3, new float[] {1, 2, 3, -1, 0, 4}));
        Weight bias = backend.weight(Values.vector(DType.F16, 0.5f, -0.5f));
        Tensor out = workspace.allocate(2, 2);
        backend.linear(rows(2, 3, 1, 1, 1, 2, 0, -1), w, bias, out);
        assertArrayEquals(new float[] {6.5f, 2.5f, -0.5f, -6.5f}, backend.read(out));
    }

    @Test
    void rmsNormDividesByTheRootMeanSquareOfEachRow() {
        Tensor x = rows(2, 2, 3, 4, 0, 0);
        backend.rmsNorm(x, backend.weight(Values.vector(DType.F32, 2, 1)), 0.5f, x);
        double rms = Math.sqrt(13);
        assertArrayEquals(new float[] {(float) (6 / rms), (float) (4 / rms), 0, 0}, backend.read(x), TIGHT);
    }

    @Test
    void layerNormTakesTheMeanOffAndDividesByTheStandardDeviation() {
        Tensor x = rows(1, 4, 1, 3, 5, 7);
        Weight gain = backend.weight(Values.vector(DType.F32, 1, 1, 2, 1));
        backend.layerNorm(x, gain, backend.weight(Values.vector(DType.F32, 0, 1, 0, 0)), 4, x);
        assertArrayEquals(new float[] {-1, 1 - 1 / 3f, 2 / 3f, 1}, backend.read(x), TIGHT);
    }

    @Test
    void aWindowHidesAllButTheLastKeys() {
        Tensor scores = Values.tensor(backend, workspace, 1, 2, 3, 0, 0, 9, 9, 1, 1);
        Tensor pattern = workspace.allocate(1, 2, 3);
        backend.softmax(scores, 1, 2, pattern);
        assertArrayEquals(new float[] {0.5f, 0.5f, 0, 0, 0.5f, 0.5f}, backend.read(pattern));
        backend.normalizeRows(Values.tensor(backend, workspace, 1, 2, 3, 1, 3, 9, 9, -1, -1), 1, 2, pattern);
        assertArrayEquals(new float[] {0.25f, 0.75f, 0, 0, 0.5f, 0.5f}, backend.read(pattern));
        assertThrows(IllegalArgumentException.class, () -> backend.softmax(scores, 1, 0, pattern));
    }

    @Test
    void capsKeepSmallValuesAndBendLargeOnes() {
        Tensor x = rows(1, 3, 0.01f, -1e9f, 30);
        backend.softCap(x, 30);
        assertArrayEquals(new float[] {0.01f, -30, (float) (30 * Math.tanh(1))}, backend.read(x), 1e-5f);
        assertThrows(IllegalArgumentException.class, () -> backend.softCap(x, 0));
    }

    @Test
    void distancesMakeEarlierKeysLower() {
        Tensor scores = Values.tensor(backend, workspace, 2, 1, 3, 0, 0, 0, 5, 5, 5);
        backend.addDistanceBias(scores, 2, new float[] {1, 0.5f});
        assertArrayEquals(new float[] {-2, -1, 0, 4, 4.5f, 5}, backend.read(scores));
        assertThrows(IllegalArgumentException.class, () -> backend.addDistanceBias(scores, 2, new float[1]));
    }

    @Test
    void ropeTurnsHalvesOrNeighboursAndLeavesTheRest() {
        Tensor cos = rows(3, 2, 1, 1, 1, 1, 0, 1);
        Tensor sin = rows(3, 2, 0, 0, 0, 0, 1, 0);
        Tensor halves = rows(1, 5, 1, 2, 3, 4, 5);
        backend.rope(halves, 1, 2, cos, sin, RopeLayout.HALF_SPLIT);
        assertArrayEquals(new float[] {-3, 2, 1, 4, 5}, backend.read(halves));
        Tensor neighbours = rows(1, 5, 1, 2, 3, 4, 5);
        backend.rope(neighbours, 1, 2, cos, sin, RopeLayout.INTERLEAVED);
        assertArrayEquals(new float[] {-2, 1, 3, 4, 5}, backend.read(neighbours));
    }

    @Test
    void aRowThatTurnsAndAttendsNeedsRoomForItsKeyAndTheShapeOfItsQueries() {
        Attending how = new Attending(2, 2, 1, 1, Backend.ALL_KEYS, 1);
        Tensor q = workspace.allocate(2, 8);
        Tensor k = workspace.allocate(2, 4);
        Tensor cos = workspace.allocate(2, 2);
        Tensor room = workspace.allocate(4, 4);
        Tensor small = workspace.allocate(2, 4);
        for (Tensor[] wrong : new Tensor[][] {
            {q, q, cos, room, q}, {q, k, workspace.allocate(1, 2), room, q}, {q, k, cos, small, q}, {q, k, cos, room, k}
        }) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> backend.turnAndAttend(
                            how,
                            wrong[0],
                            wrong[1],
                            wrong[1],
                            wrong[2],
                            wrong[2],
                            RopeLayout.HALF_SPLIT,
                            wrong[3],
                            wrong[3],
                            wrong[4]));
        }
        String message = String.valueOf(assertThrows(
                        IllegalArgumentException.class,
                        () -> backend.turnAndAttend(
                                how, q, k, k, cos, cos, RopeLayout.HALF_SPLIT, small, small, workspace.allocate(2, 8)))
                .getMessage());
        assertTrue(message.contains("turnAndAttend"), message);
    }

    @Test
    void scoresPairEachQueryHeadWithItsKeyHead() {
        Tensor q = rows(1, 4, 1, 2, 3, 4);
        Tensor k = rows(2, 2, 10, 1, 20, 2);
        Tensor out = workspace.allocate(4, 1, 2);
        backend.scores(q, k, 4, 2, 0.5f, out);
        assertArrayEquals(new float[] {5, 10, 10, 20, 1.5f, 3, 2, 4}, backend.read(out));
    }

    @Test
    void softmaxHidesLaterKeysAndSurvivesHugeScores() {
        Tensor scores = Values.tensor(backend, workspace, 1, 2, 3, 1e4f, 1e4f, 7, -1e4f, 1e4f, 1e4f);
        backend.softmax(scores, 1, scores);
        assertArrayEquals(new float[] {0.5f, 0.5f, 0, 0, 0.5f, 0.5f}, backend.read(scores));
    }

    @Test
    void mixReadsTheMappedPatternAndOnlyVisibleKeys() {
        Tensor pattern = Values.tensor(backend, workspace, 2, 1, 2, 1, 0, 0.25f, 0.75f);
        Tensor v = rows(2, 2, 1, 2, 3, 4);
        Tensor out = workspace.allocate(1, 4);
        backend.mix(pattern, new int[] {1, 0}, 1, v, 2, 1, out);
        assertArrayEquals(new float[] {2.5f, 3.5f, 1, 2}, backend.read(out));
    }

    @Test
    void crossEntropyIsTheLogOfTheVocabularyForEqualLogits() {
        double[] losses = {9, 9};
        backend.crossEntropy(rows(2, 4, 3, 3, 3, 3, 1, 2, 3, 4), new int[] {2, -1}, losses);
        assertArrayEquals(new double[] {Math.log(4), 0}, losses, 1e-12);
    }

    @Test
    void pairTermsOfDisjointRowsAreLargestAndOfEqualRowsZero() {
        Tensor p = Values.tensor(backend, workspace, 2, 2, 2, 1, 0, 1, 0, 1, 0, 0, 1);
        double[] sums = new double[4];
        backend.pairSums(PairTerm.JENSEN_SHANNON, p, p, 0, 0, sums);
        assertArrayEquals(new double[] {0, Math.log(2), Math.log(2), 0}, sums, 1e-15);
        double[] variation = new double[4];
        backend.pairSums(PairTerm.TOTAL_VARIATION, p, p, 0, 1, variation);
        assertArrayEquals(new double[] {0, 1, 1, 0}, variation);
        double[] dots = new double[4];
        backend.pairSums(PairTerm.DOT, p, p, 0, 0, dots);
        assertArrayEquals(new double[] {2, 1, 1, 2}, dots);
    }

    @Test
    void headsAreAveragedAndPermuted() {
        Tensor pattern = Values.tensor(backend, workspace, 2, 1, 2, 1, 2, 3, 6);
        Tensor mean = workspace.allocate(1, 2);
        backend.headMean(pattern, mean);
        assertArrayEquals(new float[] {2, 4}, backend.read(mean));
        Tensor permuted = workspace.allocate(3, 1, 2);
        backend.permuteHeads(pattern, new int[] {1, 1, 0}, permuted);
        assertArrayEquals(new float[] {3, 6, 3, 6, 1, 2}, backend.read(permuted));
    }

    @Test
    void activationsHaveTheirKnownValues() {
        assertEquals(0.731058578630005, ScalarMath.activate(Activation.SILU, 1), 1e-12);
        assertEquals(0.841344746068543, ScalarMath.activate(Activation.GELU, 1), 1e-12);
        assertEquals(0.841191990608276, ScalarMath.activate(Activation.GELU_TANH, 1), 1e-12);
        assertEquals(0, ScalarMath.activate(Activation.RELU, -1));
    }

    @Test
    void viewsShareTheStorage() {
        Tensor x = rows(3, 2, 1, 2, 3, 4, 5, 6);
        backend.write(new float[] {9, 8}, x.rows(1, 1));
        assertArrayEquals(new float[] {1, 2, 9, 8}, backend.read(x.as(1, 1, 4)));
        assertThrows(IllegalArgumentException.class, () -> x.rows(2, 2));
        assertThrows(IllegalArgumentException.class, () -> x.as(1, 1, 7));
    }

    @Test
    void aWrongShapeIsNamedBesideTheRightOne() {
        Tensor x = rows(1, 2, 1, 2);
        Tensor out = workspace.allocate(2, 2);
        String message = String.valueOf(assertThrows(IllegalArgumentException.class, () -> backend.add(x, out))
                .getMessage());
        assertTrue(message.contains("[1, 2, 2]") && message.contains("[1, 1, 2]"), message);
    }

    @Test
    void aSumIsNormedAndWrongShapesAreNamed() {
        Weight w = backend.weight(Values.matrix(DType.F32, 2, 1, new float[] {2, 0}));
        Weight gain = backend.weight(Values.vector(DType.F32, 1, 10));
        Weight long3 = backend.weight(Values.vector(DType.F32, 1, 1, 1));
        Tensor x = rows(1, 1, 0.5f);
        Tensor sum = rows(1, 2, 2, 4);
        Tensor spare = workspace.allocate(1, 2);
        Tensor out = workspace.allocate(1, 2);
        backend.linearAddNorm(x, w, sum, spare, gain, 1e-12f, out);
        assertArrayEquals(new float[] {3, 4}, backend.read(sum));
        float rms = (float) Math.sqrt(12.5);
        assertArrayEquals(new float[] {3 / rms, 40 / rms}, backend.read(out), 1e-6f);
        Tensor wrong = workspace.allocate(2, 2);
        assertThrows(
                IllegalArgumentException.class, () -> backend.linearAddNorm(x, w, wrong, spare, gain, 1e-12f, out));
        assertThrows(IllegalArgumentException.class, () -> backend.linearAddNorm(x, w, sum, wrong, gain, 1e-12f, out));
        assertThrows(IllegalArgumentException.class, () -> backend.linearAddNorm(x, w, sum, spare, long3, 1e-12f, out));
        assertThrows(
                IllegalArgumentException.class, () -> backend.linearAddNorm(x, w, sum, spare, gain, 1e-12f, wrong));
    }

    private Tensor rows(int rows, int columns, float... values) {
        return Values.tensor(backend, workspace, 1, rows, columns, values);
    }
}
