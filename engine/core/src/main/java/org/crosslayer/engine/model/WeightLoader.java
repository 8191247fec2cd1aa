package org.crosslayer.engine.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.Weight;
import org.crosslayer.engine.error.BadFileException;
import org.crosslayer.engine.format.Checkpoint;
import org.crosslayer.engine.format.MappedTensor;
import org.crosslayer.engine.model.LayerWeights.Norm;
import org.crosslayer.engine.model.LayerWeights.Projection;
import org.jspecify.annotations.Nullable;

/// Finds every parameter that an architecture calls for, checks its shape, and puts it the way the decoder reads it.
final class WeightLoader {
    private static final String WEIGHT = ".weight";
    private static final String BIAS = ".bias";
    /// Scales that turn a stored eight-bit matrix into the real one, as transformers names them.
    private static final List<String> SCALES = List.of("_scale_inv", "_scale");
    /// Scales of other things than parameters, which computing in float32 has no use for.
    private static final List<String> OTHER_SCALES = List.of(".input_scale", ".output_scale", ".k_scale", ".v_scale");

    private final Path path;
    private final Map<String, MappedTensor> tensors;
    private final ModelConfig config;
    private final WeightLayout layout;
    private final Backend backend;
    private final String prefix;
    private final Set<String> used = new HashSet<>();

    /// @param path named in complaints
    WeightLoader(Path path, Checkpoint checkpoint, Architecture architecture, Backend backend) {
        this.path = path;
        tensors = checkpoint.tensors();
        config = architecture.config();
        layout = architecture.weights();
        this.backend = backend;
        String landmark = layout.name(Part.OUTPUT, 0) + WEIGHT;
        prefix = layout.prefixes().stream()
                .filter(possible -> tensors.containsKey(possible + landmark))
                .findFirst()
                .orElse(layout.prefixes().getFirst());
    }

    /// @throws BadFileException if a tensor is missing, has another shape or type, or belongs to no part of the model
    ModelWeights load() throws BadFileException {
        int dModel = config.dModel();
        Weight embedding = backend.weight(matrix(embeddingName(), config.nVocab(), dModel));
        Weight positions = config.positions().learned() ? positions() : null;
        Norm embeddingNorm = config.norm().ofEmbedding() ? norm(Part.EMBEDDING_NORM, 0, dModel) : null;
        List<LayerWeights> layers = new ArrayList<>();
        for (int layer = 0; layer < config.nLayers(); layer++) {
            layers.add(layer(layer));
        }
        Norm finalNorm = config.norm().atEnd() ? norm(Part.FINAL_NORM, 0, dModel) : null;
        String unembedding = layout.name(Part.UNEMBEDDING, 0);
        Weight matrix = config.tiedEmbeddings()
                ? embedding
                : backend.weight(matrix(unembedding + WEIGHT, config.nVocab(), dModel));
        Weight bias = config.unembeddingBias() ? backend.weight(tensor(unembedding + BIAS, config.nVocab())) : null;
        refuseStrangers();
        return new ModelWeights(embedding, positions, embeddingNorm, layers, finalNorm, new Projection(matrix, bias));
    }

    /// Tied embeddings may be stored under either name.
    private String embeddingName() {
        String own = prefix + layout.name(Part.EMBEDDING, 0) + WEIGHT;
        String other = layout.name(Part.UNEMBEDDING, 0) + WEIGHT;
        return config.tiedEmbeddings() && !tensors.containsKey(own) && tensors.containsKey(other) ? other : own;
    }

    private Weight positions() throws BadFileException {
        int skipped = layout.skippedPositions();
        MappedTensor table = matrix(name(Part.POSITIONS, 0) + WEIGHT, config.nCtx() + skipped, config.dModel());
        return backend.weight(TensorEdits.rows(table, skipped, config.nCtx()));
    }

