package org.crosslayer.engine.backend;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/// Small dense algebra over rows of scratch memory whose length is a multiple of the vector's, `stride` bytes apart.
final class ScratchRows {
    private ScratchRows() {}

    /// Outputs computed at once, so that a loaded row serves all of them.
    private static final int OUTPUTS = 4;

    /// What becomes of the rows that results go to.
    enum Onto {
        /// Replaced.
        NOTHING,
        /// Added to.
        SUM,
        /// Multiplied.
        PRODUCT
    }

    /// Factors `w[at + o · outStep + c · step]` of row `c` in result `o`.
    static final class Factors {
        private final float[] w;
        private final int at;
        private final int outStep;
        private final int step;
        private final int bias;

        /// @param bias where in `w` the constant of result 0 lies, the others behind it; negative for none
        Factors(float[] w, int at, int outStep, int step, int bias) {
            this.w = w;
            this.at = at;
            this.outStep = outStep;
            this.step = step;
            this.bias = bias;
        }

        private float constant(int output) {
            return bias < 0 ? 0 : w[bias + output];
        }
    }

    /// Results `Σ factor · row c (+ constant)` for `outputs` rows from byte `to` on, over `count` rows from byte `rows`
    /// on.
    static void combine(
            MemorySegment s,
            long rows,
            long stride,
            int count,
            Factors f,
            Onto onto,
            long to,
            int outputs,
            int length) {
        int last = outputs - 1;
        for (int o = 0; o < outputs; o += OUTPUTS) {
            // A short group computes its last result several times over, from the same start, and stores it as often.
            int o1 = Math.min(o + 1, last);
            int o2 = Math.min(o + 2, last);
            int o3 = Math.min(o + 3, last);
            for (int j = 0; j < length; j += VectorMath.LANES) {
                four(s, rows, stride, count, f, onto, to, (long) j * Float.BYTES, o, o1, o2, o3);
            }
        }
    }

    private static void four(
            MemorySegment s,
            long rows,
            long stride,
            int count,
            Factors f,
            Onto onto,
            long to,
            long skip,
            int o0,
            int o1,
            int o2,
            int o3) {
        float[] w = f.w;
        int w0 = f.at + o0 * f.outStep;
        int w1 = f.at + o1 * f.outStep;
        int w2 = f.at + o2 * f.outStep;
        int w3 = f.at + o3 * f.outStep;
        FloatVector s0 = VectorMath.broadcast(f.constant(o0));
        FloatVector s1 = VectorMath.broadcast(f.constant(o1));
        FloatVector s2 = VectorMath.broadcast(f.constant(o2));
        FloatVector s3 = VectorMath.broadcast(f.constant(o3));
        long at0 = to + o0 * stride + skip;
        long at1 = to + o1 * stride + skip;
        long at2 = to + o2 * stride + skip;
        long at3 = to + o3 * stride + skip;
        if (onto == Onto.SUM) {
            s0 = s0.add(VectorMath.load(s, at0));
            s1 = s1.add(VectorMath.load(s, at1));
            s2 = s2.add(VectorMath.load(s, at2));
            s3 = s3.add(VectorMath.load(s, at3));
        }
        long from = rows + skip;
        for (int c = 0, k = 0; c < count; c++, k += f.step, from += stride) {
            FloatVector x = VectorMath.load(s, from);
            s0 = x.fma(VectorMath.broadcast(w[w0 + k]), s0);
            s1 = x.fma(VectorMath.broadcast(w[w1 + k]), s1);
            s2 = x.fma(VectorMath.broadcast(w[w2 + k]), s2);
            s3 = x.fma(VectorMath.broadcast(w[w3 + k]), s3);
        }
        if (onto == Onto.PRODUCT) {
            s0 = s0.mul(VectorMath.load(s, at0));
            s1 = s1.mul(VectorMath.load(s, at1));
            s2 = s2.mul(VectorMath.load(s, at2));
            s3 = s3.mul(VectorMath.load(s, at3));
        }
        VectorMath.store(s0, s, at0);
        VectorMath.store(s1, s, at1);
        VectorMath.store(s2, s, at2);
        VectorMath.store(s3, s, at3);
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
