package org.crosslayer.engine.model;

import java.util.ArrayList;
import java.util.List;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.error.BadFileException;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.error.UnsupportedModelException;
import org.crosslayer.engine.format.GgufFile;
import org.crosslayer.engine.format.GgufMetadata;
import org.crosslayer.engine.format.MappedTensor;

/// Reads the keys of a GGUF file into an [Architecture]; the foreign names end here and in [GgufFamilies].
///
/// Absent keys take the defaults of llama.cpp's loader. What the file leaves to its tensors (biases, tied
/// embeddings, the size of the vocabulary, factors of rotation) is read from them.
public final class GgufConfigReader {
    /// Layers of the one Gemma 2 (27B) whose scores are scaled by another size than that of a head.
    private static final int GEMMA2_27B_LAYERS = 46;

    private static final String WEIGHT = ".weight";
    private static final String BIAS = ".bias";

    private final GgufFile file;
    private final GgufMetadata keys;
    private final GgufFamily family;

    private GgufConfigReader(GgufFile file, GgufFamily family) {
        this.file = file;
        keys = file.keys();
        this.family = family;
    }

    /// Reads what the decoder must know.
    ///
    /// @throws BadFileException          if a key is absent or makes no sense
    /// @throws UnsupportedModelException if the model is well described but not of a kind this engine runs
    public static Architecture read(GgufFile file) throws EngineException {
        GgufMetadata keys = file.keys();
        String name = keys.text("general.architecture");
        GgufFamily family = GgufFamilies.of(name)
                .orElseThrow(() -> new UnsupportedModelException(keys.path() + ": the general.architecture \"" + name
                        + "\" is not supported in GGUF files; " + GgufFamilies.names() + " are."));
        if (!file.hasData()) {
            throw new BadFileException(
                    keys.path(), "holds a header without the tensors: download the whole file to run it.");
        }
        return new GgufConfigReader(file, family).read();
    }

    private Architecture read() throws EngineException {
        requireDense();
        int dModel = keys.positiveInt(key("embedding_length"));
        int nLayers = keys.positiveInt(key("block_count"));
        int nHeads = keys.positiveInt(key("attention.head_count"));
        int dHead = dHead(dModel, nHeads);
        int nCtx = keys.positiveInt(key("context_length"));
        ModelConfig config = new ModelConfig(
                family.name(),
                nLayers,
                nHeads,
                nKvHeads(nHeads),
                dModel,
                dHead,
                keys.positiveInt(key("feed_forward_length")),
                nVocab(),
                nCtx,
                norm(),
                attention(nLayers, nHeads, dModel, dHead),
                mlp(),
                positions(nLayers, dHead, nCtx),
                scales(dModel),
                !has("output" + WEIGHT),
                has("output" + BIAS));
        return new Architecture(config, layout());
    }

    private WeightLayout layout() {
        return WeightLayout.of(family.names())
                .withDerived("rope_freqs.weight", "rope_factors_long.weight", "rope_factors_short.weight");
    }

    private void requireDense() throws EngineException {
        if (keys.countOr(key("expert_count"), 0) > 0) {
            throw new UnsupportedModelException(
                    keys.path() + ": mixtures of experts (" + key("expert_count") + ") are not supported.");
        }
        for (String size : List.of("attention.head_count", "attention.head_count_kv", "feed_forward_length")) {
            if (keys.isArray(key(size))) {
                throw new UnsupportedModelException(
                        keys.path() + ": " + key(size) + " differs from layer to layer, which is not supported.");
            }
        }
    }

    private int dHead(int dModel, int nHeads) throws BadFileException {
        String length = key("attention.key_length");
        if (!keys.has(length) && dModel % nHeads != 0) {
            throw keys.wrong(key("embedding_length"), "divisible by the " + nHeads + " heads");
        }
        int dHead = keys.positiveIntOr(length, dModel / nHeads);
        if (dHead % 2 != 0) {
            throw keys.wrong(keys.has(length) ? length : key("embedding_length"), "such that heads have an even size");
        }
        if (keys.positiveIntOr(key("attention.value_length"), dHead) != dHead) {
            throw keys.wrong(key("attention.value_length"), dHead + ", the size of query heads");
        }
        return dHead;
    }

