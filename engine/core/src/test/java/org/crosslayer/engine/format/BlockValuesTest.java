package org.crosslayer.engine.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.crosslayer.engine.tensor.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BlockValuesTest {
    @ParameterizedTest
    @MethodSource("org.crosslayer.engine.format.QuantVectors#types")
    void everyTypeIsReadToTheLastBit(DType dtype) {
        assertArrayEquals(
                bits(QuantVectors.values(dtype)),
                bits(QuantVectors.packed(dtype).toFloats()));
    }

    @Test
    void allTypesThatCanBeRunAreTried() {
        assertEquals(16, QuantVectors.types().count());
        assertEquals(13, QuantVectors.blockTypes().count());
    }

    private static int[] bits(float[] values) {
        int[] bits = new int[values.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(values[i]);
        }
        return bits;
    }
}
