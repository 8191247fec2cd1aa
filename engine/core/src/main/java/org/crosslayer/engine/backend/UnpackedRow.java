package org.crosslayer.engine.backend;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import org.crosslayer.engine.tensor.DType;

/// Neighbouring block-packed weights taken apart into signed bytes and, for each group of 16 or 32, a scale and perhaps
/// a minimum: `value = scale · quant − minimum`, to the last bit.
///
/// A row's bytes stay in the first-level cache, so that a packed row is read from memory once, however many inputs it
/// meets. One thread at a time.
final class UnpackedRow {
    /// As many bytes as a float vector has lanes, or eight: there is no vector of four bytes.
    private static final VectorSpecies<Byte> NARROW =
            VectorSpecies.of(byte.class, VectorShape.forBitSize(Math.max(Long.SIZE, VectorMath.LANES * Byte.SIZE)));

    private static final int NARROW_LANES = NARROW.length();

    private byte[] quants = {};
    private float[] scales = {};
    private float[] minima = {};
    private int groupBits;
    private boolean hasMinima;

    /// Takes apart whole blocks.
    ///
    /// @param at    byte of `data` at which the first block starts
    /// @param count values, a multiple of the type's block
    void unpack(DType dtype, MemorySegment data, long at, int count) {
        if (quants.length < count) {
            quants = new byte[count];
            scales = new float[count / 16];
            minima = new float[count / 16];
        }
        groupBits = groupBits(dtype);
        hasMinima = hasMinima(dtype);
        if (dtype.blockElements() == 32) {
            SmallBlocks.unpack(dtype, data, at, count, quants, scales, minima);
        } else {
            SuperBlocks.unpack(dtype, data, at, count, quants, scales, minima);
        }
    }

    /// Logarithm to base 2 of the values that share a scale.
    static int groupBits(DType dtype) {
        return switch (dtype) {
            case Q2_K, Q3_K, Q6_K -> 4;
            default -> 5;
        };
    }

    static boolean hasMinima(DType dtype) {
        return switch (dtype) {
            case Q4_1, Q5_1, Q2_K, Q4_K, Q5_K -> true;
            default -> false;
        };
    }

    /// The sum of `value · x` over the first `count` values.
    ///
    /// @param sums of `x` over each group; read only where the type has minima
    float dot(MemorySegment x, long xAt, float[] sums, int count) {
        FloatVector even = FloatVector.zero(VectorMath.SPECIES);
        FloatVector odd = even;
        for (int j = 0; j < count; j += 2 * VectorMath.LANES) {
            int next = j + VectorMath.LANES;
            FloatVector first = VectorMath.load(x, xAt + (long) j * Float.BYTES);
            FloatVector second = VectorMath.load(x, xAt + (long) next * Float.BYTES);
            even = quants(j).mul(first).fma(VectorMath.broadcast(scales[j >> groupBits]), even);
            odd = quants(next).mul(second).fma(VectorMath.broadcast(scales[next >> groupBits]), odd);
        }
        float total = VectorMath.sum(even.add(odd));
        return hasMinima ? total - minimumDot(sums, count >> groupBits) : total;
    }

    private float minimumDot(float[] sums, int groups) {
        FloatVector sum = FloatVector.zero(VectorMath.SPECIES);
        int g = 0;
        for (; g < VectorMath.SPECIES.loopBound(groups); g += VectorMath.LANES) {
            FloatVector least = FloatVector.fromArray(VectorMath.SPECIES, minima, g);
            sum = least.fma(FloatVector.fromArray(VectorMath.SPECIES, sums, g), sum);
        }
        float total = VectorMath.sum(sum);
        for (; g < groups; g++) {
            total += minima[g] * sums[g];
        }
        return total;
    }

    /// Writes the first `count` values.
    void values(MemorySegment target, long offset, int count) {
        for (int j = 0; j < count; j += VectorMath.LANES) {
            FloatVector scaled = quants(j).mul(scales[j >> groupBits]);
            FloatVector value = hasMinima ? scaled.sub(minima[j >> groupBits]) : scaled;
            VectorMath.store(value, target, offset + (long) j * Float.BYTES);
        }
    }

    private FloatVector quants(int j) {
        int skipped = j % NARROW_LANES;
        return floats(ByteVector.fromArray(NARROW, quants, j - skipped), skipped / VectorMath.LANES);
    }

    private static FloatVector floats(ByteVector bytes, int part) {
        return (FloatVector) bytes.convertShape(VectorOperators.B2F, VectorMath.SPECIES, part);
    }

    /// Signed bytes of a segment as floats, as many as there are lanes.
    ///
    /// @param start where a whole number of vectors starts
    /// @param j     which of its bytes comes first, a multiple of the lanes
    static FloatVector floats(MemorySegment data, long start, int j) {
        int skipped = j % NARROW_LANES;
        long at = start + j - skipped;
        ByteVector bytes =
                ByteVector.fromMemorySegment(NARROW, data, at + Mapped.zero(data, at), ByteOrder.LITTLE_ENDIAN);
        return floats(bytes, skipped / VectorMath.LANES);
    }
}
