package org.crosslayer.engine.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.crosslayer.engine.backend.ReferenceBackend;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.error.NotEnoughMemoryException;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.Goldens;
import org.crosslayer.engine.model.ModelConfig;
import org.crosslayer.engine.model.PassMemory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// On `llama-mha`: 4 layers, 4 heads, 128 positions.
class MemoryEstimateTest {
    private static final MemoryRoom PLENTY = new MemoryRoom(1L << 40, 1L << 40);

    @Test
    void mapsAreCountedTwiceAndThePassAsItAllocates() throws EngineException {
        ModelConfig config = config();
        MemoryEstimate estimate = MemoryEstimate.of(config, CaptureSize.maps(40, 3), 123, PLENTY);
        assertEquals(4L * 3 * 4 * 40 * 40, estimate.kept());
        PassMemory pass = PassMemory.of(config, AttentionPlan.none(4), 1, 40, 40);
        assertEquals(pass.totalBytes(), estimate.device());
        assertEquals(123, estimate.weights());
        assertTrue(estimate.fits());
        assertEquals(List.of(), estimate.offers());
        assertEquals("This fits.", estimate.verdict());
    }

    @Test
    void chosenMapsAreCountedOneByOneAndOnlyAShorterTextIsOffered() throws EngineException {
        ModelConfig config = config();
        assertEquals(
                4L * 3 * 100 * 100,
                MemoryEstimate.of(config, CaptureSize.chosen(100, 3), 0, PLENTY).kept());
        MemoryRoom room = new MemoryRoom(1L << 40, 4L * 3 * 50 * 50);
        MemoryEstimate tooLarge = MemoryEstimate.of(config, CaptureSize.chosen(100, 3), 0, room);
        assertEquals(List.of(new MemoryEstimate.Offer(50, 1)), tooLarge.offers());
    }

    @Test
    void theOffersFitAndOneMoreWouldNot() throws EngineException {
        ModelConfig config = config();
        MemoryRoom room = new MemoryRoom(1L << 40, 4L * 2 * 4 * 100 * 100);
        MemoryEstimate estimate = MemoryEstimate.of(config, CaptureSize.maps(100, 4), 0, room);
        assertFalse(estimate.fits());
        assertEquals(List.of(new MemoryEstimate.Offer(70, 4), new MemoryEstimate.Offer(100, 2)), estimate.offers());
        assertTrue(MemoryEstimate.of(config, CaptureSize.maps(70, 4), 0, room).fits());
        assertFalse(MemoryEstimate.of(config, CaptureSize.maps(71, 4), 0, room).fits());
        assertTrue(estimate.verdict().endsWith("70 tokens fit, or 2 layers fit."), estimate.verdict());
    }

    @Test
    void whereSlabsDoNotFitTheStepsBecomeSmaller() throws EngineException {
        ModelConfig config = config();
        long small = PassMemory.of(config, AttentionPlan.none(4), 1, 128, 32).totalBytes();
        MemoryEstimate estimate =
                MemoryEstimate.of(config, CaptureSize.maps(128, 1), 0, new MemoryRoom(small, 1L << 40));
        assertEquals(32, estimate.chunk());
        assertTrue(estimate.fits());
        assertEquals("This fits, in steps of 32 rows.", estimate.verdict());
    }

    @ParameterizedTest
    @ValueSource(ints = {129, 1_000_000, Integer.MAX_VALUE})
    void absurdSizesAreToldInASentence(int tokens) throws EngineException {
        MemoryEstimate estimate = MemoryEstimate.of(
                config(), CaptureSize.everything(config(), tokens), 1L << 34, new MemoryRoom(1L << 34, 1L << 33));
        assertFalse(estimate.fits());
        assertTrue(estimate.kept() > 0 && estimate.device() > 0, estimate.toString());
        assertEquals("The model has positions for 128 tokens: 128 tokens fit.", estimate.verdict());
    }

    @Test
    void withoutAnyMemoryThereIsNothingToOffer() throws EngineException {
        MemoryEstimate estimate = MemoryEstimate.of(config(), CaptureSize.maps(64, 4), 0, new MemoryRoom(0, 0));
        assertEquals(List.of(), estimate.offers());
        assertTrue(estimate.verdict().startsWith("Running it needs "), estimate.verdict());
        NotEnoughMemoryException e = assertThrows(NotEnoughMemoryException.class, estimate::check);
        assertTrue(e.getMessage().contains("use a shorter text or fewer maps"), e.getMessage());
    }

    private static ModelConfig config() throws EngineException {
        try (Goldens golden = Goldens.open("llama-mha", new ReferenceBackend())) {
            return golden.decoder().config();
        }
    }
}
