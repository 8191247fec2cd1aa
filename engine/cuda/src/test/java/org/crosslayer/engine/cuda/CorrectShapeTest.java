package org.crosslayer.engine.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.crosslayer.engine.cuda.CorrectShape.Split;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How a multiprocessor is shared out among warps that correct scores.
class CorrectShapeTest {
    /// Bytes that a block may use on Hopper.
    private static final int HOPPER = 232_448;

    private static final CorrectShape LLAMA_3_8B = new CorrectShape(32, 8, 20, 32, 32, true);
    private static final CorrectShape LLAMA_2_7B = new CorrectShape(32, 32, 20, 32, 32, true);

    @Test
    void twoBlocksWhereTheyFitAndOtherwiseOneOfAsManyWarpsAsFit() {
        assertEquals(new Split(2, 4, 2), LLAMA_3_8B.split(HOPPER));
        assertEquals(85_248, LLAMA_3_8B.bytes(new Split(2, 4, 2)));
        assertEquals(new Split(1, 8, 1), LLAMA_2_7B.split(HOPPER));
        assertEquals(224_512, LLAMA_2_7B.bytes(new Split(1, 8, 1)));
    }

    @ParameterizedTest
    @ValueSource(ints = {65_536, 101_376, 166_912, HOPPER})
    void whatIsSharedOutIsThere(int sharedBytes) {
        for (CorrectShape shape : new CorrectShape[] {LLAMA_3_8B, LLAMA_2_7B, new CorrectShape(8, 2, 0, 8, 0, true)}) {
            Split split = shape.split(sharedBytes);
            assertTrue(split.blocks() * shape.bytes(split) <= sharedBytes, split + " of " + shape);
        }
    }
}
