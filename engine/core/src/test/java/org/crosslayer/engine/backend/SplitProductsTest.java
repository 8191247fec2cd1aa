package org.crosslayer.engine.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.function.Supplier;
import org.crosslayer.engine.tensor.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// [SplitProducts] by plain loops everywhere, and by oneDNN where the processor has BF16 tiles.
class SplitProductsTest {
    private static final float[] AWKWARD = {
        0f, -0f, 1f, -1f, 1.9999999f, 3.1415927f, 1e-20f, -1e20f, Float.MAX_VALUE, 0x1.fffffep0f, 0x1.010101p-3f
    };

    /// The sums in double, so that only the splitting is at stake.
    private static final class PlainHalves implements HalfProduct {
        @Override
        public void timesTransposed(int m, int n, int k, MemorySegment a, MemorySegment b, MemorySegment c) {
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < n; j++) {
                    double sum = 0;
                    for (int t = 0; t < k; t++) {
                        sum += (double) half(a, (long) i * k + t) * half(b, (long) j * k + t);
                    }
                    c.setAtIndex(ValueLayout.JAVA_FLOAT, (long) i * n + j, (float) sum);
                }
            }
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }

    private static float half(MemorySegment data, long index) {
        return Float.intBitsToFloat(data.getAtIndex(ValueLayout.JAVA_SHORT, index) << Short.SIZE);
    }

    @Test
    void threePartsAreTheValueToTheLastBit() {
        float[] values = Values.normal(3, 83, 100);
        System.arraycopy(AWKWARD, 0, values, 0, AWKWARD.length);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment x = arena.allocateFrom(ValueLayout.JAVA_FLOAT, values);
            MemorySegment parts = arena.allocate(3L * values.length * Short.BYTES, 64);
            SplitProducts.split(x, 0, values.length, parts, 0, (long) values.length * Short.BYTES);
            for (int i = 0; i < values.length; i++) {
                double sum = (double) half(parts, i)
                        + half(parts, (long) values.length + i)
                        + half(parts, 2L * values.length + i);
                assertEquals(values[i], sum, 0, "value " + i);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"5, 32, 7", "6, 33, 1", "17, 65, 40", "67, 96, 131", "129, 1031, 300"})
    void agreesWithTheReference(int n, int columns, int rows) {
        agrees(n, columns, rows, PlainHalves::new);
        OneDnnLibrary.found().ifPresent(library -> agrees(n, columns, rows, () -> new OneDnn(library)));
    }

    private static void agrees(int n, int columns, int rows, Supplier<HalfProduct> maker) {
        float[] x = Values.normal(1, n * columns, 1);
        float[] w = Values.normal(2, rows * columns, 1);
        StoredWeight weight = StoredWeight.of(Values.matrix(DType.BF16, rows, columns, w));
        StoredWeight other =
                StoredWeight.of(Values.matrix(DType.BF16, rows, columns, Values.normal(3, rows * columns, 1)));
        try (ReferenceBackend reference = new ReferenceBackend();
                Workspace plain = reference.workspace();
                Workspace memory = new SegmentWorkspace();
                Parallel parallel = new Parallel(2);
                SplitProducts products = new SplitProducts(maker, parallel)) {
            Tensor expected = plain.allocate(1, n, rows);
            reference.linear(Values.tensor(reference, plain, 1, n, columns, x), weight, null, expected);
            SegmentTensor in = (SegmentTensor) memory.allocate(1, n, columns);
            MemorySegment.copy(x, 0, in.data(), ValueLayout.JAVA_FLOAT, 0, x.length);
            SegmentTensor out = (SegmentTensor) memory.allocate(1, n, rows);
            SegmentTensor again = (SegmentTensor) memory.allocate(1, n, rows);
            products.linear(in, List.of(new SplitProducts.Target(weight, out, false)));
            float[] sums = reference.read(expected);
            requireNear(sums, out, columns);
            products.linear(
                    in,
                    List.of(
                            new SplitProducts.Target(weight, out, true),
                            new SplitProducts.Target(weight, again, false)));
            requireNear(sums, again, columns);
            for (int i = 0; i < sums.length; i++) {
                sums[i] *= 2;
            }
            requireNear(sums, out, columns);
            reference.gatedLinear(
                    Activation.SILU,
                    Values.tensor(reference, plain, 1, n, columns, x),
                    weight,
                    other,
                    expected,
                    plain.allocate(1, n, rows));
            products.gated(Activation.SILU, in, weight, other, out);
            float[] gated = reference.read(expected);
            for (int i = 0; i < gated.length; i++) {
                float scale = Math.max(1, Math.abs(gated[i]));
                float value = out.data().getAtIndex(ValueLayout.JAVA_FLOAT, i);
                assertEquals(gated[i], value, 1e-5f * columns * scale, "gated output " + i);
            }
        }
    }

    private static void requireNear(float[] expected, SegmentTensor actual, int columns) {
        for (int i = 0; i < expected.length; i++) {
            float value = actual.data().getAtIndex(ValueLayout.JAVA_FLOAT, i);
            assertEquals(expected[i], value, 2e-6f * columns, "output " + i);
        }
    }
}
