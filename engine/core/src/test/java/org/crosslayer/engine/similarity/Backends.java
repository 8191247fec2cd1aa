package org.crosslayer.engine.similarity;

import java.util.stream.Stream;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.ReferenceBackend;

/// Every backend that these tests run on.
final class Backends {
    private Backends() {}

    /// New ones each time; whoever takes one closes it.
    static Stream<Backend> all() {
        return Stream.of(new ReferenceBackend());
    }
}