    private LayerWeights layer(int layer) throws BadFileException {
        int dModel = config.dModel();
        int queries = config.nHeads() * config.dHead();
        NormConfig.Place place = config.norm().place();
        boolean normsMlp = place.before() && config.mlp().place() != MlpConfig.Place.BESIDE_ATTENTION_ONE_NORM;
        Projection[] inputs = queryKeyValue(layer);
        Projection[] hidden = gateUp(layer);
        AttentionConfig attention = config.attention();
        return new LayerWeights(
                place.before() ? norm(Part.ATTENTION_NORM, layer, dModel) : null,
                inputs[0],
                inputs[1],
                inputs[2],
                projection(Part.OUTPUT, layer, dModel, queries, attention.outputBias()),
                headNorm(Part.QUERY_NORM, layer, config.nHeads()),
                headNorm(Part.KEY_NORM, layer, config.nKvHeads()),
                place.after() ? norm(Part.ATTENTION_POST_NORM, layer, dModel) : null,
                normsMlp ? norm(Part.MLP_NORM, layer, dModel) : null,
                config.mlp().gated() ? hidden[0] : null,
                hidden[hidden.length - 1],
                projection(Part.DOWN, layer, dModel, config.dMlp(), config.mlp().bias()),
                place.after() ? norm(Part.MLP_POST_NORM, layer, dModel) : null);
    }

    private Projection[] queryKeyValue(int layer) throws BadFileException {
        int d = config.dHead();
        int queries = config.nHeads() * d;
        int keys = config.nKvHeads() * d;
        boolean bias = config.attention().inputBias();
        if (!layout.has(Part.QUERY_KEY_VALUE)) {
            return new Projection[] {
                projection(Part.QUERY, layer, queries, config.dModel(), bias),
                projection(Part.KEY, layer, keys, config.dModel(), bias),
                projection(Part.VALUE, layer, keys, config.dModel(), bias)
            };
        }
        return split(Part.QUERY_KEY_VALUE, layer, bias, queries, keys, keys);
    }

    /// Gate and up projection, or the up projection alone.
    private Projection[] gateUp(int layer) throws BadFileException {
        int dMlp = config.dMlp();
        boolean bias = config.mlp().bias();
        if (config.mlp().gated() && layout.has(Part.GATE_UP)) {
            return split(Part.GATE_UP, layer, bias, dMlp, dMlp);
        }
        Projection up = projection(Part.UP, layer, dMlp, config.dModel(), bias);
        return config.mlp().gated()
                ? new Projection[] {projection(Part.GATE, layer, dMlp, config.dModel(), bias), up}
                : new Projection[] {up};
    }

    /// The projections that one matrix holds, each with `rows` of it.
    private Projection[] split(Part part, int layer, boolean bias, int... rows) throws BadFileException {
        int all = Arrays.stream(rows).sum();
        MappedTensor matrix = layerMatrix(name(part, layer) + WEIGHT, all, config.dModel());
        MappedTensor biases = bias ? tensor(name(part, layer) + BIAS, all) : null;
        Projection[] parts = new Projection[rows.length];
        long first = 0;
        for (int i = 0; i < rows.length; i++) {
            parts[i] = new Projection(
                    backend.weight(cut(matrix, part, i, first, rows[i])),
                    biases == null ? null : backend.weight(cut(biases, part, i, first, rows[i])));
            first += rows[i];
        }
        return parts;
    }

    private MappedTensor cut(MappedTensor tensor, Part part, int index, long first, int rows) {
        boolean byHead = part == Part.QUERY_KEY_VALUE && layout.fusedOrder() == WeightLayout.FusedOrder.HEAD_BY_HEAD;
        return byHead
                ? TensorEdits.everyBlock(tensor, index, 3, config.dHead())
                : TensorEdits.rows(tensor, first, rows);
    }

    private Projection projection(Part part, int layer, int out, int in, boolean bias) throws BadFileException {
        String name = name(part, layer);
        Weight matrix = backend.weight(layerMatrix(name + WEIGHT, out, in));
        return new Projection(matrix, bias ? backend.weight(tensor(name + BIAS, out)) : null);
    }

