package org.crosslayer.engine.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.crosslayer.engine.format.MappedTensor;
import org.crosslayer.engine.format.QuantVectors;
import org.crosslayer.engine.tensor.DType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Packed weights on both backends, against the values that ggml reads from the same blocks.
class BlockWeightsTest {
    private static final Backend CPU = Values.fast();
    private static final Backend REFERENCE = new ReferenceBackend();

    @AfterAll
    static void stop() {
        CPU.close();
    }

    @ParameterizedTest
    @MethodSource("org.crosslayer.engine.format.QuantVectors#types")
    void embeddedRowsAreExact(DType dtype) {
        float[] all = QuantVectors.values(dtype);
        int[] ids = {7, 0, 3, 3, 4};
        float[] expected = new float[ids.length * QuantVectors.COLUMNS];
        for (int i = 0; i < ids.length; i++) {
            System.arraycopy(all, ids[i] * QuantVectors.COLUMNS, expected, i * QuantVectors.COLUMNS, 768);
        }
        for (Backend backend : List.of(CPU, REFERENCE)) {
            try (Workspace memory = backend.workspace()) {
                Tensor out = memory.allocate(ids.length, QuantVectors.COLUMNS);
                backend.embed(backend.weight(QuantVectors.packed(dtype)), ids, out);
                assertArrayEquals(expected, backend.read(out), backend.name());
            }
        }
    }

    /// The plain twin is the reference backend's loop over exactly unpacked values.
    @ParameterizedTest
    @MethodSource("org.crosslayer.engine.format.QuantVectors#blockTypes")
    void linearAgreesWithThePlainLoopForFewAndManyRows(DType dtype) {
        int block = dtype.blockElements();
        for (int n : new int[] {1, 2, 3, 5, 13}) {
            for (int columns : new int[] {block, 3 * block, 768, 2048}) {
                for (int rows : new int[] {1, 3, 13, 130}) {
                    float[] x = Values.normal(n, n * columns, 1);
                    MappedTensor packed = QuantVectors.weight(dtype, rows, columns);
                    float[] plain = linear(REFERENCE, packed, x, n);
                    float[] fused = linear(CPU, packed, x, n);
                    double size = Math.sqrt(meanSquare(packed.toFloats()) * columns);
                    assertArrayEquals(plain, fused, (float) (1e-5 * size), n + " × " + columns + " × " + rows);
                }
            }
        }
    }

    @Test
    void vectorsOfBlocksServeAsGainAndBias() {
        MappedTensor matrix = QuantVectors.weight(DType.Q4_K, 256, 256);
        float[] x = Values.normal(1, 256, 1);
        MappedTensor gain = QuantVectors.weight(DType.Q8_0, 1, 256);
        MappedTensor vector = new MappedTensor("gain", DType.Q8_0, List.of(256L), gain.data());
        float[][] results = new float[2][];
        for (Backend backend : List.of(CPU, REFERENCE)) {
            try (Workspace memory = backend.workspace()) {
                Tensor rows = Values.tensor(backend, memory, 1, 1, 256, x);
                backend.rmsNorm(rows, backend.weight(vector), 1e-6f, rows);
                Tensor out = memory.allocate(1, 256);
                backend.linear(rows, backend.weight(matrix), backend.weight(vector), out);
                results[backend == CPU ? 0 : 1] = backend.read(out);
            }
        }
        assertArrayEquals(results[1], results[0], 1e-5f);
    }

    @Test
    void rowsThatAreNoWholeBlocksAndTypesThatCannotRunAreRefused() {
        MemorySegment data = Arena.ofAuto().allocate(102);
        MappedTensor ragged = new MappedTensor("w", DType.Q8_0, List.of(2L, 48L), data);
        assertThrows(IllegalArgumentException.class, () -> CPU.weight(ragged));
        MappedTensor other = new MappedTensor("w", DType.IQ1_S, List.of(1L, 256L), data.asSlice(0, 50));
        assertThrows(IllegalArgumentException.class, () -> CPU.weight(other));
    }

    @Test
    void theSameRowGivesTheSameBitsWhereverItStands() {
        float[] x = Values.normal(5, 768, 1);
        MappedTensor packed = QuantVectors.weight(DType.Q6_K, 64, 768);
        float[] all = linear(CPU, packed, x, 1);
        long rowBytes = DType.Q6_K.bytesOf(768);
        MappedTensor last = new MappedTensor(
                "w", DType.Q6_K, List.of(1L, 768L), packed.data().asSlice(63 * rowBytes, rowBytes));
        // A card holds a single row as a vector, and adds in another order.
        assertEquals(all[63], linear(CPU, last, x, 1)[0], CPU.name().equals("cpu") ? Float.MIN_VALUE : 1e-5f);
    }

    private static float[] linear(Backend backend, MappedTensor weight, float[] x, int n) {
        try (Workspace memory = backend.workspace()) {
            Weight w = backend.weight(weight);
            Tensor out = memory.allocate(n, w.rows());
            backend.linear(Values.tensor(backend, memory, 1, n, w.columns(), x), w, null, out);
            return backend.read(out);
        }
    }

    private static double meanSquare(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return sum / values.length;
    }
}
