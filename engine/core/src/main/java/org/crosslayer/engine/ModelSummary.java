package org.crosslayer.engine;

import java.nio.file.Path;
import java.util.List;
import org.crosslayer.engine.model.ModelConfig;

/// What a model is, for people and for `inspect`.
///
/// @param name       the folder's or file's name
/// @param path       where it lies
/// @param config     its architecture
/// @param parameters how many parameters, tied ones counted once
/// @param bytes      bytes of all tensors on disk
/// @param tensors    every tensor, in file order
public record ModelSummary(
        String name, Path path, ModelConfig config, long parameters, long bytes, List<TensorLine> tensors) {
    /// One tensor.
    ///
    /// @param name  as in the file
    /// @param dtype stored type
    /// @param shape outermost axis first
    public record TensorLine(String name, String dtype, List<Long> shape) {}

    public ModelSummary {
        tensors = List.copyOf(tensors);
    }
}