    private @Nullable Norm headNorm(Part part, int layer, int heads) throws BadFileException {
        return switch (config.attention().headNorm()) {
            case NONE -> null;
            case EACH_HEAD -> norm(part, layer, config.dHead());
            case ALL_HEADS -> norm(part, layer, heads * config.dHead());
        };
    }

    private Norm norm(Part part, int layer, int size) throws BadFileException {
        MappedTensor gain = tensor(name(part, layer) + WEIGHT, size);
        if (layout.gainOffset() != 0) {
            gain = TensorEdits.plus(gain, layout.gainOffset());
        }
        boolean bias = config.norm().kind() == NormConfig.Kind.LAYER;
        return new Norm(
                config.norm().kind(),
                config.norm().eps(),
                backend.weight(gain),
                bias ? backend.weight(tensor(name(part, layer) + BIAS, size)) : null);
    }

    private String name(Part part, int layer) {
        return prefix + layout.name(part, layer);
    }

    /// A matrix inside of a layer as `[out, in]`.
    private MappedTensor layerMatrix(String name, int out, int in) throws BadFileException {
        return layout.transposed() ? TensorEdits.transposed(matrix(name, in, out)) : matrix(name, out, in);
    }

    private MappedTensor matrix(String name, int rows, int columns) throws BadFileException {
        return tensor(name, rows, columns);
    }

    private MappedTensor tensor(String name, long... shape) throws BadFileException {
        MappedTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new BadFileException(path, "tensor " + name + " is missing: this is not the whole model");
        }
        List<Long> expected = Arrays.stream(shape).boxed().toList();
        if (!tensor.shape().equals(expected)) {
            throw new BadFileException(
                    path,
                    "tensor " + name + " has shape " + tensor.shape() + " but the configuration says " + expected
                            + ": the two do not belong together");
        }
        used.add(name);
        if (EightBitFloats.is(tensor.dtype())) {
            return EightBitFloats.widened(tensor, scales(tensor));
        }
        if (!tensor.dtype().isWeight()) {
            throw new BadFileException(
                    path,
                    "tensor " + name + " is stored as " + tensor.dtype()
                            + "; F32, F16, BF16, F8 with scales, and of GGML's blocks Q4_0 to Q8_0, Q2_K to Q6_K, IQ4_NL,"
                            + " IQ4_XS and MXFP4 can be run");
        }
        return tensor;
    }

    /// The scales that the file states for an eight-bit tensor.
    private MappedTensor scales(MappedTensor tensor) throws BadFileException {
        for (String ending : SCALES) {
            MappedTensor scales = tensors.get(tensor.name() + ending);
            if (scales == null) {
                continue;
            }
            if (!scales.dtype().isFloat() || !EightBitFloats.fits(tensor.shape(), scales.shape())) {
                throw new BadFileException(
                        path,
                        "tensor " + scales.name() + " of shape " + scales.shape() + " and type " + scales.dtype()
                                + " does not fit " + tensor.shape()
                                + ": one scale for all, one a row and one a block are supported");
            }
            used.add(scales.name());
            return scales;
        }
        throw new BadFileException(
                path,
                "tensor " + tensor.name() + " is stored as " + tensor.dtype() + " without scales in " + tensor.name()
                        + "_scale or _scale_inv, so its values are not known");
    }

    /// A tensor nobody asked for means that the model computes something we would leave out.
    private void refuseStrangers() throws BadFileException {
        for (String name : tensors.keySet()) {
            if (!used.contains(name) && !known(name)) {
                throw new BadFileException(
                        path,
                        "tensor " + name + " has no place in the " + config.architecture()
                                + " architecture: the model is of another kind than its configuration says");
            }
        }
    }

    private boolean known(String name) {
        boolean copyOfEmbedding = config.tiedEmbeddings() && name.equals(layout.name(Part.UNEMBEDDING, 0) + WEIGHT);
        return copyOfEmbedding
                || layout.derived().stream().anyMatch(name::endsWith)
                || layout.otherModels().stream().anyMatch(name::startsWith)
                || OTHER_SCALES.stream().anyMatch(name::endsWith);
    }
}
