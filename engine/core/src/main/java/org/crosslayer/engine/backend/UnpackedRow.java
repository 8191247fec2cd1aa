package org.crosslayer.engine.backend;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import org.crosslayer.engine.tensor.DType;

/// Neighbouring block-packed weights taken apart into signed bytes and, for each group of 16 or 32, a scale
/// and perhaps a minimum: `value = scale · quant − minimum`, to the last bit.
///
/// A row's bytes stay in the first-level cache, so that a packed row is read from memory once, however many
/// inputs it meets. One thread at a time.
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
    /// @param x    their address, see [Memory]
    /// @param sums of `x` over each group; read only where the type has minima
    float dot(long x, float[] sums, int count) {
        float total = groupBits == 5 ? dotOf32(quants, scales, x, count) : dotOf16(quants, scales, x, count);
        return hasMinima ? total - minimumDot(minima, sums, count >> groupBits) : total;
    }

    private static float dotOf32(byte[] quants, float[] scales, long x, int count) {
        FloatVector sum = FloatVector.zero(VectorMath.SPECIES);
        long inputs = Memory.known(x);
        for (int group = 0; group < count / 32; group++) {
            int first = group * 32;
            long input = inputs + (long) first * Float.BYTES;
            FloatVector part = quants(quants, first, 0).mul(VectorMath.load(input));
            for (int j = VectorMath.LANES; j < 32; j += VectorMath.LANES) {
                part = quants(quants, first, j).fma(VectorMath.load(input + (long) j * Float.BYTES), part);
            }
            sum = part.fma(VectorMath.broadcast(scales[group]), sum);
        }
        return VectorMath.sum(sum);
    }

    private static float dotOf16(byte[] quants, float[] scales, long x, int count) {
        FloatVector even = FloatVector.zero(VectorMath.SPECIES);
        FloatVector odd = even;
        long inputs = Memory.known(x);
        for (int group = 0; group < count / 16; group += 2) {
            FloatVector first = VectorMath.broadcast(scales[group]);
            FloatVector second = VectorMath.broadcast(scales[group + 1]);
            long input = inputs + (long) group * 16 * Float.BYTES;
            for (int j = 0; j < 16; j += VectorMath.LANES) {
                long here = input + (long) j * Float.BYTES;
                even = quants(quants, group * 16, j).mul(VectorMath.load(here)).fma(first, even);
                odd = quants(quants, group * 16, 16 + j)
                        .mul(VectorMath.load(here + 16 * Float.BYTES))
                        .fma(second, odd);
            }
        }
        return VectorMath.sum(even.add(odd));
    }

    /// Plain numbers: there is one for every group, and more vectors in one method than the compiler can hold
    /// cost far more than they save.
    private static float minimumDot(float[] minima, float[] sums, int groups) {
        float even = 0;
        float odd = 0;
        int g = 0;
        for (; g < groups - 1; g += 2) {
            even = Math.fma(minima[g], sums[g], even);
            odd = Math.fma(minima[g + 1], sums[g + 1], odd);
        }
        return g < groups ? Math.fma(minima[g], sums[g], even) + odd : even + odd;
    }

    /// Writes the first `count` values.
    void values(MemorySegment target, long offset, int count) {
        for (int first = 0; first < count; first += 32) {
            for (int j = 0; j < 32; j += VectorMath.LANES) {
                int group = (first + j) >> groupBits;
                FloatVector scaled = quants(quants, first, j).mul(scales[group]);
                FloatVector value = hasMinima ? scaled.sub(minima[group]) : scaled;
                VectorMath.store(value, target, offset + (long) (first + j) * Float.BYTES);
            }
        }
    }

    /// @param first a multiple of 32
    /// @param j     behind it, a multiple of the lanes: a constant of the loop, as the compiler needs it
    private static FloatVector quants(byte[] quants, int first, int j) {
        int skipped = j % NARROW_LANES;
        return floats(ByteVector.fromArray(NARROW, quants, first + j - skipped), skipped / VectorMath.LANES);
    }

    private static FloatVector floats(ByteVector bytes, int part) {
        return (FloatVector) bytes.convertShape(VectorOperators.B2F, VectorMath.SPECIES, part);
    }

    /// Signed bytes of a segment as floats, as many as there are lanes, for methods that read the segment plainly as
    /// well (see [Mapped]).
    ///
    /// @param start where a whole number of vectors starts
    /// @param j     which of its bytes comes first, a multiple of the lanes
    static FloatVector floats(MemorySegment data, long start, int j) {
        int skipped = j % NARROW_LANES;
        long at = start + j - skipped;
        return floats(
                ByteVector.fromMemorySegment(NARROW, data, at, ByteOrder.LITTLE_ENDIAN), skipped / VectorMath.LANES);
    }
}
