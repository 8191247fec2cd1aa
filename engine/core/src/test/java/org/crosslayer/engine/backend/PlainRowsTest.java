package org.crosslayer.engine.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Plain loops and vectors give the same bits, so that nobody sees when the ones take over from the others.
class PlainRowsTest {
    private static final float[] EXTREMES = {
        -200f, -87.3f, -87.29f, -0f, 0f, 88.8f, 200f, -1e-30f, 1e-30f, -103.9f, 0.99999994f
    };

    /// One kernel, plain and by vectors.
    private interface Kernel {
        /// From two rows of inputs into a third; what it returns goes into the last value.
        double run(MemorySegment x, MemorySegment y, MemorySegment out, int length);
    }

    @BeforeAll
    static void vectors() {
        VectorStart.begin();
        assertFalse(VectorStart.isCold());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 13, 15, 16, 17, 31, 32, 33, 48, 207, 512})
    void haveTheBitsOfVectors(int length) {
        same(
                "add",
                length,
                (x, y, out, n) -> {
                    RowKernels.add(x, 0, y, 4, n);
                    return 0;
                },
                (x, y, out, n) -> {
                    PlainRows.add(x, 0, y, 4, n);
                    return 0;
                });
        same(
                "addScaled",
                length,
                (x, y, out, n) -> {
                    RowKernels.addScaled(x, 0, y, 4, 0.3f, n);
                    return 0;
                },
                (x, y, out, n) -> {
                    PlainRows.addScaled(x, 0, y, 4, 0.3f, n);
                    return 0;
                });
        same(
                "scale",
                length,
                (x, y, out, n) -> {
                    RowKernels.scale(x, 4, 1.7f, out, 0, n);
                    return 0;
                },
                (x, y, out, n) -> {
                    PlainRows.scale(x, 4, 1.7f, out, 0, n);
                    return 0;
                });
        same(
                "gain",
                length,
                (x, y, out, n) -> {
                    RowKernels.scale(x, 0, 1.7f, y, out, 4, n);
                    return 0;
                },
                (x, y, out, n) -> {
                    PlainRows.scale(x, 0, 1.7f, y, out, 4, n);
                    return 0;
                });
        same(
                "dot",
                length,
                (x, y, out, n) -> RowKernels.dot(x, 0, y, 4, n),
                (x, y, out, n) -> PlainRows.dot(x, 0, y, 4, n));
        same("max", length, (x, y, out, n) -> RowKernels.max(x, 4, n), (x, y, out, n) -> PlainRows.max(x, 4, n));
        same(
                "exponentials",
                length,
                (x, y, out, n) -> RowKernels.expShifted(x, 0, 1.3f, out, 4, n),
                (x, y, out, n) -> PlainRows.expShifted(x, 0, 1.3f, out, 4, n));
        same(
                "gate",
                length,
                (x, y, out, n) -> {
                    GateKernels.gate(Activation.SILU, x, 0, y, 4, out, 0, n);
                    return 0;
                },
                (x, y, out, n) -> {
                    PlainRows.gateSilu(x, 0, y, 4, out, 0, n);
                    return 0;
                });
        same(
                "rope",
                length,
                (x, y, out, n) -> {
                    RopeKernels.turn(RopeLayout.HALF_SPLIT, x, 0, 1, 2 * (n / 2), y, y, 4, n / 2);
                    return 0;
                },
                (x, y, out, n) -> {
                    PlainRows.turnHalves(x, 0, y, y, 4, n / 2);
                    return 0;
                });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 13, 16, 33, 207})
    void partsOfInputsHaveTheBitsOfVectors(int length) {
        long next = (long) length * Short.BYTES;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment x = arena.allocateFrom(ValueLayout.JAVA_FLOAT, Values.normal(1, length, 3));
            MemorySegment expected = arena.allocate(3 * next, 64);
            MemorySegment plain = arena.allocate(3 * next, 64);
            SplitProducts.split(x, 0, length, expected, 0, next);
            PlainRows.split(x, 0, length, plain, 0, next);
            assertArrayEquals(expected.toArray(ValueLayout.JAVA_SHORT), plain.toArray(ValueLayout.JAVA_SHORT));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 7, 8})
    void entropiesHaveTheBitsOfVectors(int vectors) {
        int length = vectors * VectorMath.LANES;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment left = arena.allocateFrom(ValueLayout.JAVA_FLOAT, distribution(length, 3));
            MemorySegment right = arena.allocateFrom(ValueLayout.JAVA_FLOAT, distribution(length, 4));
            float expected = VectorEntropy.sum(left, 0, right, 0, length);
            float plain = PlainRows.entropy(left, 0, right, 0, length);
            assertArrayEquals(new float[] {expected}, new float[] {plain});
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 13, 16, 33, 207})
    void rowsAreWidenedByZerosOnly(int length) {
        int width = Math.ceilDiv(length, VectorMath.LANES) * VectorMath.LANES;
        float[] values = Values.normal(1, length, 3);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment x = arena.allocateFrom(ValueLayout.JAVA_FLOAT, values);
            MemorySegment out = arena.allocate((width + 1L) * Float.BYTES, 64);
            for (int i = 0; i <= width; i++) {
                out.setAtIndex(ValueLayout.JAVA_FLOAT, i, Float.NaN);
            }
            RowKernels.widen(x, 0, out, 0, length, width);
            float[] expected = Arrays.copyOf(values, width + 1);
            expected[width] = Float.NaN;
            assertArrayEquals(expected, out.toArray(ValueLayout.JAVA_FLOAT));
        }
    }

    private static float[] distribution(int count, long seed) {
        float[] values = Values.normal(seed, count, 0.2);
        for (int i = 0; i < count; i++) {
            values[i] = i % 5 == 0 ? 0 : Math.min(1, Math.abs(values[i]));
        }
        return values;
    }

    private static void same(String what, int length, Kernel vectors, Kernel plain) {
        assertArrayEquals(run(length, vectors), run(length, plain), what);
    }

    private static float[] run(int length, Kernel kernel) {
        int room = length + 2;
        try (Arena arena = Arena.ofConfined()) {
            float[] values = Values.normal(1, room, 3);
            for (int i = 0; i < room; i += 3) {
                values[i] = EXTREMES[i / 3 % EXTREMES.length];
            }
            MemorySegment x = arena.allocateFrom(ValueLayout.JAVA_FLOAT, values);
            MemorySegment y = arena.allocateFrom(ValueLayout.JAVA_FLOAT, Values.normal(2, room, 3));
            MemorySegment out = arena.allocate((long) room * Float.BYTES, 64);
            float returned = (float) kernel.run(x, y, out, length);
            float[] all = new float[2 * room + 1];
            MemorySegment.copy(x, ValueLayout.JAVA_FLOAT, 0, all, 0, room);
            MemorySegment.copy(out, ValueLayout.JAVA_FLOAT, 0, all, room, room);
            all[2 * room] = returned;
            return all;
        }
    }
}
