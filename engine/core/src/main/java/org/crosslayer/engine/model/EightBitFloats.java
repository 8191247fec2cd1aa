package org.crosslayer.engine.model;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import org.crosslayer.engine.format.MappedTensor;
import org.crosslayer.engine.tensor.DType;

/// Parameters stored in eight bits, with scales beside them.
///
/// They are widened to BF16 once, when the model is opened, as transformers does when it dequantises: value times
/// scale, rounded to the nearest.
///
/// Source of the two formats: Micikevicius et al., "FP8 Formats for Deep Learning" (arXiv 2209.05433), table 1.
final class EightBitFloats {
    /// Rows and columns that share a scale where the shapes leave it open.
    private static final long USUAL_BLOCK = 128;

    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private EightBitFloats() {}

    static boolean is(DType dtype) {
        return dtype == DType.F8_E4M3 || dtype == DType.F8_E5M2;
    }

    /// True if scales of this shape can be shared out over a matrix: one for all, one a row, or one a block.
    static boolean fits(List<Long> shape, List<Long> scales) {
        if (product(scales) == 1) {
            return true;
        }
        long rows = shape.getFirst();
        if (scales.getFirst() == rows && product(scales) == rows) {
            return true;
        }
        return shape.size() == 2
                && scales.size() == 2
                && block(rows, scales.getFirst()) > 0
                && block(shape.getLast(), scales.getLast()) > 0;
    }

    /// The matrix as BF16.
    ///
    /// @param scales of a shape that [#fits]
    static MappedTensor widened(MappedTensor tensor, MappedTensor scales) {
        float[] factors = scales.toFloats();
        long rows = tensor.shape().getFirst();
        long columns = tensor.size() / rows;
        boolean blocks = scales.shape().size() == 2 && factors.length > 1 && factors.length != rows;
        long blockRows = blocks ? block(rows, scales.shape().getFirst()) : factors.length == 1 ? rows : 1;
        long blockColumns = blocks ? block(columns, scales.shape().getLast()) : columns;
        long across = Math.ceilDiv(columns, blockColumns);
        float[] table = table(tensor.dtype());
        MemorySegment copy = Arena.ofAuto().allocate(tensor.size() * Short.BYTES, 64);
        for (long i = 0; i < rows; i++) {
            for (long j = 0; j < columns; j++) {
                long at = i * columns + j;
                float value = table[tensor.data().get(ValueLayout.JAVA_BYTE, at) & 0xff];
                float factor = factors[(int) (i / blockRows * across + j / blockColumns)];
                copy.set(SHORT, at * Short.BYTES, rounded(value * factor));
            }
        }
        return new MappedTensor(tensor.name(), DType.BF16, tensor.shape(), copy);
    }

    /// How long the blocks are that cut `length` into `pieces`; 0 if none do.
    private static long block(long length, long pieces) {
        if (Math.ceilDiv(length, USUAL_BLOCK) == pieces) {
            return USUAL_BLOCK;
        }
        return length % pieces == 0 ? length / pieces : 0;
    }

    /// To the nearest BF16, ties to even.
    private static short rounded(float value) {
        int bits = Float.floatToRawIntBits(value);
        return (short) ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16);
    }

    private static float[] table(DType dtype) {
        float[] table = new float[256];
        for (int bits = 0; bits < table.length; bits++) {
            table[bits] = dtype == DType.F8_E4M3 ? e4m3(bits) : Float.float16ToFloat((short) (bits << 8));
        }
        return table;
    }

    private static float e4m3(int bits) {
        int exponent = (bits >> 3) & 0xf;
        int mantissa = bits & 7;
        float magnitude = exponent == 0 ? Math.scalb(mantissa, -9) : Math.scalb(8 + mantissa, exponent - 10);
        if ((bits & 0x7f) == 0x7f) {
            magnitude = Float.NaN;
        }
        return bits >= 0x80 ? -magnitude : magnitude;
    }

    private static long product(List<Long> shape) {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }
}
