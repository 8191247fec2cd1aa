package org.crosslayer.engine.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.crosslayer.engine.error.BadFileException;
import org.crosslayer.engine.tensor.DType;
import org.crosslayer.samples.SampleModels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelFilesTest {
    private static final String INDEX = "model.safetensors.index.json";

    @TempDir
    Path folder;

    @Test
    void aSingleFileIsFound() throws Exception {
        try (Checkpoint checkpoint = ModelFiles.openFolder(SampleModels.golden("llama-mha"))) {
            assertInstanceOf(SafetensorsFile.class, checkpoint);
            assertTrue(checkpoint.tensors().containsKey("model.embed_tokens.weight"));
        }
    }

    @Test
    void shardsAreJoinedAndOnlyIndexedTensorsShow() throws Exception {
        shard("model-1.safetensors", "b", 1, "stray", 9);
        shard("model-2.safetensors", "a", 2, "b", 8);
        index("{'metadata':{'total_size':8},'weight_map':" + "{'a':'model-2.safetensors','b':'model-1.safetensors'}}");
        try (Checkpoint checkpoint = ModelFiles.openFolder(folder)) {
            assertEquals(List.of("b", "a"), List.copyOf(checkpoint.tensors().keySet()));
            assertArrayEquals(
                    new float[] {1},
                    Objects.requireNonNull(checkpoint.tensors().get("b")).toFloats());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'weight_map':[]}",
                "{'weight_map':{'a':3}}",
                "{'weight_map':{'a':'../model-1.safetensors'}}",
                "{'weight_map':{'a':'/etc/passwd'}}",
                "{'weight_map':{'a':'missing.safetensors'}}",
                "{'weight_map':{'absent':'model-1.safetensors'}}",
                "{'weight_map':{'a':'model-1.safetensors','a':'model-1.safetensors'}}"
            })
    void aWrongIndexIsRefusedInOneSentence(String json) throws Exception {
        shard("model-1.safetensors", "a", 1, "b", 2);
        index(json);
        BadFileException e = assertThrows(BadFileException.class, () -> ModelFiles.openFolder(folder));
        assertEquals(1, e.getMessage().lines().count());
        assertTrue(
                e.getMessage().startsWith(folder.toString()) && e.getMessage().endsWith("."), e.getMessage());
    }

    @Test
    void aFolderWithoutWeightsIsToldWhatItNeeds() throws Exception {
        BadFileException empty = assertThrows(BadFileException.class, () -> ModelFiles.openFolder(folder));
        assertTrue(empty.getMessage().contains("model.safetensors")
                && empty.getMessage().contains("config.json"));
        Files.writeString(folder.resolve("pytorch_model.bin"), "");
        BadFileException pickle = assertThrows(BadFileException.class, () -> ModelFiles.openFolder(folder));
        assertTrue(pickle.getMessage().contains("pickle"), pickle.getMessage());
    }

    @Test
    void whatIsNoFolderIsSaidSo() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        BadFileException wrong = assertThrows(BadFileException.class, () -> ModelFiles.openFolder(file));
        assertTrue(wrong.getMessage().contains("is a file, not a folder"), wrong.getMessage());
        BadFileException none =
                assertThrows(BadFileException.class, () -> ModelFiles.openFolder(folder.resolve("none")));
        assertTrue(none.getMessage().contains("does not exist"), none.getMessage());
    }

    private void index(String json) throws IOException {
        Files.writeString(folder.resolve(INDEX), json.replace('\'', '"'));
    }

    private void shard(String name, String first, float firstValue, String second, float secondValue)
            throws BadFileException {
        SafetensorsLayout layout =
                new SafetensorsLayout().tensor(first, DType.F32, 1).tensor(second, DType.F32, 1);
        try (SafetensorsWriter writer = layout.open(folder.resolve(name))) {
            writer.write(first, firstValue);
            writer.write(second, secondValue);
            writer.finish();
        }
    }
}
