package org.crosslayer.engine.format;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.crosslayer.engine.tensor.DType;

/// Copies of mapped elements in Java's own types.
final class Elements {
    static final ValueLayout.OfShort I16 = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(LITTLE_ENDIAN);
    static final ValueLayout.OfInt I32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(LITTLE_ENDIAN);
    static final ValueLayout.OfLong I64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(LITTLE_ENDIAN);
    static final ValueLayout.OfFloat F32 = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(LITTLE_ENDIAN);
    static final ValueLayout.OfDouble F64 = ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(LITTLE_ENDIAN);

    private Elements() {}

    static float[] floats(MappedTensor tensor) {
        float[] out = new float[length(tensor)];
        MemorySegment data = tensor.data();
        switch (tensor.dtype()) {
            case F32 -> MemorySegment.copy(data, F32, 0, out, 0, out.length);
            case F64 -> {
                for (int i = 0; i < out.length; i++) {
                    out[i] = (float) data.getAtIndex(F64, i);
                }
            }
            case F16 -> {
                for (int i = 0; i < out.length; i++) {
                    out[i] = Float.float16ToFloat(data.getAtIndex(I16, i));
                }
            }
            case BF16 -> {
                for (int i = 0; i < out.length; i++) {
                    out[i] = Float.intBitsToFloat(data.getAtIndex(I16, i) << 16);
                }
            }
            default -> {
                if (!tensor.dtype().isWeight()) {
                    throw wrongType(tensor, "a float type");
                }
                BlockValues.read(tensor.dtype(), data, 0, out.length, out, 0);
            }
        }
        return out;
    }

    static double[] doubles(MappedTensor tensor) {
        if (tensor.dtype() == DType.F64) {
            double[] out = new double[length(tensor)];
            MemorySegment.copy(tensor.data(), F64, 0, out, 0, out.length);
            return out;
        }
        float[] narrow = floats(tensor);
        double[] out = new double[narrow.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = narrow[i];
        }
        return out;
    }

    static long[] longs(MappedTensor tensor) {
        long[] out = new long[length(tensor)];
        MemorySegment data = tensor.data();
        for (int i = 0; i < out.length; i++) {
            out[i] = switch (tensor.dtype()) {
                case I64 -> data.getAtIndex(I64, i);
                case I32 -> data.getAtIndex(I32, i);
                case I16 -> data.getAtIndex(I16, i);
                case I8 -> data.get(ValueLayout.JAVA_BYTE, i);
                case U8, BOOL -> Byte.toUnsignedInt(data.get(ValueLayout.JAVA_BYTE, i));
                default -> throw wrongType(tensor, "an integer type");
            };
        }
        return out;
    }

    private static int length(MappedTensor tensor) {
        long size = tensor.size();
        if (size > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(
                    tensor.name() + " " + tensor.shape() + " has " + size + " elements, too many for one array");
        }
        return (int) size;
    }

    private static IllegalArgumentException wrongType(MappedTensor tensor, String wanted) {
        return new IllegalArgumentException(tensor.name() + " is " + tensor.dtype() + ", not " + wanted);
    }
}
