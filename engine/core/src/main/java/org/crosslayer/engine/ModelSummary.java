package org.crosslayer.engine;

import java.nio.file.Path;
import java.util.List;
import org.crosslayer.engine.format.Checkpoint;
import org.crosslayer.engine.format.MappedTensor;
import org.crosslayer.engine.format.ModelPlace;
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

    static ModelSummary of(Path folder, Checkpoint checkpoint, ModelConfig config) {
        List<TensorLine> lines = checkpoint.tensors().values().stream()
                .map(tensor -> new TensorLine(tensor.name(), tensor.dtype().name(), tensor.shape()))
                .toList();
        long parameters = 0;
        long bytes = 0;
        for (MappedTensor tensor : checkpoint.tensors().values()) {
            parameters += tensor.size();
            bytes += tensor.data().byteSize();
        }
        return new ModelSummary(ModelPlace.nameOf(folder), folder, config, parameters, bytes, lines);
    }
}
