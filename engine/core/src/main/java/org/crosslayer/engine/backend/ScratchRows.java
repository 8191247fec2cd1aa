package org.crosslayer.engine.backend;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/// Small dense algebra over rows of scratch memory whose length is a multiple of the vector's, `stride` bytes apart.
final class ScratchRows {
    private ScratchRows() {}

    /// `to = start + Σ w[at + c · step] · row c`, over `count` rows from byte `rows` on.
    static void combine(
            MemorySegment s,
            long rows,
            long stride,
            int count,
            float[] w,
            int at,
            int step,
            long to,
            float start,
            int length) {
        for (int j = 0; j < length; j += VectorMath.LANES) {
            long skip = (long) j * Float.BYTES;
            FloatVector sum = combined(s, rows + skip, stride, count, w, at, step, VectorMath.broadcast(start));
            VectorMath.store(sum, s, to + skip);
        }
    }

    /// `to += Σ w[at + c · step] · row c`.
    static void combineMore(
            MemorySegment s, long rows, long stride, int count, float[] w, int at, int step, long to, int length) {
        for (int j = 0; j < length; j += VectorMath.LANES) {
            long skip = (long) j * Float.BYTES;
            FloatVector sum = combined(s, rows + skip, stride, count, w, at, step, VectorMath.load(s, to + skip));
            VectorMath.store(sum, s, to + skip);
        }
    }

    /// `to *= Σ w[at + c · step] · row c`.
    static void combineTimes(
            MemorySegment s, long rows, long stride, int count, float[] w, int at, int step, long to, int length) {
        for (int j = 0; j < length; j += VectorMath.LANES) {
            long skip = (long) j * Float.BYTES;
            FloatVector sum = combined(s, rows + skip, stride, count, w, at, step, VectorMath.broadcast(0));
            VectorMath.store(sum.mul(VectorMath.load(s, to + skip)), s, to + skip);
        }
    }

    private static FloatVector combined(
            MemorySegment s, long rows, long stride, int count, float[] w, int at, int step, FloatVector start) {
        FloatVector sum = start;
        for (int c = 0; c < count; c++) {
            sum = VectorMath.load(s, rows + c * stride).fma(VectorMath.broadcast(w[at + c * step]), sum);
        }
        return sum;
    }

    /// `sums[part + i · yCount + k] += Σ x_i y_k` for all pairs of rows, eight pairs at a time.
    static void addProducts(
            MemorySegment s, long x, int xCount, long y, int yCount, long stride, int length, double[] sums, int part) {
        int tiledX = xCount - xCount % 2;
        int tiledY = yCount - yCount % 4;
        for (int i = 0; i < tiledX; i += 2) {
            for (int k = 0; k < tiledY; k += 4) {
                addTile(s, x + i * stride, y + k * stride, stride, length, sums, part + i * yCount + k, yCount);
            }
        }
        for (int i = 0; i < xCount; i++) {
            for (int k = i < tiledX ? tiledY : 0; k < yCount; k++) {
                sums[part + i * yCount + k] += RowKernels.dot(s, x + i * stride, s, y + k * stride, length);
            }
        }
    }

    private static void addTile(
            MemorySegment s, long x, long y, long stride, int length, double[] sums, int at, int nextRow) {
        FloatVector s00 = FloatVector.zero(VectorMath.SPECIES);
        FloatVector s01 = s00;
        FloatVector s02 = s00;
        FloatVector s03 = s00;
        FloatVector s10 = s00;
        FloatVector s11 = s00;
        FloatVector s12 = s00;
        FloatVector s13 = s00;
        for (int j = 0; j < length; j += VectorMath.LANES) {
            long skip = (long) j * Float.BYTES;
            FloatVector x0 = VectorMath.load(s, x + skip);
            FloatVector x1 = VectorMath.load(s, x + stride + skip);
            FloatVector y0 = VectorMath.load(s, y + skip);
            FloatVector y1 = VectorMath.load(s, y + stride + skip);
            FloatVector y2 = VectorMath.load(s, y + 2 * stride + skip);
            FloatVector y3 = VectorMath.load(s, y + 3 * stride + skip);
            s00 = x0.fma(y0, s00);
            s01 = x0.fma(y1, s01);
            s02 = x0.fma(y2, s02);
            s03 = x0.fma(y3, s03);
            s10 = x1.fma(y0, s10);
            s11 = x1.fma(y1, s11);
            s12 = x1.fma(y2, s12);
            s13 = x1.fma(y3, s13);
        }
        sums[at] += VectorMath.sum(s00);
        sums[at + 1] += VectorMath.sum(s01);
        sums[at + 2] += VectorMath.sum(s02);
        sums[at + 3] += VectorMath.sum(s03);
        sums[at + nextRow] += VectorMath.sum(s10);
        sums[at + nextRow + 1] += VectorMath.sum(s11);
        sums[at + nextRow + 2] += VectorMath.sum(s12);
        sums[at + nextRow + 3] += VectorMath.sum(s13);
    }
}
