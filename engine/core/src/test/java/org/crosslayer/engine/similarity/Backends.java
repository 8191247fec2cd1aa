package org.crosslayer.engine.similarity;

import java.util.stream.Stream;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.FastBackend;
import org.crosslayer.engine.backend.ReferenceBackend;
import org.crosslayer.engine.error.BackendUnavailableException;

/// Every backend that these tests run on.
final class Backends {
    private Backends() {}

    /// New ones each time; whoever takes one closes it.
    static Stream<Backend> all() throws BackendUnavailableException {
        return Stream.of(new ReferenceBackend(), FastBackend.open());
    }
}
