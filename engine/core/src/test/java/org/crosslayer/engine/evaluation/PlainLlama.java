package org.crosslayer.engine.evaluation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.format.SafetensorsFile;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.ConfigReader;
import org.crosslayer.engine.model.Deviation;
import org.crosslayer.engine.model.GaussianNoise;
import org.crosslayer.engine.model.LayerAttention;
import org.crosslayer.engine.model.LisaAdapter;
import org.crosslayer.engine.model.ModelConfig;
import org.crosslayer.engine.model.RopeConfig;
import org.crosslayer.samples.SampleModels;

/// A Llama written down once more, straight from its formulas and in double precision: no chunks, no cache, no backend,
/// and every shared pattern handed on layer by layer. What the engine computes under a plan is checked against it.
final class PlainLlama {
    private final ModelConfig config;
    private final Map<String, double[]> weights;

    private PlainLlama(ModelConfig config, Map<String, double[]> weights) {
        this.config = config;
        this.weights = weights;
    }

    /// One of the tiny models beside the golden files.
    static PlainLlama open(String golden) throws EngineException {
        Path folder = SampleModels.golden(golden);
        try (SafetensorsFile file = SafetensorsFile.open(folder.resolve("model.safetensors"))) {
            Map<String, double[]> weights = file.tensors().entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, entry -> entry.getValue().toDoubles()));
            return new PlainLlama(
                    ConfigReader.read(folder.resolve("config.json")).config(), weights);
        }
    }

    /// Losses of tokens 2 … n in nats.
    double[] losses(int[] ids, AttentionPlan plan) {
        double[][] logits = logits(ids, plan);
        double[] losses = new double[ids.length - 1];
        for (int i = 0; i < losses.length; i++) {
            double sum = 0;
            for (double logit : logits[i]) {
                sum += Math.exp(logit);
            }
            losses[i] = Math.log(sum) - logits[i][ids[i + 1]];
        }
        return losses;
    }

    /// `[n][nVocab]`.
    double[][] logits(int[] ids, AttentionPlan plan) {
        double[] embedding = weight("model.embed_tokens.weight");
        double[][] x = new double[ids.length][config.dModel()];
        for (int i = 0; i < ids.length; i++) {
            System.arraycopy(embedding, ids[i] * config.dModel(), x[i], 0, config.dModel());
        }
        List<double[][][]> scores = new ArrayList<>();
        for (int layer = 0; layer < config.nLayers(); layer++) {
            String prefix = "model.layers." + layer + ".";
            double[][] normed = norm(x, prefix + "input_layernorm");
            scores.add(
                    switch (plan.at(layer)) {
                        case LayerAttention.Own() -> ownScores(normed, prefix);
                        case LayerAttention.Deviating(Deviation deviation) ->
                            deviated(ownScores(normed, prefix), layer, deviation);
                        case LayerAttention.CopyPattern(int source) -> scores.get(source);
                        case LayerAttention.MappedPattern(int source, List<Integer> headMap) ->
                            headMap.stream()
                                    .map(head -> scores.get(source)[head])
                                    .toArray(double[][][]::new);
                        case LayerAttention.Lisa(int source, LisaAdapter adapter) ->
                            PlainNet.align(adapter, scores.get(source), difference(normed, adapter));
                    });
            add(x, linear(mix(softmax(scores.get(layer)), normed, prefix), prefix + "self_attn.o_proj"));
            add(x, mlp(norm(x, prefix + "post_attention_layernorm"), prefix));
        }
        return linear(norm(x, "model.norm"), config.tiedEmbeddings() ? "model.embed_tokens" : "lm_head");
    }

    private double[][][] ownScores(double[][] normed, String prefix) {
        double[][] q = rotate(linear(normed, prefix + "self_attn.q_proj"), config.dHead());
        double[][] k = rotate(linear(normed, prefix + "self_attn.k_proj"), config.dHead());
        return scores(q, k, config.dHead());
    }

    /// Of the first text; mixing is done on scores, since the logarithms of a pattern are scores of it.
    private static double[][][] deviated(double[][][] scores, int layer, Deviation deviation) {
        double[][][] pattern = softmax(scores);
        for (int head = 0; head < scores.length; head++) {
            for (int row = 0; row < scores[head].length; row++) {
                for (int key = 0; key <= row; key++) {
                    scores[head][row][key] = switch (deviation) {
                        case Deviation.ScoreNoise(double sigma, long seed) ->
                            scores[head][row][key]
                                    + sigma
                                            * new GaussianNoise(seed)
                                                    .row(0, layer, head, row)
                                                    .at(key);
                        case Deviation.UniformMix(double share) ->
                            Math.log((1 - share) * pattern[head][row][key] + share / (row + 1));
                    };
                }
            }
        }
        return scores;
    }

    /// The low-rank part of LiSA.
    private double[][][] difference(double[][] normed, LisaAdapter adapter) {
        int rank = adapter.options().rank();
        double[][] q = rotate(linear(normed, PlainNet.values(adapter.query())), rank);
        double[][] k = rotate(linear(normed, PlainNet.values(adapter.key())), rank);
        return scores(q, k, rank);
    }

    /// `[nHeads][query][key]` of heads of some size, keys after the query left 0.
    private double[][][] scores(double[][] q, double[][] k, int size) {
        int n = q.length;
        double[][][] scores = new double[config.nHeads()][n][n];
        for (int head = 0; head < config.nHeads(); head++) {
            for (int row = 0; row < n; row++) {
                for (int key = 0; key <= row; key++) {
                    for (int e = 0; e < size; e++) {
                        scores[head][row][key] += q[row][head * size + e] * k[key][shared(head) * size + e];
                    }
                    scores[head][row][key] /= Math.sqrt(size);
                }
            }
        }
        return scores;
    }

    private static double[][][] softmax(double[][][] scores) {
        int n = scores[0].length;
        double[][][] pattern = new double[scores.length][n][n];
        for (int head = 0; head < scores.length; head++) {
            for (int row = 0; row < n; row++) {
                double sum = 0;
                for (int key = 0; key <= row; key++) {
                    pattern[head][row][key] = Math.exp(scores[head][row][key]);
                    sum += pattern[head][row][key];
                }
                for (int key = 0; key <= row; key++) {
                    pattern[head][row][key] /= sum;
                }
            }
        }
        return pattern;
    }

    private double[][] mix(double[][][] pattern, double[][] normed, String prefix) {
        double[][] v = linear(normed, prefix + "self_attn.v_proj");
        double[][] mixed = new double[v.length][config.nHeads() * config.dHead()];
        for (int head = 0; head < config.nHeads(); head++) {
            for (int row = 0; row < v.length; row++) {
                for (int key = 0; key <= row; key++) {
                    for (int e = 0; e < config.dHead(); e++) {
                        mixed[row][head * config.dHead() + e] +=
                                pattern[head][row][key] * v[key][shared(head) * config.dHead() + e];
                    }
                }
            }
        }
        return mixed;
    }

    /// The key and value head of a query head.
    private int shared(int head) {
        return head / (config.nHeads() / config.nKvHeads());
    }

    private double[][] mlp(double[][] normed, String prefix) {
        double[][] gate = linear(normed, prefix + "mlp.gate_proj");
        double[][] up = linear(normed, prefix + "mlp.up_proj");
        for (int row = 0; row < gate.length; row++) {
            for (int e = 0; e < gate[row].length; e++) {
                gate[row][e] = gate[row][e] / (1 + Math.exp(-gate[row][e])) * up[row][e];
            }
        }
        return linear(gate, prefix + "mlp.down_proj");
    }

    private double[][] norm(double[][] x, String name) {
        double[] gain = weight(name + ".weight");
        double[][] normed = new double[x.length][gain.length];
        for (int row = 0; row < x.length; row++) {
            double squares = 0;
            for (double value : x[row]) {
                squares += value * value;
            }
            double scale = 1 / Math.sqrt(squares / gain.length + config.norm().eps());
            for (int e = 0; e < gain.length; e++) {
                normed[row][e] = x[row][e] * scale * gain[e];
            }
        }
        return normed;
    }

    private double[][] rotate(double[][] x, int size) {
        int half = size / 2;
        for (int position = 0; position < x.length; position++) {
            for (int at = 0; at < x[position].length; at++) {
                int e = at % size;
                if (e < half) {
                    double angle = position * frequency(e, size);
                    double low = x[position][at];
                    double high = x[position][at + half];
                    x[position][at] = low * Math.cos(angle) - high * Math.sin(angle);
                    x[position][at + half] = high * Math.cos(angle) + low * Math.sin(angle);
                }
            }
        }
        return x;
    }

    /// Llama 3.1 as in the model's reference code: between the two wavelengths the two frequencies are blended.
    private double frequency(int pair, int size) {
        RopeConfig rope = Objects.requireNonNull(config.layer(0).rope(), "the rotation of a Llama");
        double plain = Math.pow(rope.theta(), -2.0 * pair / size);
        if (!(rope.scaling() instanceof RopeConfig.Scaling.Llama3 llama3)) {
            return plain;
        }
        double turns = llama3.originalContext() * plain / (2 * Math.PI);
        double blend =
                (turns - llama3.lowFrequencyFactor()) / (llama3.highFrequencyFactor() - llama3.lowFrequencyFactor());
        double kept = Math.clamp(blend, 0, 1);
        return kept * plain + (1 - kept) * plain / llama3.factor();
    }

    private double[][] linear(double[][] x, String name) {
        return linear(x, weight(name + ".weight"));
    }

    private static double[][] linear(double[][] x, double[] w) {
        int in = x[0].length;
        double[][] out = new double[x.length][w.length / in];
        for (int row = 0; row < x.length; row++) {
            for (int o = 0; o < out[row].length; o++) {
                for (int i = 0; i < in; i++) {
                    out[row][o] += x[row][i] * w[o * in + i];
                }
            }
        }
        return out;
    }

    private static void add(double[][] x, double[][] y) {
        for (int row = 0; row < x.length; row++) {
            for (int e = 0; e < x[row].length; e++) {
                x[row][e] += y[row][e];
            }
        }
    }

    private double[] weight(String name) {
        return Objects.requireNonNull(weights.get(name), name);
    }
}
