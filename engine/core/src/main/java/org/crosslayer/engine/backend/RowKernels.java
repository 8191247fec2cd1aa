package org.crosslayer.engine.backend;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/// Vector kernels over single rows of float32 in native memory; offsets are in bytes, lengths in values.
final class RowKernels {
    /// Exponentials summed in float32 lanes before they go on in double.
    private static final int EXP_BLOCK = 4096;

    private RowKernels() {}

    /// `x += y`.
    static void add(MemorySegment x, long xAt, MemorySegment y, long yAt, int length) {
        if (VectorStart.isCold()) {
            PlainRows.add(x, xAt, y, yAt, length);
            return;
        }
        long to = Memory.address(x, xAt, (long) length * Float.BYTES);
        long from = Memory.address(y, yAt, (long) length * Float.BYTES);
        int j = 0;
        for (; j < VectorMath.SPECIES.loopBound(length); j += VectorMath.LANES) {
            long skip = (long) j * Float.BYTES;
            VectorMath.store(VectorMath.load(to + skip).add(VectorMath.load(from + skip)), to + skip);
        }
        if (j < length) {
            long skip = (long) j * Float.BYTES;
            VectorMask<Float> mask = VectorMath.tail(j, length);
            FloatVector sum = VectorMath.load(to + skip, mask).add(VectorMath.load(from + skip, mask));
            VectorMath.store(sum, to + skip, mask);
        }
    }

    /// `x = (x + y) · factor`.
    static void addScaled(MemorySegment x, long xAt, MemorySegment y, long yAt, float factor, int length) {
        if (VectorStart.isCold()) {
            PlainRows.addScaled(x, xAt, y, yAt, factor, length);
            return;
        }
        long to = Memory.address(x, xAt, (long) length * Float.BYTES);
        long from = Memory.address(y, yAt, (long) length * Float.BYTES);
        int j = 0;
        for (; j < VectorMath.SPECIES.loopBound(length); j += VectorMath.LANES) {
            long skip = (long) j * Float.BYTES;
            FloatVector sum = VectorMath.load(to + skip).add(VectorMath.load(from + skip));
            VectorMath.store(sum.mul(factor), to + skip);
        }
        if (j < length) {
            long skip = (long) j * Float.BYTES;
            VectorMask<Float> mask = VectorMath.tail(j, length);
            FloatVector sum = VectorMath.load(to + skip, mask).add(VectorMath.load(from + skip, mask));
            VectorMath.store(sum.mul(factor), to + skip, mask);
        }
    }

    /// `out = x · factor`.
    static void scale(MemorySegment x, long xAt, float factor, MemorySegment out, long outAt, int length) {
        if (VectorStart.isCold()) {
            PlainRows.scale(x, xAt, factor, out, outAt, length);
            return;
        }
        long from = Memory.address(x, xAt, (long) length * Float.BYTES);
        long to = Memory.address(out, outAt, (long) length * Float.BYTES);
        int j = 0;
        for (; j < VectorMath.SPECIES.loopBound(length); j += VectorMath.LANES) {
            long skip = (long) j * Float.BYTES;
            VectorMath.store(VectorMath.load(from + skip).mul(factor), to + skip);
        }
        if (j < length) {
            long skip = (long) j * Float.BYTES;
            VectorMask<Float> mask = VectorMath.tail(j, length);
            VectorMath.store(VectorMath.load(from + skip, mask).mul(factor), to + skip, mask);
        }
    }

    /// `out = x · factor · gain`.
    static void scale(
            MemorySegment x, long xAt, float factor, MemorySegment gain, MemorySegment out, long outAt, int length) {
        if (VectorStart.isCold()) {
            PlainRows.scale(x, xAt, factor, gain, out, outAt, length);
            return;
        }
        long from = Memory.address(x, xAt, (long) length * Float.BYTES);
        long gains = Memory.address(gain, 0, (long) length * Float.BYTES);
        long to = Memory.address(out, outAt, (long) length * Float.BYTES);
        int j = 0;
        for (; j < VectorMath.SPECIES.loopBound(length); j += VectorMath.LANES) {
            long skip = (long) j * Float.BYTES;
            FloatVector scaled = VectorMath.load(from + skip).mul(factor).mul(VectorMath.load(gains + skip));
            VectorMath.store(scaled, to + skip);
        }
        if (j < length) {
            long skip = (long) j * Float.BYTES;
            VectorMask<Float> mask = VectorMath.tail(j, length);
            FloatVector scaled =
                    VectorMath.load(from + skip, mask).mul(factor).mul(VectorMath.load(gains + skip, mask));
            VectorMath.store(scaled, to + skip, mask);
        }
    }

