package org.crosslayer.engine.format;

import java.util.Map;

/// All tensors of a model, by name, over mapped memory. Closing it unmaps them.
public interface Checkpoint extends AutoCloseable {
    /// The tensors by name, in the order of the files; unmodifiable.
    Map<String, MappedTensor> tensors();

    /// Free text that the files carry about themselves; unmodifiable.
    Map<String, String> metadata();

    @Override
    void close();
}
