package org.crosslayer.engine.model;

import java.nio.file.Path;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.Tensor;
import org.crosslayer.engine.error.BadFileException;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.error.NotEnoughMemoryException;
import org.crosslayer.engine.error.UnsupportedModelException;
import org.crosslayer.engine.format.Checkpoint;
import org.crosslayer.engine.model.LayerWeights.Norm;
import org.jspecify.annotations.Nullable;

/// The one decoder: reads an architecture as data and runs it on a backend.
///
/// Owns neither the backend nor the checkpoint; both must outlive it.
public final class Decoder {
    private final ModelConfig config;
    private final ModelWeights weights;
    private final Backend backend;
    private final FileGuard files;

    private Decoder(ModelConfig config, ModelWeights weights, Backend backend, FileGuard files) {
        this.config = config;
        this.weights = weights;
        this.backend = backend;
        this.files = files;
    }

    /// Puts a model together.
    ///
    /// @param path named in complaints about the checkpoint
    /// @throws BadFileException if the checkpoint does not hold exactly the tensors that the architecture calls for
    public static Decoder of(Path path, Checkpoint checkpoint, Architecture architecture, Backend backend)
            throws BadFileException {
        ModelWeights weights = new WeightLoader(path, checkpoint, architecture, backend).load();
        return new Decoder(architecture.config(), weights, backend, new FileGuard(checkpoint));
    }

    public ModelConfig config() {
        return config;
    }

    public Backend backend() {
        return backend;
    }

    /// What a question to the model is asked through, so that a file that is cut meanwhile ends in a sentence.
    public FileGuard files() {
        return files;
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
        PassMemory memory = PassMemory.of(config, plan, batch, capacity, Math.min(chunk, capacity), backend);
        memory.check(backend.memoryBytes());
        return new DecoderPass(this, plan, batch, capacity, Math.min(chunk, capacity));
    }

    /// The residual stream entering layer 0: embeddings, scaled, with positions and normed as the architecture wants.
    ///
    /// @param ids       `[n]`
    /// @param positions of each id; read only where positions are learned
    /// @param out       `[n, dModel]`
    /// @param spare     of the same shape, overwritten
    public void embed(int[] ids, int[] positions, Tensor out, Tensor spare) {
        backend.embed(weights.embedding(), ids, out);
        if (config.scales().embedding() != 1) {
            backend.scale(out, config.scales().embedding());
        }
        if (weights.positions() != null) {
            backend.embed(weights.positions(), positions, spare);
            backend.add(out, spare);
        }
        if (weights.embeddingNorm() != null) {
            weights.embeddingNorm().apply(backend, out, out);
        }
    }

    /// What attention of a layer reads: its residual stream, normed where the architecture norms before.
    ///
    /// @param residual `[n, dModel]` entering the layer
    /// @param out      of the same shape, another tensor
    public void attentionInput(int layer, Tensor residual, Tensor out) {
        applyOrCopy(weights.layers().get(layer).attentionNorm(), residual, out);
    }

    /// The rows that leave the last layer through the final norm, where there is one.
    ///
    /// @param residual `[n, dModel]` after the last layer
    /// @param out      of the same shape, another tensor
    public void finish(Tensor residual, Tensor out) {
        applyOrCopy(weights.finalNorm(), residual, out);
    }

    /// Logits of rows that left the final norm.
    ///
    /// @param finalRows `[n, dModel]`, as [DecoderPass#step] returns them
    /// @param out       `[n, nVocab]`
    public void logits(Tensor finalRows, Tensor out) {
        weights.unembedding().apply(backend, finalRows, out);
        if (config.scales().logits() != 1) {
            backend.scale(out, config.scales().logits());
        }
        if (config.scales().logitCap() > 0) {
            backend.softCap(out, config.scales().logitCap());
        }
    }

    /// The norm, or the rows as they are where there is none.
    void applyOrCopy(@Nullable Norm norm, Tensor x, Tensor out) {
        if (norm == null) {
            backend.copy(x, out);
        } else {
            norm.apply(backend, x, out);
        }
    }
}
