package org.crosslayer.engine.backend;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/// Scores of a single row, and mixing values by them: what decoding asks for, bound by reading keys and values once.
///
/// A matrix product of one row would cost more in its call than in its work. Heads are the tasks.
final class RowAttention {
    private RowAttention() {}

    /// `out [h, 1, keys] = scale · q [1, h × d] · k [keys, g × d]ᵀ`, head by head.
    static void scores(
            Parallel parallel, SegmentTensor q, SegmentTensor k, int h, int g, float scale, SegmentTensor out) {
        int d = q.columns() / h;
        parallel.run(h, (head, _) -> {
            int column = head / (h / g) * d;
            scores(q.data(), q.at(0, 0, head * d), k, 0, column, k.rows(), d, scale, out.data(), out.at(head, 0, 0));
        });
    }

    /// Those of one head, whose keys stand in `keys` rows of `k` from row `first` and from `column` on.
    static void scores(
            MemorySegment q,
            long queryAt,
            SegmentTensor k,
            int first,
            int column,
            int keys,
            int d,
            float scale,
            MemorySegment out,
            long outAt) {
        if (d > VectorMath.LANES || VectorStart.isCold()) {
            for (int key = 0; key < keys; key++) {
                float product = RowKernels.dot(q, queryAt, k.data(), k.at(0, first + key, column), d);
                out.set(ValueLayout.JAVA_FLOAT, outAt + (long) key * Float.BYTES, scale * product);
            }
            return;
        }
        long step = (long) k.columns() * Float.BYTES;
        long at = k.at(0, first, column);
        long from = Memory.address(k.data(), at, (keys - 1) * step + (long) d * Float.BYTES);
        VectorMask<Float> mask = VectorMath.tail(0, d);
        FloatVector query = VectorMath.load(q, queryAt, mask);
        FloatVector zero = FloatVector.zero(VectorMath.SPECIES);
        for (int key = 0; key < keys; key++) {
            // As [RowKernels#dot], to the bit.
            FloatVector product = query.fma(VectorMath.load(Memory.known(from + key * step), mask), zero);
            out.set(ValueLayout.JAVA_FLOAT, outAt + (long) key * Float.BYTES, scale * VectorMath.sum(product));
        }
    }

    /// `out [1, h × d]`: head `a` is `pattern[headMap[a]] · v`.
    static void mix(
            Parallel parallel, SegmentTensor pattern, int[] headMap, SegmentTensor v, int h, int g, SegmentTensor out) {
        int d = v.columns() / g;
        parallel.run(h, (head, _) -> {
            long patternAt = pattern.at(headMap[head], 0, 0);
            int column = head / (h / g) * d;
            mix(pattern.data(), patternAt, v, 0, column, pattern.columns(), d, out.data(), out.at(0, 0, head * d));
        });
    }

    /// What one head gives, whose values stand likewise in `v`.
    static void mix(
            MemorySegment weights,
            long weightsAt,
            SegmentTensor v,
            int first,
            int column,
            int keys,
            int d,
            MemorySegment out,
            long outAt) {
        long at = v.at(0, first, column);
        long step = (long) v.columns() * Float.BYTES;
        int done = 0;
        for (; done <= d - 2 * VectorMath.LANES; done += 2 * VectorMath.LANES) {
            long skip = (long) done * Float.BYTES;
            pair(weights, weightsAt, v.data(), at + skip, step, keys, out, outAt + skip);
        }
        for (; done < d; done += VectorMath.LANES) {
            long skip = (long) done * Float.BYTES;
            part(weights, weightsAt, v.data(), at + skip, step, keys, VectorMath.tail(done, d), out, outAt + skip);
        }
    }

    /// Two vectors of a head's output.
    private static void pair(
            MemorySegment weights,
            long weightsAt,
            MemorySegment values,
            long valuesAt,
            long step,
            int keys,
            MemorySegment out,
            long outAt) {
        long vector = (long) VectorMath.LANES * Float.BYTES;
        FloatVector first = FloatVector.zero(VectorMath.SPECIES);
        FloatVector second = FloatVector.zero(VectorMath.SPECIES);
        long at = Memory.address(values, valuesAt, (keys - 1) * step + 2 * vector);
        long from = Memory.address(weights, weightsAt, (long) keys * Float.BYTES);
        for (int key = 0; key < keys; key++) {
            FloatVector weight =
                    VectorMath.broadcast(Memory.ALL.get(ValueLayout.JAVA_FLOAT, from + (long) key * Float.BYTES));
            first = weight.fma(VectorMath.load(at), first);
            second = weight.fma(VectorMath.load(at + vector), second);
            at = Memory.known(at + step);
        }
        VectorMath.store(first, out, outAt);
        VectorMath.store(second, out, outAt + vector);
    }

    /// One vector of a head's output, or less.
    private static void part(
            MemorySegment weights,
            long weightsAt,
            MemorySegment values,
            long valuesAt,
            long step,
            int keys,
            VectorMask<Float> mask,
            MemorySegment out,
            long outAt) {
        FloatVector sum = FloatVector.zero(VectorMath.SPECIES);
        for (int key = 0; key < keys; key++) {
            FloatVector weight =
                    VectorMath.broadcast(weights.get(ValueLayout.JAVA_FLOAT, weightsAt + (long) key * Float.BYTES));
            sum = weight.fma(VectorMath.load(values, valuesAt + key * step, mask), sum);
        }
        VectorMath.store(sum, out, outAt, mask);
    }
}
