package org.crosslayer.engine.similarity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.error.BadFileException;
import org.crosslayer.engine.format.MappedTensor;
import org.crosslayer.engine.format.SafetensorsFile;
import org.crosslayer.engine.tensor.DoubleMatrix;
import org.crosslayer.samples.SampleModels;

/// What PyTorch and SciPy found for `sample-16l` on one text of 80 tokens.
///
/// @param ids             `[80]`
/// @param patterns        the 16 layers' patterns
/// @param layers          `[16, 16]`: divergence of head means, nats
/// @param adjacentHeads   for layers 1 … 15 `[8, 8]`: divergence between its heads and those of the layer below
/// @param argminBelow     for layers 1 … 15 the closest head below
/// @param hungarianBelow  likewise, one to one, from `scipy.optimize.linear_sum_assignment`
record GoldenAttention(
        List<Integer> ids,
        PatternFeed.Window patterns,
        DoubleMatrix layers,
        List<DoubleMatrix> adjacentHeads,
        List<List<Integer>> argminBelow,
        List<List<Integer>> hungarianBelow) {
    static final int N_LAYERS = 16;
    static final int N_HEADS = 8;
    static final int TOKENS = 80;

    static GoldenAttention read() throws BadFileException {
        try (SafetensorsFile file =
                SafetensorsFile.open(SampleModels.golden("sample-16l").resolve("golden.safetensors"))) {
            float[] attentions = tensor(file, "attentions").toFloats();
            double[] heads = tensor(file, "jsd_heads_adjacent").toDoubles();
            List<float[]> patterns = new ArrayList<>();
            int slab = N_HEADS * TOKENS * TOKENS;
            for (int layer = 0; layer < N_LAYERS; layer++) {
                patterns.add(Arrays.copyOfRange(attentions, layer * slab, (layer + 1) * slab));
            }
            return new GoldenAttention(
                    ints(tensor(file, "input_ids").toLongs()),
                    new PatternFeed.Window(TOKENS, patterns),
                    DoubleMatrix.copyOf(
                            N_LAYERS,
                            N_LAYERS,
                            tensor(file, "jsd_layers_head_mean").toDoubles()),
                    IntStream.range(0, N_LAYERS - 1)
                            .mapToObj(i -> DoubleMatrix.copyOfRange(N_HEADS, N_HEADS, heads, i * N_HEADS * N_HEADS))
                            .toList(),
                    maps(tensor(file, "argmin_adjacent").toLongs()),
                    maps(tensor(file, "hungarian_adjacent").toLongs()));
        }
    }

    private static MappedTensor tensor(SafetensorsFile file, String name) {
        return Objects.requireNonNull(file.tensors().get(name), name);
    }

    /// The stored patterns, as a decoder would show them.
    PatternFeed feed(Backend backend, int chunk) {
        return new PatternFeed(backend, N_HEADS, chunk, List.of(patterns));
    }

    /// The tokens as the one window they are.
    List<int[]> windows() {
        return List.of(ids.stream().mapToInt(Integer::intValue).toArray());
    }

    private static List<List<Integer>> maps(long[] values) {
        List<Integer> all = ints(values);
        return IntStream.range(0, N_LAYERS - 1)
                .mapToObj(i -> all.subList(i * N_HEADS, (i + 1) * N_HEADS))
                .toList();
    }

    private static List<Integer> ints(long[] values) {
        return Arrays.stream(values).mapToObj(Math::toIntExact).toList();
    }
}
