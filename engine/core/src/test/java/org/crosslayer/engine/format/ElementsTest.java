package org.crosslayer.engine.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.crosslayer.engine.tensor.DType;
import org.junit.jupiter.api.Test;

class ElementsTest {
    @Test
    void everyHalfPrecisionPatternWidensByItsDefinition() {
        float[] values = all16(DType.F16).toFloats();
        for (int bits = 0; bits < values.length; bits++) {
            double expected = half(bits);
            assertTrue(
                    Double.isNaN(expected) ? Float.isNaN(values[bits]) : expected == values[bits],
                    "0x%04X".formatted(bits));
        }
        assertEquals(0x1p-24f, values[1], "the smallest subnormal");
        assertEquals(Float.NEGATIVE_INFINITY, values[0xFC00]);
    }

    @Test
    void everyBrainFloatPatternIsTheUpperHalfOfAFloat() {
        float[] values = all16(DType.BF16).toFloats();
        for (int bits = 0; bits < values.length; bits++) {
            assertEquals(Float.intBitsToFloat(bits << 16), values[bits], "0x%04X".formatted(bits));
        }
        assertEquals(1f, values[0x3F80]);
    }

    @Test
    void unalignedDataIsReadAsWritten() {
        ByteBuffer bytes = ByteBuffer.allocate(17).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putDouble(1, 0.1).putDouble(9, -2);
        MappedTensor tensor = new MappedTensor(
                "t",
                DType.F64,
                List.of(2L),
                MemorySegment.ofArray(bytes.array()).asSlice(1));
        assertArrayEquals(new double[] {0.1, -2}, tensor.toDoubles());
        assertArrayEquals(new float[] {0.1f, -2}, tensor.toFloats());
    }

    @Test
    void integersOfEveryWidthKeepTheirSign() {
        byte[] ones = {-1, -1, -1, -1, -1, -1, -1, -1};
        for (DType dtype : List.of(DType.I64, DType.I32, DType.I16, DType.I8)) {
            assertEquals(-1, scalar(dtype, ones).toLongs()[0], dtype.name());
        }
        assertEquals(255, scalar(DType.U8, ones).toLongs()[0]);
    }

    @Test
    void wrongTypesAreRefused() {
        byte[] bytes = new byte[8];
        assertThrows(
                IllegalArgumentException.class, () -> scalar(DType.I64, bytes).toFloats());
        assertThrows(IllegalArgumentException.class, () -> scalar(DType.F8_E4M3, bytes)
                .toFloats());
        assertThrows(
                IllegalArgumentException.class, () -> scalar(DType.F32, bytes).toLongs());
    }

    private static MappedTensor scalar(DType dtype, byte[] bytes) {
        return new MappedTensor(
                "t", dtype, List.of(), MemorySegment.ofArray(bytes).asSlice(0, dtype.bytes()));
    }

    private static MappedTensor all16(DType dtype) {
        ByteBuffer bytes = ByteBuffer.allocate(2 << 16).order(ByteOrder.LITTLE_ENDIAN);
        for (int bits = 0; bits < 1 << 16; bits++) {
            bytes.putShort((short) bits);
        }
        return new MappedTensor("t", dtype, List.of(1L << 16), MemorySegment.ofArray(bytes.array()));
    }

    /// IEEE 754 binary16: one sign bit, five of exponent with bias 15, ten of fraction.
    private static double half(int bits) {
        double sign = bits >>> 15 == 0 ? 1 : -1;
        int exponent = bits >>> 10 & 31;
        double fraction = (bits & 1023) / 1024.0;
        return switch (exponent) {
            case 0 -> sign * fraction * 0x1p-14;
            case 31 -> fraction == 0 ? sign / 0.0 : Double.NaN;
            default -> sign * (1 + fraction) * Math.scalb(1.0, exponent - 15);
        };
    }
}
