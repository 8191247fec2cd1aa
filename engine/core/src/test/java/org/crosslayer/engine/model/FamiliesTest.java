package org.crosslayer.engine.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.crosslayer.engine.backend.Activation;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.error.UnsupportedModelException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What holds where a file is silent, and both styles of keys, family by family.
class FamiliesTest {
    private static final String SIZES = "'hidden_size':64,'num_hidden_layers':6,'num_attention_heads':32,"
            + "'intermediate_size':96,'vocab_size':100,";

    @TempDir
    Path folder;

    @Test
    void gemma3SaysTheSameInTheOldAndInTheNewStyle() throws Exception {
        ModelConfig old = read(SIZES + "'model_type':'gemma3_text','head_dim':16,'sliding_window':10,"
                + "'sliding_window_pattern':3,'rope_theta':1000000.0,'rope_local_base_freq':10000.0,"
                + "'rope_scaling':{'rope_type':'linear','factor':8.0}");
        ModelConfig current = read(SIZES + "'model_type':'gemma3_text','head_dim':16,'sliding_window':10,"
                + "'layer_types':['sliding_attention','sliding_attention','full_attention','sliding_attention',"
                + "'sliding_attention','full_attention'],'rope_parameters':{'full_attention':{'rope_type':'linear',"
                + "'factor':8.0,'rope_theta':1000000.0},'sliding_attention':{'rope_type':'default',"
                + "'rope_theta':10000.0}}");
        assertEquals(current, old);
        assertEquals(List.of(10, 10, Backend.ALL_KEYS, 10, 10, Backend.ALL_KEYS), windows(old));
        assertEquals(0, old.attention().scoreCap());
        assertEquals(AttentionConfig.HeadNorm.EACH_HEAD, old.attention().headNorm());
    }

    @Test
    void theTextModelOfOneForMoreThanTextIsRead() throws Exception {
        ModelConfig config = read("'model_type':'gemma3','vision_config':{'hidden_size':1152},'text_config':{"
                + "'model_type':'gemma3_text','hidden_size':2560,'intermediate_size':10240,'num_hidden_layers':34,"
                + "'rope_scaling':{'factor':8.0,'rope_type':'linear'},'sliding_window':1024}");
        assertEquals(8, config.nHeads());
        assertEquals(262_208, config.nVocab());
        assertEquals(1024, config.layer(4).window());
        RopeConfig global = Objects.requireNonNull(config.layer(5).rope());
        assertEquals(new RopeConfig.Scaling.Linear(8), global.scaling());
        RopeConfig local = Objects.requireNonNull(config.layer(4).rope());
        assertEquals(new RopeConfig.Scaling.None(), local.scaling());
    }

    @Test
    void gemma2HasItsCapsUnlessTheyAreTurnedOff() throws Exception {
        ModelConfig silent = read(SIZES + "'model_type':'gemma2'");
        assertEquals(50, silent.attention().scoreCap());
        assertEquals(30, silent.scales().logitCap());
        assertEquals(1 / 16f, silent.attention().scoreScale());
        assertEquals(256, silent.dHead());
        assertEquals(4, silent.nKvHeads());
        assertEquals((float) Math.sqrt(64), silent.scales().embedding());
        assertTrue(silent.tiedEmbeddings());
        assertEquals(List.of(4096, Backend.ALL_KEYS), windows(silent).subList(0, 2));
        assertEquals(
                0,
                read(SIZES + "'model_type':'gemma2','attn_logit_softcapping':null")
                        .attention()
                        .scoreCap());
    }

    @Test
    void windowsAreThereOnlyWhereTheFamilyAndTheFileWantThem() throws Exception {
        assertTrue(read(SIZES + "'model_type':'mistral'").windowed());
        assertFalse(read(SIZES + "'model_type':'mistral','sliding_window':null").windowed());
        assertFalse(read(SIZES + "'model_type':'qwen2','sliding_window':64").windowed());
        assertEquals(
                IntStream.range(0, 6)
                        .mapToObj(i -> i < 4 ? Backend.ALL_KEYS : 64)
                        .toList(),
                windows(read(SIZES + "'model_type':'qwen2','sliding_window':64,'use_sliding_window':true,"
                        + "'max_window_layers':4")));
        assertFalse(read(SIZES + "'model_type':'phi3'").windowed());
        assertFalse(read(SIZES + "'model_type':'starcoder2'").windowed());
    }

