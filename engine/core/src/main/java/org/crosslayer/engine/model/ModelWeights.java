package org.crosslayer.engine.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.Weight;
import org.crosslayer.engine.error.BadFileException;
import org.crosslayer.engine.format.Checkpoint;
import org.crosslayer.engine.format.MappedTensor;
import org.crosslayer.engine.model.LayerWeights.Projection;
import org.crosslayer.engine.tensor.DType;

/// All parameters of a model, under our names; the only place that knows Hugging Face's.
///
/// @param embedding   `[nVocab, dModel]`
/// @param layers      one entry a layer
/// @param finalNorm   `[dModel]`
/// @param unembedding `[nVocab, dModel]`, the embedding itself where the two are tied
public record ModelWeights(Weight embedding, List<LayerWeights> layers, Weight finalNorm, Weight unembedding) {
    private static final Set<DType> USABLE = Set.of(DType.F32, DType.F16, DType.BF16);

    public ModelWeights {
        layers = List.copyOf(layers);
    }

    /// Finds every parameter that the architecture needs and checks its shape.
    ///
    /// @param path named in complaints
    /// @throws BadFileException if a tensor is missing, has another shape or type, or belongs to no part of the
    ///     model
    static ModelWeights load(Path path, Checkpoint checkpoint, ModelConfig config, Backend backend)
            throws BadFileException {
        return new Loader(path, checkpoint.tensors(), config, backend).load();
    }

    private static final class Loader {
        private final Path path;
        private final Map<String, MappedTensor> tensors;
        private final ModelConfig config;
        private final Backend backend;
        private final Set<String> used = new HashSet<>();

        Loader(Path path, Map<String, MappedTensor> tensors, ModelConfig config, Backend backend) {
            this.path = path;
            this.tensors = tensors;
            this.config = config;
            this.backend = backend;
        }

        ModelWeights load() throws BadFileException {
            Weight embedding = weight("model.embed_tokens.weight", config.nVocab(), config.dModel());
            List<LayerWeights> layers = new ArrayList<>();
            for (int layer = 0; layer < config.nLayers(); layer++) {
                layers.add(layer("model.layers." + layer + "."));
            }
            Weight finalNorm = weight("model.norm.weight", config.dModel());
            Weight unembedding =
                    config.tiedEmbeddings() ? embedding : weight("lm_head.weight", config.nVocab(), config.dModel());
            refuseStrangers();
            return new ModelWeights(embedding, layers, finalNorm, unembedding);
        }

        private LayerWeights layer(String prefix) throws BadFileException {
            int dModel = config.dModel();
            int queries = config.nHeads() * config.dHead();
            int keys = config.nKvHeads() * config.dHead();
            boolean bias = config.attentionBias();
            return new LayerWeights(
                    weight(prefix + "input_layernorm.weight", dModel),
                    projection(prefix + "self_attn.q_proj", queries, dModel, bias),
                    projection(prefix + "self_attn.k_proj", keys, dModel, bias),
                    projection(prefix + "self_attn.v_proj", keys, dModel, bias),
                    projection(prefix + "self_attn.o_proj", dModel, queries, bias),
                    weight(prefix + "post_attention_layernorm.weight", dModel),
                    projection(prefix + "mlp.gate_proj", config.dMlp(), dModel, config.mlpBias()),
                    projection(prefix + "mlp.up_proj", config.dMlp(), dModel, config.mlpBias()),
                    projection(prefix + "mlp.down_proj", dModel, config.dMlp(), config.mlpBias()));
        }

        private Projection projection(String name, int out, int in, boolean bias) throws BadFileException {
            return new Projection(weight(name + ".weight", out, in), bias ? weight(name + ".bias", out) : null);
        }

        private Weight weight(String name, long... shape) throws BadFileException {
            MappedTensor tensor = tensors.get(name);
            if (tensor == null) {
                throw new BadFileException(
                        path, "tensor " + name + " is missing: the folder does not hold the whole model");
            }
            List<Long> expected = java.util.Arrays.stream(shape).boxed().toList();
            if (!tensor.shape().equals(expected)) {
                throw new BadFileException(
                        path,
                        "tensor " + name + " has shape " + tensor.shape() + " but config.json says " + expected
                                + ": the two do not belong together");
            }
            if (!USABLE.contains(tensor.dtype())) {
                throw new BadFileException(
                        path, "tensor " + name + " is stored as " + tensor.dtype() + "; F32, F16 and BF16 can be run");
            }
            used.add(name);
            return backend.weight(tensor);
        }

        /// A tensor nobody asked for means that the model computes something we would leave out.
        private void refuseStrangers() throws BadFileException {
            for (String name : tensors.keySet()) {
                boolean derived = name.endsWith(".rotary_emb.inv_freq")
                        || (config.tiedEmbeddings() && name.equals("lm_head.weight"));
                if (!used.contains(name) && !derived) {
                    throw new BadFileException(
                            path,
                            "tensor " + name + " has no place in the " + config.architecture()
                                    + " architecture: the model is of another kind than config.json says");
                }
            }
        }
    }
}
