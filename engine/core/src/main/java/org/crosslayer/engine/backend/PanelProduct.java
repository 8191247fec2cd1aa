package org.crosslayer.engine.backend;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.IntToDoubleFunction;
import jdk.incubator.vector.FloatVector;
import org.jspecify.annotations.Nullable;

/// One layer of a net over the heads: lines `out …` of a panel become `bias + weights · lines in …`, on top of what
/// they hold if that is wanted, and products of small queries and keys if there are some. Vectors lie along the keys.
///
/// Weights lie in groups of four outputs, a group's biases first, then four weights for each input: so a line that is
/// loaded serves four outputs, and weights are one stream. Behind a group's own inputs come the lines of small keys
/// that its heads read, whose weights are the row's small queries.
final class PanelProduct {
    /// Keys that the innermost loop handles at once: two vectors.
    static final int STRIDE = 2 * VectorMath.LANES;

    /// Outputs of a group.
    static final int OUTPUTS = 4;

    private static final long GROUP_BYTES = (long) OUTPUTS * Float.BYTES;

    private static final long ZEROS = stride(0);
    private static final long ONES = stride(1);

    /// Weight of an output and an input.
    interface Source {
        float at(int row, int column);
    }

    private final int rows;
    private final int columns;
    private final int in;
    private final int out;
    private final @Nullable SmallKeys keys;
    private final MemorySegment weights;

    /// The address of a stride of the same value.
    private static long stride(float value) {
        long bytes = (long) STRIDE * Float.BYTES;
        MemorySegment values = Arena.global().allocate(bytes, bytes);
        for (int i = 0; i < STRIDE; i++) {
            values.setAtIndex(ValueLayout.JAVA_FLOAT, i, value);
        }
        return Memory.address(values, 0, bytes);
    }

    /// Copies weights.
    ///
    /// @param in      the panel's first line of inputs
    /// @param out     the first of outputs
    /// @param keys    products that are added, an output being a head; null for none
    /// @param weights room for [#values] of them
    PanelProduct(
            int rows,
            int columns,
            Source source,
            IntToDoubleFunction bias,
            int in,
            int out,
            @Nullable SmallKeys keys,
            MemorySegment weights) {
        this.rows = rows;
        this.columns = columns;
        this.in = in;
        this.out = out;
        this.keys = keys;
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
            // Each output reads some of the group's small keys only.
            long bytes = (keys == null ? 0 : keys.linesOfGroup()) * GROUP_BYTES;
            weights.asSlice(at, bytes).fill((byte) 0);
            at += bytes;
        }
    }

    /// Values that weights and biases take.
    ///
    /// @param keys as above
    static long values(int rows, int columns, @Nullable SmallKeys keys) {
        int lines = keys == null ? 0 : keys.linesOfGroup();
        return (long) Math.ceilDiv(rows, OUTPUTS) * OUTPUTS * (1 + columns + lines);
    }

    /// Takes the small queries of a row as weights of the small keys.
    void ask(SegmentTensor q, int row) {
        if (keys != null) {
            for (int output = 0; output < Math.ceilDiv(rows, OUTPUTS) * OUTPUTS; output++) {
                int head = Math.min(output, rows - 1);
                long line = (long) output / OUTPUTS * groupLines() + 1 + columns + keys.lineInGroup(head);
                keys.ask(
                        q,
                        row,
                        head,
                        weights,
                        line * GROUP_BYTES + (long) (output % OUTPUTS) * Float.BYTES,
                        GROUP_BYTES);
            }
        }
    }

    private int groupLines() {
        return 1 + columns + (keys == null ? 0 : keys.linesOfGroup());
    }

    /// @param width  values of a line
    /// @param length keys that are computed, a multiple of [#STRIDE]
    void apply(MemorySegment panel, int width, int length, boolean onTop) {
        apply(panel, width, length, onTop, 0, 0);
    }

    /// @param sequence whose small keys are read
    /// @param first    the first key's number there
    void apply(MemorySegment panel, int width, int length, boolean onTop, int sequence, int first) {
        long line = (long) width * Float.BYTES;
        long lines = Memory.address(panel, 0, Math.max(in + columns, out + rows) * line);
        long group = Memory.address(weights, 0, values(rows, columns, keys) * Float.BYTES);
        long end = group + values(rows, columns, keys) * Float.BYTES;
        long keyLine = keys == null ? 0 : keys.lineBytes();
        for (int key = 0; key < length; key += STRIDE) {
            long at = lines + (long) key * Float.BYTES;
            int row = 0;
            for (long w = group; w != end; w += groupLines() * GROUP_BYTES) {
                long small = keys == null ? 0 : keys.address(sequence, row, first + key);
                four(at, line, w, w + groupLines() * GROUP_BYTES, row, onTop, small, keyLine);
                row += OUTPUTS;
            }
        }
    }

    /// Four outputs; a short group computes its last one several times over, from the same start, and stores it as
    /// often.
    ///
    /// The loop's end is not counted, so that the compiler does not unroll it: for that there are too few
    /// registers.
    ///
    /// @param key     address of the panel's first line where the keys stand; the next follow every `line` bytes
    /// @param group   address of the weights, up to `end`
    /// @param small   address of the group's first line of small keys; the next follow every `smallLine` bytes
    private void four(long key, long line, long group, long end, int row, boolean onTop, long small, long smallLine) {
        long next = (long) VectorMath.LANES * Float.BYTES;
        long to0 = Memory.known(key + (out + row) * line);
        long to1 = Memory.known(key + (out + Math.min(row + 1, rows - 1)) * line);
        long to2 = Memory.known(key + (out + Math.min(row + 2, rows - 1)) * line);
        long to3 = Memory.known(key + (out + Math.min(row + 3, rows - 1)) * line);
        // Where sums begin is a choice of addresses: of vectors it would put them into boxes.
        long start0 = onTop ? to0 : ZEROS;
        long start1 = onTop ? to1 : ZEROS;
        long start2 = onTop ? to2 : ZEROS;
        long start3 = onTop ? to3 : ZEROS;
        FloatVector a0 = VectorMath.load(start0);
        FloatVector b0 = VectorMath.load(start0 + next);
        FloatVector a1 = VectorMath.load(start1);
        FloatVector b1 = VectorMath.load(start1 + next);
        FloatVector a2 = VectorMath.load(start2);
        FloatVector b2 = VectorMath.load(start2 + next);
        FloatVector a3 = VectorMath.load(start3);
        FloatVector b3 = VectorMath.load(start3 + next);
        long w = Memory.known(group);
        long turn = w + (columns + 1) * GROUP_BYTES;
        // Biases are the weights of a line of ones, which is shorter than a beginning of their own.
        long from = ONES;
        long then = key + in * line;
        long step = line;
        while (w != end) {
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
            w = Memory.known(w + GROUP_BYTES);
            if (w == turn) {
                then = small;
                step = smallLine;
            }
            from = Memory.known(then);
            then += step;
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