    /// Copies `length` values and puts zeros behind them, up to `width`, a multiple of the lanes of a vector.
    static void widen(MemorySegment x, long xAt, MemorySegment out, long outAt, int length, int width) {
        if (VectorStart.isCold()) {
            MemorySegment.copy(x, xAt, out, outAt, (long) length * Float.BYTES);
            out.asSlice(outAt + (long) length * Float.BYTES, (long) (width - length) * Float.BYTES)
                    .fill((byte) 0);
            return;
        }
        long from = Memory.address(x, xAt, (long) length * Float.BYTES);
        long to = Memory.address(out, outAt, (long) width * Float.BYTES);
        int j = 0;
        for (; j < VectorMath.SPECIES.loopBound(length); j += VectorMath.LANES) {
            VectorMath.store(VectorMath.load(from + (long) j * Float.BYTES), to + (long) j * Float.BYTES);
        }
        if (j < width) {
            VectorMask<Float> mask = VectorMath.tail(j, length);
            VectorMath.store(VectorMath.load(from + (long) j * Float.BYTES, mask), to + (long) j * Float.BYTES);
        }
    }

    /// `Σ x y`.
    static float dot(MemorySegment x, long xAt, MemorySegment y, long yAt, int length) {
        if (VectorStart.isCold()) {
            return PlainRows.dot(x, xAt, y, yAt, length);
        }
        long left = Memory.address(x, xAt, (long) length * Float.BYTES);
        long right = Memory.address(y, yAt, (long) length * Float.BYTES);
        FloatVector even = FloatVector.zero(VectorMath.SPECIES);
        FloatVector odd = FloatVector.zero(VectorMath.SPECIES);
        int j = 0;
        for (; j <= length - 2 * VectorMath.LANES; j += 2 * VectorMath.LANES) {
            long skip = (long) j * Float.BYTES;
            long next = skip + (long) VectorMath.LANES * Float.BYTES;
            even = VectorMath.load(left + skip).fma(VectorMath.load(right + skip), even);
            odd = VectorMath.load(left + next).fma(VectorMath.load(right + next), odd);
        }
        for (; j < length; j += VectorMath.LANES) {
            long skip = (long) j * Float.BYTES;
            VectorMask<Float> mask = VectorMath.tail(j, length);
            even = VectorMath.load(left + skip, mask).fma(VectorMath.load(right + skip, mask), even);
        }
        return VectorMath.sum(even.add(odd));
    }

    /// `out = max(0, x)`; returns the sum.
    static float positive(MemorySegment x, long xAt, MemorySegment out, long outAt, int length) {
        long from = Memory.address(x, xAt, (long) length * Float.BYTES);
        long to = Memory.address(out, outAt, (long) length * Float.BYTES);
        FloatVector sum = FloatVector.zero(VectorMath.SPECIES);
        int j = 0;
        for (; j < VectorMath.SPECIES.loopBound(length); j += VectorMath.LANES) {
            long skip = (long) j * Float.BYTES;
            FloatVector kept = VectorMath.load(from + skip).max(0f);
            VectorMath.store(kept, to + skip);
            sum = sum.add(kept);
        }
        if (j < length) {
            long skip = (long) j * Float.BYTES;
            VectorMask<Float> mask = VectorMath.tail(j, length);
            FloatVector kept = VectorMath.load(from + skip, mask).max(0f);
            VectorMath.store(kept, to + skip, mask);
            sum = sum.add(kept);
        }
        return VectorMath.sum(sum);
    }

    /// Softmax of the row at a position over the last `window` of the keys up to it; all others of `keys` become 0.
    ///
    /// @param out may be the same place as `x`
    static void softmax(MemorySegment x, long at, int position, int window, int keys, MemorySegment out, long outAt) {
        int visible = position + 1;
        int first = Shapes.firstSeen(visible, window);
        long skipped = (long) first * Float.BYTES;
        int length = visible - first;
        float max = max(x, at + skipped, length);
        float sum = expShifted(x, at + skipped, max, out, outAt + skipped, length);
        scale(out, outAt + skipped, 1 / sum, out, outAt + skipped, length);
        hide(out, outAt, first, visible, keys);
    }

