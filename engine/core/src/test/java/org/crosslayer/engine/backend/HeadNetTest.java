package org.crosslayer.engine.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Random;
import org.crosslayer.engine.tensor.DType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Nets over heads on both backends, at sizes that fit no vector.
class HeadNetTest {
    private static final Backend FAST = Values.fast();
    private static final Backend REFERENCE = new ReferenceBackend();

    @AfterAll
    static void stop() {
        FAST.close();
    }

    @ParameterizedTest
    @CsvSource({"1,0,1,1", "1,300,8,8", "3,0,5,7", "13,51,4,4", "64,143,32,32", "207,0,2,9", "40,1,8,0", "1,1000,12,5"})
    void theVectorKernelAgreesWithPlainLoops(int n, int firstRow, int h, int hidden) {
        Inputs inputs = new Inputs(n, firstRow, h, hidden, Activation.SILU);
        for (boolean concat : hidden == 0 ? new boolean[] {false} : new boolean[] {false, true}) {
            for (boolean skip : hidden == 0 ? new boolean[] {true} : new boolean[] {false, true}) {
                float[] expected = inputs.run(REFERENCE, concat, skip, true);
                assertArrayEquals(expected, inputs.run(FAST, concat, skip, true), 2e-5f);
            }
        }
        if (hidden > 0) {
            assertArrayEquals(inputs.run(REFERENCE, false, true, false), inputs.run(FAST, false, true, false), 2e-5f);
        }
    }

    @ParameterizedTest
    @EnumSource(Activation.class)
    void everyActivationAgrees(Activation activation) {
        Inputs inputs = new Inputs(13, 4, 6, 6, activation);
        assertArrayEquals(inputs.run(REFERENCE, false, true, true), inputs.run(FAST, false, true, true), 2e-5f);
    }

    @Test
    void aRowIsTheSameToTheBitWhateverChunkItComesIn() {
        Inputs inputs = new Inputs(40, 0, 8, 8, Activation.SILU);
        float[] whole = inputs.run(FAST, false, true, true);
        try (Workspace memory = FAST.workspace()) {
            for (int row = 0; row < 40; row++) {
                int keys = row + 1;
                Tensor z = memory.allocate(8, 1, keys);
                Tensor difference = memory.allocate(8, 1, keys);
                FAST.write(inputs.row(inputs.z, row), z);
                FAST.write(inputs.row(inputs.difference, row), difference);
                FAST.alignHeads(z, inputs.headMap, row, inputs.net(FAST, false, true), difference, difference);
                assertArrayEquals(inputs.row(whole, row), FAST.read(difference), 0f, "row " + row);
            }
        }
    }

    @Test
    void inPlaceGivesTheSameBits() {
        Inputs inputs = new Inputs(20, 3, 5, 5, Activation.SILU);
        for (Backend backend : new Backend[] {FAST, REFERENCE}) {
            try (Workspace memory = backend.workspace()) {
                Tensor z = Values.tensor(backend, memory, 5, 20, 23, inputs.z);
                Tensor difference = Values.tensor(backend, memory, 5, 20, 23, inputs.difference);
                Tensor out = memory.allocate(5, 20, 23);
                HeadNet net = inputs.net(backend, false, true);
                backend.alignHeads(z, null, 3, net, difference, out);
                float[] apart = inputs.visible(backend.read(out));
                backend.alignHeads(z, null, 3, net, difference, z);
                assertArrayEquals(apart, inputs.visible(backend.read(z)), 0f, backend.name());
            }
        }
    }

    @Test
    void rowsBecomeDistributionsAndEmptyOnesUniform() {
        for (Backend backend : new Backend[] {FAST, REFERENCE}) {
            try (Workspace memory = backend.workspace()) {
                Tensor x = Values.tensor(backend, memory, 1, 3, 4, 3, 1, 9, 9, -1, -2, -3, 9, 2, -5, 0, 6);
                backend.normalizeRows(x, 1, x);
                float third = 1f / 3;
                float[] expected = {0.75f, 0.25f, 0, 0, third, third, third, 0, 0.25f, 0, 0, 0.75f};
                assertArrayEquals(expected, backend.read(x), 1e-7f, backend.name());
                backend.write(new float[] {Float.NaN, 1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 1}, x);
                backend.normalizeRows(x, 1, x);
                assertArrayEquals(new float[] {Float.NaN}, Arrays.copyOf(backend.read(x), 1), backend.name());
            }
        }
    }

    @Test
    void shapesThatDoNotBelongTogetherAreRefused() {
        Weight square = FAST.weight(Values.matrix(DType.F32, 3, 3, new float[9]));
        Weight wide = FAST.weight(Values.matrix(DType.F32, 3, 4, new float[12]));
        Weight bias = FAST.weight(Values.vector(DType.F32, 0, 0, 0));
        assertThrows(
                IllegalArgumentException.class, () -> new HeadNet(wide, bias, square, bias, null, Activation.SILU));
        assertThrows(
                IllegalArgumentException.class, () -> new HeadNet(square, bias, square, bias, wide, Activation.SILU));
    }

    private static final class Inputs {
        private final int n;
        private final int firstRow;
        private final int h;
        private final int hidden;
        private final Activation activation;
        private final float[] z;
        private final float[] difference;
        private final int[] headMap;

        Inputs(int n, int firstRow, int h, int hidden, Activation activation) {
            this.n = n;
            this.firstRow = firstRow;
            this.h = h;
            this.hidden = hidden;
            this.activation = activation;
            z = Values.normal(1, h * n * (firstRow + n), 2);
            difference = Values.normal(2, h * n * (firstRow + n), 1);
            headMap = new Random(3).ints(h, 0, h).toArray();
        }

        HeadNet net(Backend backend, boolean concat, boolean skip) {
            int inputs = concat ? 2 * h : h;
            return new HeadNet(
                    backend.weight(Values.matrix(DType.F32, hidden, inputs, Values.normal(4, hidden * inputs, 0.4))),
                    backend.weight(Values.vector(DType.F32, Values.normal(5, hidden, 0.4))),
                    backend.weight(Values.matrix(DType.F32, h, hidden, Values.normal(6, h * hidden, 0.4))),
                    backend.weight(Values.vector(DType.F32, Values.normal(7, h, 0.4))),
                    skip ? backend.weight(Values.matrix(DType.F32, h, h, Values.normal(8, h * h, 0.4))) : null,
                    activation);
        }

        float[] run(Backend backend, boolean concat, boolean skip, boolean differs) {
            try (Workspace memory = backend.workspace()) {
                Tensor source = Values.tensor(backend, memory, h, n, firstRow + n, z);
                Tensor delta = Values.tensor(backend, memory, h, n, firstRow + n, difference);
                Tensor out = memory.allocate(h, n, firstRow + n);
                backend.alignHeads(source, headMap, firstRow, net(backend, concat, skip), differs ? delta : null, out);
                return visible(backend.read(out));
            }
        }

        /// The slab with hidden keys made 0.
        float[] visible(float[] slab) {
            int keys = firstRow + n;
            for (int row = 0; row < h * n; row++) {
                Arrays.fill(slab, row * keys + firstRow + row % n + 1, (row + 1) * keys, 0);
            }
            return slab;
        }

        /// `[h, 1, row + 1]` of a slab that starts at row 0.
        float[] row(float[] slab, int row) {
            float[] part = new float[h * (row + 1)];
            for (int a = 0; a < h; a++) {
                System.arraycopy(slab, (a * n + row) * n, part, a * (row + 1), row + 1);
            }
            return part;
        }
    }
}
