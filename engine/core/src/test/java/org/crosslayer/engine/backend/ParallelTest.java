package org.crosslayer.engine.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class ParallelTest {
    @Test
    void everyTaskRunsOnceHoweverManyThereAre() {
        try (Parallel parallel = new Parallel(3)) {
            for (int count = 0; count < 200; count++) {
                AtomicIntegerArray runs = new AtomicIntegerArray(count);
                parallel.run(count, (index, _) -> runs.incrementAndGet(index));
                for (int i = 0; i < count; i++) {
                    assertEquals(1, runs.get(i));
                }
            }
        }
    }

    @Test
    void aFailureReachesTheCallerAndTheCrewGoesOn() {
        try (Parallel parallel = new Parallel(2)) {
            assertThrows(
                    IllegalStateException.class,
                    () -> parallel.run(50, (index, _) -> {
                        if (index == 17) {
                            throw new IllegalStateException();
                        }
                    }));
            AtomicIntegerArray runs = new AtomicIntegerArray(50);
            parallel.run(50, (index, _) -> runs.incrementAndGet(index));
            assertEquals(1, runs.get(49));
        }
    }
}