    private int nKvHeads(int nHeads) throws BadFileException {
        String count = key("attention.head_count_kv");
        int nKvHeads = keys.positiveIntOr(count, nHeads);
        if (nHeads % nKvHeads != 0) {
            throw keys.wrong(count, "a divisor of the number of heads (" + nHeads + ")");
        }
        return nKvHeads;
    }

    private int nVocab() throws BadFileException {
        MappedTensor table = file.tensors().get("token_embd" + WEIGHT);
        if (table == null || table.shape().size() != 2 || table.shape().getFirst() > Integer.MAX_VALUE) {
            throw new BadFileException(
                    keys.path(),
                    "lacks the table token_embd.weight: it holds a vocabulary alone, or not the whole model.");
        }
        return Math.toIntExact(table.shape().getFirst());
    }

    private NormConfig norm() throws BadFileException {
        NormConfig norm = family.norm();
        boolean rms = norm.kind() == NormConfig.Kind.RMS;
        double eps =
                keys.positiveNumber(key(rms ? "attention.layer_norm_rms_epsilon" : "attention.layer_norm_epsilon"));
        return new NormConfig(norm.kind(), (float) eps, norm.place(), norm.ofEmbedding(), norm.atEnd());
    }

    private AttentionConfig attention(int nLayers, int nHeads, int dModel, int dHead) throws BadFileException {
        boolean gemma2 = family.key().equals("gemma2");
        int size = gemma2 && nLayers == GEMMA2_27B_LAYERS ? dModel / nHeads : dHead;
        double scale = keys.numberOr(key("attention.scale"), 0);
        return new AttentionConfig(
                has("blk.0.attn_q" + BIAS) || has("blk.0.attn_qkv" + BIAS),
                has("blk.0.attn_output" + BIAS),
                family.headNorm(),
                scale == 0 ? AttentionConfig.scaleOf(size) : (float) scale,
                (float) keys.numberOr(key("attn_logit_softcapping"), gemma2 ? 50 : 0));
    }

    private MlpConfig mlp() throws BadFileException {
        MlpConfig mlp = family.mlp();
        boolean beside = mlp.place().beside() && keys.flagOr(key("use_parallel_residual"), true);
        return new MlpConfig(
                mlp.activation(),
                mlp.gated(),
                has("blk.0.ffn_down" + BIAS),
                beside ? mlp.place() : MlpConfig.Place.AFTER_ATTENTION);
    }

    private ScaleConfig scales(int dModel) throws BadFileException {
        double cap = keys.numberOr(key("final_logit_softcapping"), family.key().equals("gemma2") ? 30 : 0);
        return new ScaleConfig(family.scalesEmbeddingByWidth() ? (float) Math.sqrt(dModel) : 1, 1, 1, (float) cap);
    }

    private PositionConfig positions(int nLayers, int dHead, int nCtx) throws EngineException {
        boolean learned = family.positions() == GgufFamily.Positions.LEARNED;
        RopeConfig rope = learned ? null : GgufRopeReader.read(file, family, dHead, nCtx);
        int window = keys.countOr(key("attention.sliding_window"), 0);
        List<PositionConfig.Layer> layers = new ArrayList<>();
        for (int layer = 0; layer < nLayers; layer++) {
            boolean windowed = window > 0 && (!family.alternatingWindows() || layer % 2 == 0);
            layers.add(new PositionConfig.Layer(rope, windowed ? window : Backend.ALL_KEYS));
        }
        return new PositionConfig(learned, false, layers);
    }

    private boolean has(String tensor) {
        return file.tensors().containsKey(tensor);
    }

    private String key(String name) {
        return family.key() + "." + name;
    }
}
