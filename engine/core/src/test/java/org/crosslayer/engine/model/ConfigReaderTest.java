package org.crosslayer.engine.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.crosslayer.engine.backend.Activation;
import org.crosslayer.engine.backend.RopeLayout;
import org.crosslayer.engine.error.BadFileException;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.error.UnsupportedModelException;
import org.crosslayer.samples.SampleModels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigReaderTest {
    private static final String MINIMAL = "{'model_type':'llama','hidden_size':64,'num_hidden_layers':2,"
            + "'num_attention_heads':4,'intermediate_size':96,'vocab_size':100}";

    @TempDir
    Path folder;

    @Test
    void theNewKeyStyleIsRead() throws EngineException {
        assertEquals(
                new ModelConfig(
                        "llama",
                        4,
                        4,
                        2,
                        64,
                        16,
                        112,
                        160,
                        128,
                        NormConfig.rms(1e-6f),
                        AttentionConfig.plain(16),
                        MlpConfig.gated(Activation.SILU),
                        PositionConfig.rotary(
                                4,
                                new RopeConfig(
                                        500_000,
                                        16,
                                        RopeLayout.HALF_SPLIT,
                                        new RopeConfig.Scaling.Llama3(8, 1, 4, 32))),
                        ScaleConfig.NONE,
                        false,
                        false),
                ConfigReader.read(SampleModels.golden("llama31-gqa").resolve("config.json"))
                        .config());
    }

    @Test
    void theOldKeyStyleIsRead() throws EngineException {
        ModelConfig config = ConfigReader.read(SampleModels.golden("llama-mha").resolve("config.json"))
                .config();
        assertEquals(new RopeConfig.Scaling.None(), rope(config).scaling());
        assertEquals(10_000, rope(config).theta());
        assertTrue(config.tiedEmbeddings());
    }

    @Test
    void theSampleModelIsRead() throws EngineException {
        ModelConfig config = ConfigReader.read(SampleModels.sample16l().resolve("config.json"))
                .config();
        assertEquals(16, config.nLayers());
        assertEquals(1e-5f, config.norm().eps());
    }

    @Test
    void absentKeysTakeTheDefaultsOfLlamaConfig() throws Exception {
        assertEquals(
                new ModelConfig(
                        "llama",
                        2,
                        4,
                        4,
                        64,
                        16,
                        96,
                        100,
                        2048,
                        NormConfig.rms(1e-6f),
                        AttentionConfig.plain(16),
                        MlpConfig.gated(Activation.SILU),
                        PositionConfig.rotary(
                                2, new RopeConfig(10_000, 16, RopeLayout.HALF_SPLIT, new RopeConfig.Scaling.None())),
                        ScaleConfig.NONE,
                        false,
                        false),
                read(MINIMAL));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "'rope_scaling':null | 0",
                "'rope_scaling':{'type':'linear','factor':4.0} | 4",
                "'rope_scaling':{'rope_type':'linear','factor':2} | 2",
                "'rope_parameters':{'rope_type':'linear','factor':3,'rope_theta':5000} | 3"
            })
    void linearScalingIsReadInEveryStyle(String key, double factor) throws Exception {
        RopeConfig.Scaling expected =
                factor == 0 ? new RopeConfig.Scaling.None() : new RopeConfig.Scaling.Linear(factor);
        assertEquals(expected, rope(read(with(key))).scaling());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "'rope_scaling':{'type':'mrope','factor':4} | mrope",
                "'layer_types':['full_attention','sliding_attention'] | sliding_attention",
                "'hidden_act':'relu6' | relu6",
                "'model_type':'mamba' | mamba",
                "'quantization_config':{'bits':4} | quantization_config",
                "'partial_rotary_factor':0.5 | partial_rotary_factor"
            })
    void whatIsNotSupportedIsNamed(String key, String named) throws IOException {
        Path path = write(with(key));
        EngineException e = assertThrows(UnsupportedModelException.class, () -> ConfigReader.read(path));
        assertTrue(e.getMessage().contains(named) && e.getMessage().contains(path.toString()), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "'hidden_size':null | hidden_size",
                "'hidden_size':'64' | hidden_size",
                "'hidden_size':64.5 | hidden_size",
                "'hidden_size':66 | hidden_size",
                "'num_hidden_layers':0 | num_hidden_layers",
                "'vocab_size':-5 | vocab_size",
                "'vocab_size':99999999999 | vocab_size",
                "'num_key_value_heads':3 | num_key_value_heads",
                "'head_dim':7 | head_dim",
                "'rms_norm_eps':0 | rms_norm_eps",
                "'rope_theta':-1 | rope_theta",
                "'rope_scaling':{'rope_type':'llama3','factor':8,'high_freq_factor':4} | rope_scaling.low_freq_factor",
                "'rope_scaling':'linear' | rope_scaling",
                "'rope_scaling':{'rope_type':'longrope','long_factor':[1]} | rope_scaling.short_factor",
                "'layer_types':['full_attention'] | layer_types",
                "'tie_word_embeddings':'yes' | tie_word_embeddings",
                "'model_type':null | model_type",
                "'max_position_embeddings':[1] | max_position_embeddings"
            })
    void whatMakesNoSenseIsNamedByItsKey(String key, String named) throws IOException {
        Path path = write(with(key));
        BadFileException e = assertThrows(BadFileException.class, () -> ConfigReader.read(path));
        assertTrue(e.getMessage().contains("\"" + named + "\""), e.getMessage());
        assertEquals(1, e.getMessage().lines().count());
    }

    @Test
    void aMissingFileIsNamed() {
        BadFileException e =
                assertThrows(BadFileException.class, () -> ConfigReader.read(folder.resolve("config.json")));
        assertTrue(e.getMessage().contains("does not exist"), e.getMessage());
    }

    private ModelConfig read(String json) throws IOException, EngineException {
        return ConfigReader.read(write(json)).config();
    }

    private static RopeConfig rope(ModelConfig config) {
        return Objects.requireNonNull(config.layer(0).rope());
    }

    private Path write(String json) throws IOException {
        return Files.writeString(folder.resolve("config.json"), json.replace('\'', '"'));
    }

    /// The minimal configuration with one key put in or replaced.
    private static String with(String entry) {
        String key = entry.substring(0, entry.indexOf(':') + 1);
        String kept = MINIMAL.replaceAll(key + "[^,}]*,?", "").replace("{,", "{");
        return kept.replace("}", kept.endsWith(",}") ? "" + entry + "}" : "," + entry + "}");
    }
}
