package org.crosslayer.engine.format;

import java.util.Map;
import org.crosslayer.engine.error.BadFileException;

/// All tensors of a model, by name, over mapped memory. Closing it unmaps them.
public interface Checkpoint extends AutoCloseable {
    /// The tensors by name, in the order of the files; unmodifiable.
    Map<String, MappedTensor> tensors();

    /// Free text that the files carry about themselves; unmodifiable.
    Map<String, String> metadata();

    /// Refuses files that were cut or changed since they were mapped; what lies in memory cannot be.
    ///
    /// @throws BadFileException if one was, naming it
    default void requireUnchanged() throws BadFileException {}

    @Override
    void close();
}
