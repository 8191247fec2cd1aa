package org.crosslayer.engine.model;

import org.crosslayer.engine.backend.Activation;
import org.crosslayer.engine.format.MappedTensor;
import org.crosslayer.engine.model.LisaOptions.Carrier;
import org.crosslayer.engine.model.LisaOptions.Combine;
import org.crosslayer.engine.tensor.FloatMatrix;

/// Adapters that are known to do something exactly.
final class TestAdapters {
    private TestAdapters() {}

    /// No alignment, and as difference the layer's whole scores, from its own projections.
    static LisaAdapter ownProjections(Goldens golden, int layer) {
        ModelConfig config = golden.decoder().config();
        int h = config.nHeads();
        LisaOptions options =
                new LisaOptions(config.dHead(), 0, Activation.SILU, true, true, Carrier.SCORES, Combine.ADD);
        String prefix = "model.layers." + layer + ".self_attn.";
        return new LisaAdapter(
                options,
                FloatMatrix.copyOf(0, h, new float[0]),
                FloatMatrix.copyOf(1, 0, new float[0]),
                FloatMatrix.copyOf(h, 0, new float[0]),
                FloatMatrix.copyOf(1, h, new float[h]),
                FloatMatrix.copyOf(h, h, new float[h * h]),
                matrix(golden.parameter(prefix + "q_proj.weight")),
                matrix(golden.parameter(prefix + "k_proj.weight")));
    }

    private static FloatMatrix matrix(MappedTensor tensor) {
        int rows = Math.toIntExact(tensor.shape().get(0));
        return FloatMatrix.copyOf(rows, Math.toIntExact(tensor.shape().get(1)), tensor.toFloats());
    }
}
