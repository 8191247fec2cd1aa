package org.crosslayer.engine.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkspaceTest {
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void tensorsStartAtZeroAndDieWithTheirWorkspace(boolean plain) {
        try (Backend backend = plain ? new ReferenceBackend() : Values.fast()) {
            Workspace workspace = backend.workspace();
            Tensor tensor = workspace.allocate(2, 3, 5);
            Tensor view = tensor.as(1, 5, 6).rows(1, 2);
            assertEquals(120, workspace.sizeBytes());
            assertArrayEquals(new float[12], backend.read(view));
            workspace.close();
            workspace.close();
            assertEquals(0, workspace.sizeBytes());
            assertThrows(IllegalStateException.class, () -> backend.read(tensor));
            assertThrows(IllegalStateException.class, () -> backend.add(view, view));
            assertThrows(IllegalStateException.class, () -> workspace.allocate(1, 1));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void tensorsOfAnotherBackendAreRefused(boolean plain) {
        try (Backend mine = plain ? new ReferenceBackend() : Values.fast();
                Backend other = plain ? Values.fast() : new ReferenceBackend();
                Workspace memory = other.workspace()) {
            Tensor foreign = memory.allocate(1, 3);
            assertThrows(IllegalArgumentException.class, () -> mine.read(foreign));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBackendMayBeClosedTwice(boolean plain) {
        Backend backend = plain ? new ReferenceBackend() : Values.fast();
        backend.close();
        assertDoesNotThrow(backend::close);
    }
}