    /// Sets everything of a row of `keys` but `[first, visible)` to 0.
    static void hide(MemorySegment x, long at, int first, int visible, int keys) {
        x.asSlice(at, (long) first * Float.BYTES).fill((byte) 0);
        long hidden = (long) (keys - visible) * Float.BYTES;
        x.asSlice(at + (long) visible * Float.BYTES, hidden).fill((byte) 0);
    }

    static void fill(MemorySegment out, long outAt, float value, int length) {
        for (int j = 0; j < length; j++) {
            out.set(ValueLayout.JAVA_FLOAT, outAt + (long) j * Float.BYTES, value);
        }
    }

    /// The largest of `length ≥ 1` values, none of them NaN.
    ///
    /// Comparing and blending is a third of the instructions of a maximum that minds NaN and the sign of zero.
    static float max(MemorySegment x, long xAt, int length) {
        if (VectorStart.isCold()) {
            return PlainRows.max(x, xAt, length);
        }
        long from = Memory.address(x, xAt, (long) length * Float.BYTES);
        FloatVector even = VectorMath.broadcast(Float.NEGATIVE_INFINITY);
        FloatVector odd = even;
        int j = 0;
        for (; j <= length - 2 * VectorMath.LANES; j += 2 * VectorMath.LANES) {
            long skip = (long) j * Float.BYTES;
            FloatVector first = VectorMath.load(from + skip);
            FloatVector second = VectorMath.load(from + skip + (long) VectorMath.LANES * Float.BYTES);
            even = even.blend(first, first.compare(VectorOperators.GT, even));
            odd = odd.blend(second, second.compare(VectorOperators.GT, odd));
        }
        float result = even.max(odd).reduceLanes(VectorOperators.MAX);
        for (; j < length; j += VectorMath.LANES) {
            VectorMask<Float> mask = VectorMath.tail(j, length);
            FloatVector last = VectorMath.load(from + (long) j * Float.BYTES, mask);
            result = Math.max(result, last.reduceLanes(VectorOperators.MAX, mask));
        }
        return result;
    }

    /// `Σ e^(x − max)`, keeping the terms in `out`.
    static float expShifted(MemorySegment x, long xAt, float max, MemorySegment out, long outAt, int length) {
        if (VectorStart.isCold()) {
            return PlainRows.expShifted(x, xAt, max, out, outAt, length);
        }
        long from = Memory.address(x, xAt, (long) length * Float.BYTES);
        long to = Memory.address(out, outAt, (long) length * Float.BYTES);
        FloatVector sum = FloatVector.zero(VectorMath.SPECIES);
        int j = 0;
        for (; j < VectorMath.SPECIES.loopBound(length); j += VectorMath.LANES) {
            long skip = (long) j * Float.BYTES;
            FloatVector term =
                    VectorMath.expOfNegative(VectorMath.load(from + skip).sub(max));
            VectorMath.store(term, to + skip);
            sum = sum.add(term);
        }
        if (j < length) {
            long skip = (long) j * Float.BYTES;
            VectorMask<Float> mask = VectorMath.tail(j, length);
            FloatVector term =
                    VectorMath.expOfNegative(VectorMath.load(from + skip, mask).sub(max));
            VectorMath.store(term, to + skip, mask);
            sum = sum.add(term, mask);
        }
        return VectorMath.sum(sum);
    }

    /// `Σ e^(x − max)`.
    static double sumExp(MemorySegment x, long xAt, float max, int length) {
        double total = 0;
        for (int start = 0; start < length; start += EXP_BLOCK) {
            total += sumExpBlock(x, xAt + (long) start * Float.BYTES, max, Math.min(EXP_BLOCK, length - start));
        }
        return total;
    }

    private static float sumExpBlock(MemorySegment x, long xAt, float max, int length) {
        long from = Memory.address(x, xAt, (long) length * Float.BYTES);
        FloatVector sum = FloatVector.zero(VectorMath.SPECIES);
        int j = 0;
        for (; j < VectorMath.SPECIES.loopBound(length); j += VectorMath.LANES) {
            sum = sum.add(VectorMath.expOfNegative(
                    VectorMath.load(from + (long) j * Float.BYTES).sub(max)));
        }
        if (j < length) {
            VectorMask<Float> mask = VectorMath.tail(j, length);
            sum = sum.add(
                    VectorMath.expOfNegative(
                            VectorMath.load(from + (long) j * Float.BYTES, mask).sub(max)),
                    mask);
        }
        return VectorMath.sum(sum);
    }
}
