package org.crosslayer.engine.model;

import java.nio.file.Path;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.Tensor;
import org.crosslayer.engine.error.BadFileException;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.error.NotEnoughMemoryException;
import org.crosslayer.engine.error.UnsupportedModelException;
import org.crosslayer.engine.format.Checkpoint;

/// The one decoder: reads an architecture as data and runs it on a backend.
///
/// Owns neither the backend nor the checkpoint; both must outlive it.
public final class Decoder {
    private final ModelConfig config;
    private final ModelWeights weights;
    private final Backend backend;

    private Decoder(ModelConfig config, ModelWeights weights, Backend backend) {
        this.config = config;
        this.weights = weights;
        this.backend = backend;
    }

    /// Puts a model together.
    ///
    /// @param path named in complaints about the checkpoint
    /// @throws BadFileException if the checkpoint does not hold exactly the tensors that the configuration calls
    ///     for
    public static Decoder of(Path path, Checkpoint checkpoint, ModelConfig config, Backend backend)
            throws BadFileException {
        return new Decoder(config, ModelWeights.load(path, checkpoint, config, backend), backend);
    }

    public ModelConfig config() {
        return config;
    }

    public Backend backend() {
        return backend;
    }

    /// The parameters where the backend reads them; frozen.
    public ModelWeights weights() {
        return weights;
    }

    /// A new run of `batch` sequences under a plan.
    ///
    /// @param capacity most positions a sequence will have
    /// @param chunk    most rows a single step will have
    /// @throws UnsupportedModelException if the model has no positions for so many
    /// @throws NotEnoughMemoryException  if caches and scratch would not fit
    public DecoderPass pass(AttentionPlan plan, int batch, int capacity, int chunk) throws EngineException {
        if (plan.nLayers() != config.nLayers()) {
            throw new IllegalArgumentException(
                    "a plan of " + plan.nLayers() + " layers does not fit a model of " + config.nLayers());
        }
        if (capacity > config.nCtx()) {
            throw new UnsupportedModelException("This model has positions for " + config.nCtx() + " tokens, not for "
                    + capacity + ": use a shorter text or smaller windows.");
        }
        PassMemory memory = PassMemory.of(config, plan, batch, capacity, Math.min(chunk, capacity));
        memory.check(backend.memoryBytes());
        return new DecoderPass(config, weights, backend, plan, batch, capacity, Math.min(chunk, capacity));
    }

    /// Logits of rows that left the final norm.
    ///
    /// @param finalRows `[n, dModel]`, as [DecoderPass#step] returns them
    /// @param out       `[n, nVocab]`
    public void logits(Tensor finalRows, Tensor out) {
        backend.linear(finalRows, weights.unembedding(), null, out);
    }
}
