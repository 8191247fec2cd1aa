package org.crosslayer.engine.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.ReferenceBackend;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.format.Checkpoint;
import org.crosslayer.engine.format.MappedTensor;
import org.crosslayer.engine.format.SafetensorsFile;
import org.crosslayer.engine.model.LayerAttention.CopyPattern;
import org.crosslayer.engine.model.LayerAttention.Lisa;
import org.crosslayer.engine.tensor.DType;
import org.crosslayer.samples.SampleModels;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A model in which layer 2 attends as layer 1 does, but for the order of its heads: layer 1 adds nothing to the
/// residual stream, and layer 2 has its norm and its query and key projections, head by head in other places.
class LisaTwinTest {
    @ParameterizedTest
    @CsvSource({"llama-mha,'2,0,3,1','2,0,3,1'", "llama31-gqa,'3,2,0,1','1,0'"})
    void thePermutationRestoresPermutedTwinsExactly(String name, String heads, String keyHeads) throws EngineException {
        List<Integer> permutation = numbers(heads);
        Path folder = SampleModels.golden(name);
        Architecture architecture = ConfigReader.read(folder.resolve("config.json"));
        ModelConfig config = architecture.config();
        for (Backend backend : LisaPassTest.backends()) {
            try (backend;
                    Checkpoint file = SafetensorsFile.open(folder.resolve("model.safetensors"));
                    Goldens golden = Goldens.open(name, new ReferenceBackend())) {
                Twins twins = new Twins(file, permutation, numbers(keyHeads));
                Decoder decoder = Decoder.of(folder, twins, architecture, backend);
                AttentionPlan own = AttentionPlan.none(4);
                LisaAdapter matched = LisaAdapter.matched(config, LisaOptions.defaults(4), permutation);
                float[] expected = PassRuns.run(decoder, own, golden.ids(), 13, ForwardObserver.NOBODY);
                float[] restored = PassRuns.run(
                        decoder, own.with(2, new Lisa(1, matched)), golden.ids(), 13, ForwardObserver.NOBODY);
                float[] copied = PassRuns.run(
                        decoder, own.with(2, new CopyPattern(1)), golden.ids(), 13, ForwardObserver.NOBODY);
                float tolerance = backend instanceof ReferenceBackend ? 0 : 1e-5f;
                assertArrayEquals(expected, restored, tolerance, backend.name());
                assertTrue(largestDifference(expected, copied) > 1e-3, "the order of heads matters");
            }
        }
    }

    private static double largestDifference(float[] a, float[] b) {
        double largest = 0;
        for (int i = 0; i < a.length; i++) {
            largest = Math.max(largest, Math.abs(a[i] - b[i]));
        }
        return largest;
    }

    private static List<Integer> numbers(String list) {
        return List.of(list.split(",")).stream().map(Integer::valueOf).toList();
    }

    private record Twins(Map<String, MappedTensor> tensors) implements Checkpoint {
        Twins(Checkpoint model, List<Integer> heads, List<Integer> keyHeads) {
            this(changed(model.tensors(), heads, keyHeads));
        }

        private static Map<String, MappedTensor> changed(
                Map<String, MappedTensor> model, List<Integer> heads, List<Integer> keyHeads) {
            Map<String, MappedTensor> tensors = new LinkedHashMap<>(model);
            String one = "model.layers.1.";
            String two = "model.layers.2.";
            for (String silent : List.of("self_attn.o_proj.weight", "mlp.down_proj.weight")) {
                MappedTensor tensor = get(model, one + silent);
                put(tensors, one + silent, tensor.shape(), new float[Math.toIntExact(tensor.size())]);
            }
            MappedTensor norm = get(model, one + "input_layernorm.weight");
            put(tensors, two + "input_layernorm.weight", norm.shape(), norm.toFloats());
            permute(tensors, get(model, one + "self_attn.q_proj.weight"), two + "self_attn.q_proj.weight", heads);
            permute(tensors, get(model, one + "self_attn.k_proj.weight"), two + "self_attn.k_proj.weight", keyHeads);
            return tensors;
        }

        private static void permute(
                Map<String, MappedTensor> tensors, MappedTensor source, String name, List<Integer> heads) {
            float[] from = source.toFloats();
            float[] to = new float[from.length];
            int block = from.length / heads.size();
            for (int head = 0; head < heads.size(); head++) {
                System.arraycopy(from, heads.get(head) * block, to, head * block, block);
            }
            put(tensors, name, source.shape(), to);
        }

        private static void put(Map<String, MappedTensor> tensors, String name, List<Long> shape, float[] values) {
            MemorySegment data = Arena.ofAuto().allocate((long) values.length * Float.BYTES, 64);
            MemorySegment.copy(values, 0, data, ValueLayout.JAVA_FLOAT, 0, values.length);
            tensors.put(name, new MappedTensor(name, DType.F32, shape, data));
        }

        private static MappedTensor get(Map<String, MappedTensor> tensors, String name) {
            return Objects.requireNonNull(tensors.get(name), name);
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of();
        }

        @Override
        public void close() {
            // The model's file is closed by the test.
        }
    }
}
