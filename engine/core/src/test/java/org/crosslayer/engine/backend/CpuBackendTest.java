package org.crosslayer.engine.backend;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.crosslayer.engine.error.BackendUnavailableException;
import org.junit.jupiter.api.Test;

/// What the CPU backend says of itself.
final class CpuBackendTest {
    @Test
    void theDescriptionNamesThreadsVectorsAndTheKernelsOfOpenBlas() throws BackendUnavailableException {
        CpuBackend backend = new CpuBackend(2);
        String description = backend.description();
        backend.close();
        assertTrue(
                description.matches("CPU, 2 threads, \\d+-bit vectors, OpenBLAS \\(\\w[\\w ]*\\) through ND4J"),
                description);
    }
}
