package org.crosslayer.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.format.MappedTensor;
import org.crosslayer.engine.format.SafetensorsFile;
import org.crosslayer.engine.format.SafetensorsLayout;
import org.crosslayer.engine.format.SafetensorsWriter;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.crosslayer.samples.SampleModels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardedModelTest {
    private static final int SHARDS = 3;
    private static final int[] IDS = {3, 10, 17, 24, 31};

    @TempDir
    Path folder;

    @Test
    void aModelInPartsIsTheModelInOneFile() throws Exception {
        Path whole = SampleModels.golden("llama31-gqa");
        Files.copy(whole.resolve("config.json"), folder.resolve("config.json"));
        Map<String, String> index = new TreeMap<>();
        try (SafetensorsFile file = SafetensorsFile.open(whole.resolve("model.safetensors"))) {
            List<MappedTensor> tensors = new ArrayList<>(file.tensors().values());
            for (int shard = 0; shard < SHARDS; shard++) {
                String name = "model-0000%d-of-00003.safetensors".formatted(shard + 1);
                List<MappedTensor> part = new ArrayList<>();
                for (int i = shard; i < tensors.size(); i += SHARDS) {
                    part.add(tensors.get(i));
                    index.put(tensors.get(i).name(), name);
                }
                write(folder.resolve(name), part);
            }
        }
        Files.write(
                folder.resolve("model.safetensors.index.json"),
                new JsonMapper().writeValueAsBytes(Map.of("metadata", Map.of(), "weight_map", index)));

        try (LoadedModel one = open(whole);
                LoadedModel parts = open(folder)) {
            assertEquals(one.summary().parameters(), parts.summary().parameters());
            assertEquals(one.identity().fingerprint(), parts.identity().fingerprint());
            assertArrayEquals(logits(one), logits(parts));
        }
    }

    private static void write(Path path, List<MappedTensor> tensors) throws EngineException {
        SafetensorsLayout layout = new SafetensorsLayout();
        for (MappedTensor tensor : tensors) {
            long[] shape = tensor.shape().stream().mapToLong(Long::longValue).toArray();
            layout = layout.tensor(tensor.name(), tensor.dtype(), shape);
        }
        try (SafetensorsWriter writer = layout.open(path)) {
            for (MappedTensor tensor : tensors) {
                writer.write(tensor.name(), tensor.toFloats());
            }
            writer.finish();
        }
    }

    private static LoadedModel open(Path path) throws EngineException {
        return Engine.open(path, Device.REFERENCE, Progress.NONE, Cancellation.NEVER);
    }

    private static float[] logits(LoadedModel model) throws EngineException {
        AttentionPlan none = AttentionPlan.none(model.config().nLayers());
        return model.record(IDS, none, Progress.NONE, Cancellation.NEVER)
                .logits()
                .toArray();
    }
}
