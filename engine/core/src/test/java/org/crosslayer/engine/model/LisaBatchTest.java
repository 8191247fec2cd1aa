package org.crosslayer.engine.model;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Random;
import java.util.function.Function;
import org.crosslayer.engine.backend.Activation;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.FastBackend;
import org.crosslayer.engine.backend.ReferenceBackend;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.model.LayerAttention.Lisa;
import org.crosslayer.engine.model.LisaOptions.Combine;
import org.crosslayer.engine.task.Cancellation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A whole model, whose layers share scores or do not, decoding a batch, against the reference: of sizes for which
/// a device holds matrices, rows and caches rounded and attends in one go, where it does so at all.
class LisaBatchTest {
    private static final int WIDTH = 1024;
    private static final int HEADS = 16;
    private static final int KV_HEADS = 8;
    private static final int LAYERS = 3;
    private static final int VOCABULARY = 97;
    private static final int RANK = 10;
    private static final int BATCH = 5;
    private static final int PROMPT = 4;
    private static final int DECODED = 2;

    /// Length of the difference by that of what is expected: of seven bits of mantissa through three layers,
    /// and of float32.
    private static final double ROUNDED = 0.02;

    private static final double EXACT = 1e-4;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(Combine.class)
    void aBatchOfALisaModelDecodesAsOnTheReference(Combine combine) throws EngineException, IOException {
        assertParity(config -> {
            LisaOptions options =
                    new LisaOptions(RANK, HEADS, Activation.SILU, true, true, LisaOptions.Carrier.SCORES, combine);
            AttentionPlan plan = AttentionPlan.none(LAYERS);
            for (int layer = 1; layer < LAYERS; layer++) {
                plan = plan.with(layer, new Lisa(layer - 1, LisaAdapter.random(config, options, layer)));
            }
            return plan;
        });
    }

    @Test
    void aBatchDecodesAsOnTheReferenceWhereNothingIsShared() throws EngineException, IOException {
        assertParity(_ -> AttentionPlan.none(LAYERS));
    }

    private void assertParity(Function<ModelConfig, AttentionPlan> plan) throws EngineException, IOException {
        try (Backend reference = new ReferenceBackend();
                Backend fast = FastBackend.open()) {
            float[][] expected = decode(decoder(reference), plan);
            float[][] actual = decode(decoder(fast), plan);
            boolean rounds = !fast.name().equals("cpu") && !fast.name().equals("cuda");
            for (int step = 0; step < expected.length; step++) {
                double error = PassRuns.distance(actual[step], expected[step]);
                assertTrue(error <= (rounds ? ROUNDED : EXACT), "step %d is %s off".formatted(step, error));
            }
        }
    }

    /// What leaves the final norm, step by step.
    private static float[][] decode(Decoder decoder, Function<ModelConfig, AttentionPlan> planOf)
            throws EngineException {
        AttentionPlan plan = planOf.apply(decoder.config());
        Random random = new Random(5);
        float[][] steps = new float[1 + DECODED][];
        try (DecoderPass pass = decoder.pass(plan, BATCH, PROMPT + DECODED, PROMPT)) {
            for (int step = 0; step < steps.length; step++) {
                int[][] ids = new int[BATCH][];
                int rows = step == 0 ? PROMPT : 1;
                Arrays.setAll(ids, _ -> random.ints(rows, 0, VOCABULARY).toArray());
                steps[step] = decoder.backend().read(pass.step(ids, ForwardObserver.NOBODY, Cancellation.NEVER));
            }
        }
        return steps;
    }

    private Decoder decoder(Backend backend) throws EngineException, IOException {
        Path config = folder.resolve("config.json");
        Files.writeString(config, """
                {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_act": "silu", "hidden_size": %d,
                 "intermediate_size": %d, "num_hidden_layers": %d, "num_attention_heads": %d, "num_key_value_heads": %d,
                 "max_position_embeddings": 64, "vocab_size": %d, "rms_norm_eps": 1e-05, "rope_theta": 10000,
                 "tie_word_embeddings": false, "attention_bias": false, "mlp_bias": false}
                """.formatted(WIDTH, WIDTH, LAYERS, HEADS, KV_HEADS, VOCABULARY));
        return Decoder.of(config, checkpoint(), ConfigReader.read(config), backend);
    }

    private static MapCheckpoint checkpoint() {
        MapCheckpoint checkpoint = new MapCheckpoint(new LinkedHashMap<>());
        Random random = new Random(8);
        int keys = WIDTH / HEADS * KV_HEADS;
        put(checkpoint, random, "model.embed_tokens.weight", VOCABULARY, WIDTH);
        for (int layer = 0; layer < LAYERS; layer++) {
            String prefix = "model.layers." + layer + ".";
            putGain(checkpoint, random, prefix + "input_layernorm.weight");
            put(checkpoint, random, prefix + "self_attn.q_proj.weight", WIDTH, WIDTH);
            put(checkpoint, random, prefix + "self_attn.k_proj.weight", keys, WIDTH);
            put(checkpoint, random, prefix + "self_attn.v_proj.weight", keys, WIDTH);
            put(checkpoint, random, prefix + "self_attn.o_proj.weight", WIDTH, WIDTH);
            putGain(checkpoint, random, prefix + "post_attention_layernorm.weight");
            for (String name : new String[] {"gate", "up", "down"}) {
                put(checkpoint, random, prefix + "mlp." + name + "_proj.weight", WIDTH, WIDTH);
            }
        }
        putGain(checkpoint, random, "model.norm.weight");
        put(checkpoint, random, "lm_head.weight", VOCABULARY, WIDTH);
        return checkpoint;
    }

    private static void putGain(MapCheckpoint checkpoint, Random random, String name) {
        float[] gain = new float[WIDTH];
        for (int i = 0; i < WIDTH; i++) {
            gain[i] = (float) (1 + random.nextGaussian() / 4);
        }
        checkpoint.put(name, gain, WIDTH);
    }

    /// Random values that BF16 holds without a loss.
    private static void put(MapCheckpoint checkpoint, Random random, String name, int rows, int columns) {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            float value = (float) (random.nextGaussian() / Math.sqrt(columns));
            values[i] = Float.intBitsToFloat(Float.floatToRawIntBits(value) & 0xFFFF0000);
        }
        checkpoint.put(name, values, rows, columns);
    }
}
