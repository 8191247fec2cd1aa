package org.crosslayer.engine.backend;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.IntToDoubleFunction;
import jdk.incubator.vector.FloatVector;

/// One layer of a net over the heads: lines `out …` of a panel become `bias + weights · lines in …`, on top of what
/// they hold if that is wanted. Vectors lie along the keys.
///
/// Weights lie in groups of four outputs, a group's biases first, then four weights for each input: so a line that is
/// loaded serves four outputs, and weights are one stream.
final class PanelProduct {
    /// Keys that the innermost loop handles at once: two vectors.
    static final int STRIDE = 2 * VectorMath.LANES;

    private static final int OUTPUTS = 4;
    private static final long GROUP_BYTES = (long) OUTPUTS * Float.BYTES;

    /// Weight of an output and an input.
    interface Source {
        float at(int row, int column);
    }

    private final int rows;
    private final int columns;
    private final int in;
    private final int out;
    private final MemorySegment weights;

    /// Copies weights.
    ///
    /// @param in      the panel's first line of inputs
    /// @param out     the first of outputs
    /// @param weights room for [#values] of them
    PanelProduct(
            int rows, int columns, Source source, IntToDoubleFunction bias, int in, int out, MemorySegment weights) {
        this.rows = rows;
        this.columns = columns;
        this.in = in;
        this.out = out;
        this.weights = weights;
        long at = 0;
        for (int group = 0; group < rows; group += OUTPUTS) {
            for (int column = -1; column < columns; column++) {
                for (int i = 0; i < OUTPUTS; i++) {
                    int row = Math.min(group + i, rows - 1);
                    float value = column < 0 ? (float) bias.applyAsDouble(row) : source.at(row, column);
                    weights.set(ValueLayout.JAVA_FLOAT, at, value);
                    at += Float.BYTES;
                }
            }
        }
    }

    /// Values that weights and biases take.
    static long values(int rows, int columns) {
        return (long) Math.ceilDiv(rows, OUTPUTS) * OUTPUTS * (columns + 1);
    }

    /// @param width  values of a line
    /// @param length keys that are computed, a multiple of [#STRIDE]
    void apply(MemorySegment panel, int width, int length, boolean onTop) {
        long line = (long) width * Float.BYTES;
        long lines = Memory.address(panel, 0, Math.max(in + columns, out + rows) * line);
        long group = Memory.address(weights, 0, values(rows, columns) * Float.BYTES);
        for (int row = 0; row < rows; row += OUTPUTS) {
            for (int key = 0; key < length; key += STRIDE) {
                four(lines + (long) key * Float.BYTES, line, group, row, onTop);
            }
            group += (columns + 1) * GROUP_BYTES;
        }
    }

    /// Four outputs; a short group computes its last one several times over, from the same start, and stores it as
    /// often.
    ///
    /// The loop's end is not counted, so that the compiler does not unroll it: for that there are too few
    /// registers.
    ///
    /// @param key address of the panel's first line where the keys stand; the next lines follow every `line` bytes
    private void four(long key, long line, long group, int row, boolean onTop) {
        long next = (long) VectorMath.LANES * Float.BYTES;
        long to0 = Memory.known(key + (out + row) * line);
        long to1 = Memory.known(key + (out + Math.min(row + 1, rows - 1)) * line);
        long to2 = Memory.known(key + (out + Math.min(row + 2, rows - 1)) * line);
        long to3 = Memory.known(key + (out + Math.min(row + 3, rows - 1)) * line);
        long w = Memory.known(group);
        FloatVector a0 = weight(w);
        FloatVector a1 = weight(w + 4);
        FloatVector a2 = weight(w + 8);
        FloatVector a3 = weight(w + 12);
        FloatVector b0 = a0;
        FloatVector b1 = a1;
        FloatVector b2 = a2;
        FloatVector b3 = a3;
        if (onTop) {
            a0 = a0.add(VectorMath.load(to0));
            b0 = b0.add(VectorMath.load(to0 + next));
            a1 = a1.add(VectorMath.load(to1));
            b1 = b1.add(VectorMath.load(to1 + next));
            a2 = a2.add(VectorMath.load(to2));
            b2 = b2.add(VectorMath.load(to2 + next));
            a3 = a3.add(VectorMath.load(to3));
            b3 = b3.add(VectorMath.load(to3 + next));
        }
        long end = w + columns * GROUP_BYTES;
        long from = Memory.known(key + in * line);
        while (w != end) {
            w = Memory.known(w + GROUP_BYTES);
            FloatVector x = VectorMath.load(from);
            FloatVector y = VectorMath.load(from + next);
            FloatVector c = weight(w);
            a0 = x.fma(c, a0);
            b0 = y.fma(c, b0);
            c = weight(w + 4);
            a1 = x.fma(c, a1);
            b1 = y.fma(c, b1);
            c = weight(w + 8);
            a2 = x.fma(c, a2);
            b2 = y.fma(c, b2);
            c = weight(w + 12);
            a3 = x.fma(c, a3);
            b3 = y.fma(c, b3);
            from = Memory.known(from + line);
        }
        VectorMath.store(a0, to0);
        VectorMath.store(b0, to0 + next);
        VectorMath.store(a1, to1);
        VectorMath.store(b1, to1 + next);
        VectorMath.store(a2, to2);
        VectorMath.store(b2, to2 + next);
        VectorMath.store(a3, to3);
        VectorMath.store(b3, to3 + next);
    }

    private static FloatVector weight(long at) {
        return VectorMath.broadcast(Memory.ALL.get(ValueLayout.JAVA_FLOAT, at));
    }
}