    @Test
    void layersWithoutRotationAreCountedOrListed() throws Exception {
        String model = "'model_type':'smollm3','head_dim':4,";
        assertEquals(List.of(true, true, true, false, true, true), turned(read(SIZES + model + "'x':0")));
        assertEquals(
                List.of(false, true, true, true, true, false),
                turned(read(SIZES + model + "'no_rope_layers':[0,1,1,1,1,0]")));
    }

    @Test
    void oldFamiliesKeepTheirNamesForSizes() throws Exception {
        ModelConfig gpt2 = read("'model_type':'gpt2','n_embd':48,'n_layer':3,'n_head':4,'vocab_size':100");
        assertEquals(192, gpt2.dMlp());
        assertEquals(1024, gpt2.nCtx());
        assertEquals(Activation.GELU_TANH, gpt2.mlp().activation());
        assertTrue(gpt2.positions().learned());
        ModelConfig bloom = read("'model_type':'bloom','n_embed':48,'n_layer':3,'num_attention_heads':4,"
                + "'vocab_size':100,'seq_length':512");
        assertEquals(192, bloom.dMlp());
        assertEquals(512, bloom.nCtx());
        assertTrue(bloom.positions().distanceBias() && bloom.norm().ofEmbedding());
        ModelConfig neox = read(SIZES.replace("32", "4") + "'model_type':'gpt_neox','rotary_pct':0.5,"
                + "'use_parallel_residual':false");
        assertEquals(MlpConfig.Place.AFTER_ATTENTION, neox.mlp().place());
        RopeConfig rope = Objects.requireNonNull(neox.layer(0).rope());
        assertEquals(8, rope.dRotary());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "'model_type':'opt','ffn_dim':9,'do_layer_norm_before':false | do_layer_norm_before",
                "'model_type':'opt','ffn_dim':9,'word_embed_proj_dim':24 | word_embed_proj_dim",
                "'model_type':'phi','qk_layernorm':true | qk_layernorm",
                "'model_type':'gpt2','n_embd':48,'n_layer':1,'n_head':4,'add_cross_attention':true | add_cross",
                "'model_type':'chatglm','auto_map':{'AutoModel':'x'} | trust_remote_code",
                "'model_type':'llama','quantization_config':{'quant_method':'gptq'} | gptq"
            })
    void whatWouldChangeTheComputationIsRefusedByItsKey(String keys, String named) throws IOException {
        Path file = write(SIZES + keys.strip());
        EngineException e = assertThrows(UnsupportedModelException.class, () -> ConfigReader.read(file));
        assertTrue(e.getMessage().contains(named) && e.getMessage().contains(file.toString()), e.getMessage());
        assertEquals(1, e.getMessage().lines().count());
    }

    @Test
    void leftoversOfAuthorsCodeDoNotMatterWhereTheFamilyIsKnown() throws Exception {
        assertEquals(
                "phi3",
                read(SIZES + "'model_type':'phi3','auto_map':{'AutoConfig':'x'}")
                        .architecture());
    }

    @Test
    void longRopeTakesItsContextFromTheTopOfTheFile() throws Exception {
        ModelConfig config = read(SIZES + "'model_type':'phi3','head_dim':4,'max_position_embeddings':128,"
                + "'original_max_position_embeddings':32,"
                + "'rope_scaling':{'type':'su','short_factor':[1,2],'long_factor':[4,8]}");
        RopeConfig rope = Objects.requireNonNull(config.layer(0).rope());
        assertEquals(
                new RopeConfig.Scaling.PerPair(
                        List.of(1.0, 2.0), List.of(4.0, 8.0), 32, Math.sqrt(1 + Math.log(4) / Math.log(32))),
                rope.scaling());
    }

    private static List<Integer> windows(ModelConfig config) {
        return config.positions().layers().stream()
                .map(PositionConfig.Layer::window)
                .toList();
    }

    private static List<Boolean> turned(ModelConfig config) {
        return config.positions().layers().stream()
                .map(layer -> layer.rope() != null)
                .toList();
    }

    private ModelConfig read(String keys) throws IOException, EngineException {
        return ConfigReader.read(write(keys)).config();
    }

    private Path write(String keys) throws IOException {
        return Files.writeString(folder.resolve("config.json"), ("{" + keys + "}").replace('\'', '"'));
    }
}
