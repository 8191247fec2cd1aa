package org.crosslayer.engine.model;

import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.Tensor;
import org.crosslayer.engine.error.EngineException;

/// The one decoder: reads an architecture as data and runs it on a backend.
public final class Decoder {
    Decoder() {}

    public ModelConfig config() {
        throw new UnsupportedOperationException();
    }

    public Backend backend() {
        throw new UnsupportedOperationException();
    }

    /// A new run of `batch` sequences under a plan.
    ///
    /// @param capacity most positions a sequence will have
    /// @param chunk    most rows a single step will have
    public DecoderPass pass(AttentionPlan plan, int batch, int capacity, int chunk) throws EngineException {
        throw new UnsupportedOperationException();
    }

    /// `[n, nVocab]` logits of `[n, dModel]` rows that left the final norm; valid until the pass's next step.
    public void logits(Tensor finalRows, Tensor out) {
        throw new UnsupportedOperationException();
    }
}
