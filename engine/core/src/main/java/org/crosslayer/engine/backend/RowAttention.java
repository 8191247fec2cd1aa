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
            long queryAt = q.at(0, 0, head * d);
            int column = head / (h / g) * d;
            for (int key = 0; key < k.rows(); key++) {
                float product = RowKernels.dot(q.data(), queryAt, k.data(), k.at(0, key, column), d);
                out.data().set(ValueLayout.JAVA_FLOAT, out.at(head, 0, key), scale * product);
            }
        });
    }

    /// `out [1, h × d]`: head `a` is `pattern[headMap[a]] · v`.
    static void mix(
            Parallel parallel, SegmentTensor pattern, int[] headMap, SegmentTensor v, int h, int g, SegmentTensor out) {
        int d = v.columns() / g;
        parallel.run(h, (head, _) -> {
            long patternAt = pattern.at(headMap[head], 0, 0);
            int column = head / (h / g) * d;
            int done = 0;
            for (; done <= d - 2 * VectorMath.LANES; done += 2 * VectorMath.LANES) {
                pair(pattern, patternAt, v, column + done, out.data(), out.at(0, 0, head * d + done));
            }
            for (; done < d; done += VectorMath.LANES) {
                VectorMask<Float> mask = VectorMath.tail(done, d);
                part(pattern, patternAt, v, column + done, mask, out.data(), out.at(0, 0, head * d + done));
            }
        });
    }

    /// Two vectors of a head's output.
    private static void pair(
            SegmentTensor pattern, long patternAt, SegmentTensor v, int column, MemorySegment out, long outAt) {
        MemorySegment weights = pattern.data();
        MemorySegment values = v.data();
        long step = (long) v.columns() * Float.BYTES;
        long vector = (long) VectorMath.LANES * Float.BYTES;
        FloatVector first = FloatVector.zero(VectorMath.SPECIES);
        FloatVector second = FloatVector.zero(VectorMath.SPECIES);
        long at = v.at(0, 0, column);
        for (int key = 0; key < pattern.columns(); key++) {
            FloatVector weight =
                    VectorMath.broadcast(weights.get(ValueLayout.JAVA_FLOAT, patternAt + (long) key * Float.BYTES));
            first = weight.fma(VectorMath.load(values, at), first);
            second = weight.fma(VectorMath.load(values, at + vector), second);
            at += step;
        }
        VectorMath.store(first, out, outAt);
        VectorMath.store(second, out, outAt + vector);
    }

    /// One vector of a head's output, or less.
    private static void part(
            SegmentTensor pattern,
            long patternAt,
            SegmentTensor v,
            int column,
            VectorMask<Float> mask,
            MemorySegment out,
            long outAt) {
        MemorySegment weights = pattern.data();
        FloatVector sum = FloatVector.zero(VectorMath.SPECIES);
        for (int key = 0; key < pattern.columns(); key++) {
            FloatVector weight =
                    VectorMath.broadcast(weights.get(ValueLayout.JAVA_FLOAT, patternAt + (long) key * Float.BYTES));
            sum = weight.fma(VectorMath.load(v.data(), v.at(0, key, column), mask), sum);
        }
        VectorMath.store(sum, out, outAt, mask);
    }
}
