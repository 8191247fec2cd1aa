package org.crosslayer.engine.similarity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.crosslayer.engine.backend.Activation;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.ReferenceBackend;
import org.crosslayer.engine.backend.Tensor;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.format.Checkpoint;
import org.crosslayer.engine.format.SafetensorsFile;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.ConfigReader;
import org.crosslayer.engine.model.Decoder;
import org.crosslayer.engine.model.DecoderPass;
import org.crosslayer.engine.model.ForwardObserver;
import org.crosslayer.engine.model.LayerAttention;
import org.crosslayer.engine.model.LisaAdapter;
import org.crosslayer.engine.model.LisaOptions;
import org.crosslayer.engine.model.ModelConfig;
import org.crosslayer.engine.model.RowSpan;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.crosslayer.engine.tensor.FloatMatrix;
import org.crosslayer.samples.SampleModels;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScoreStudyTest {
    private static final LisaOptions.Carrier SCORES = LisaOptions.Carrier.SCORES;
    private static final int[] IDS = {5, 9, 2, 40, 7, 13, 21, 3, 30, 11};
    private static final int LAYER = 3;
    private static final int SOURCE = 1;
    private static final Path FOLDER = SampleModels.golden("llama-mha");

    private final Backend backend = new ReferenceBackend();
    private Checkpoint checkpoint;
    private Decoder decoder;
    private ModelConfig config;

    @BeforeEach
    void open() throws EngineException {
        checkpoint = SafetensorsFile.open(FOLDER.resolve("model.safetensors"));
        decoder = Decoder.of(FOLDER, checkpoint, ConfigReader.read(FOLDER.resolve("config.json")), backend);
        config = decoder.config();
    }

    @AfterEach
    void close() {
        checkpoint.close();
        backend.close();
    }

    private ExplainedScores explained(LayerAttention.Shared attention) throws EngineException {
        return ScoreStudy.of(decoder, List.of(IDS), LAYER, attention, Progress.NONE, Cancellation.NEVER);
    }

    @Test
    void sharesAreThoseOfAPlainComputation() throws EngineException {
        LisaAdapter adapter = LisaAdapter.random(
                config, new LisaOptions(0, 3, Activation.SILU, true, false, SCORES, LisaOptions.Combine.ADD), 7);
        ExplainedScores explained = explained(new LayerAttention.Lisa(SOURCE, adapter));
        Seen seen = Seen.of(decoder, backend);
        for (int head = 0; head < config.nHeads(); head++) {
            double own = 0;
            double copiedRest = 0;
            double alignedRest = 0;
            for (int row = 0; row < IDS.length; row++) {
                List<Double> weights = new ArrayList<>();
                List<Double> wanted = new ArrayList<>();
                List<Double> copied = new ArrayList<>();
                List<Double> aligned = new ArrayList<>();
                for (int key = 0; key <= row; key++) {
                    weights.add(seen.pattern(head, row, key));
                    wanted.add(seen.scores(LAYER, head, row, key));
                    copied.add(seen.scores(LAYER, head, row, key) - seen.scores(SOURCE, head, row, key));
                    aligned.add(seen.scores(LAYER, head, row, key) - net(adapter, seen, head, row, key));
                }
                own += variance(wanted, weights);
                copiedRest += variance(copied, weights);
                alignedRest += variance(aligned, weights);
            }
            ExplainedScores.Head found = explained.heads().get(head);
            assertEquals(own, found.variance(), 1e-5 * own);
            assertEquals(1 - copiedRest / own, found.copied(), 1e-4);
            assertEquals(1 - alignedRest / own, found.aligned(), 1e-4);
            assertEquals(found.aligned(), found.whole(), 0, "without a low-rank part nothing is added");
        }
    }

    @Test
    void aDifferenceWithTheLayersOwnProjectionsExplainsEverythingThatAnEmptyAlignmentDoesNot() throws EngineException {
        LisaOptions options =
                new LisaOptions(config.dHead(), 0, Activation.SILU, true, true, SCORES, LisaOptions.Combine.ADD);
        int h = config.nHeads();
        LisaAdapter adapter = new LisaAdapter(
                options,
                zero(0, h),
                zero(1, 0),
                zero(h, 0),
                zero(1, h),
                zero(h, h),
                projection("q_proj"),
                projection("k_proj"));
        ExplainedScores explained = explained(new LayerAttention.Lisa(SOURCE, adapter));
        for (ExplainedScores.Head head : explained.heads()) {
            assertEquals(0, head.aligned(), 1e-5);
            assertEquals(1, head.whole(), 1e-5);
            assertEquals(1, head.added(), 1e-5);
        }
        assertEquals(1, explained.mean().whole(), 1e-5);
    }

    @Test
    void aMapOfHeadsMovesWhatIsCopied() throws EngineException {
        ExplainedScores same = explained(new LayerAttention.CopyPattern(SOURCE));
        ExplainedScores moved = explained(new LayerAttention.MappedPattern(SOURCE, List.of(1, 0, 3, 2)));
        for (int head = 0; head < config.nHeads(); head++) {
            assertEquals(same.heads().get(head).copied(), same.heads().get(head).whole(), 0);
            assertEquals(
                    same.heads().get(head).copied(), moved.heads().get(head).copied(), 0);
        }
        assertTrue(!same.mean().equals(moved.mean()));
        double worst = moved.heads().get(moved.worst()).whole();
        assertTrue(moved.heads().stream().allMatch(head -> head.whole() >= worst));
    }

    @Test
    void patternsHaveNoScoresToExplain() {
        LisaAdapter adapter = LisaAdapter.random(
                config,
                new LisaOptions(
                        2, 3, Activation.SILU, true, true, LisaOptions.Carrier.PATTERN, LisaOptions.Combine.ADD),
                1);
        assertThrows(IllegalArgumentException.class, () -> explained(new LayerAttention.Lisa(SOURCE, adapter)));
    }

    private FloatMatrix projection(String name) {
        float[] values = Objects.requireNonNull(
                        checkpoint.tensors().get("model.layers." + LAYER + ".self_attn." + name + ".weight"), name)
                .toFloats();
        return FloatMatrix.copyOf(values.length / config.dModel(), config.dModel(), values);
    }

    private static FloatMatrix zero(int rows, int columns) {
        return FloatMatrix.copyOf(rows, columns, new float[rows * columns]);
    }

    /// `W2 silu(W1 z + b1) + b2 + M z` for one head, in plain loops.
    private double net(LisaAdapter adapter, Seen seen, int head, int row, int key) {
        double sum = adapter.b2().at(0, head);
        FloatMatrix skip = Objects.requireNonNull(adapter.skip(), "skip");
        for (int other = 0; other < config.nHeads(); other++) {
            sum += skip.at(head, other) * seen.scores(SOURCE, other, row, key);
        }
        for (int unit = 0; unit < adapter.options().hidden(); unit++) {
            double in = adapter.b1().at(0, unit);
            for (int other = 0; other < config.nHeads(); other++) {
                in += adapter.w1().at(unit, other) * seen.scores(SOURCE, other, row, key);
            }
            sum += adapter.w2().at(head, unit) * in / (1 + Math.exp(-in));
        }
        return sum;
    }

    /// `Σ p x² − (Σ p x)²`.
    private static double variance(List<Double> values, List<Double> weights) {
        double mean = 0;
        double squares = 0;
        for (int i = 0; i < values.size(); i++) {
            mean += weights.get(i) * values.get(i);
            squares += weights.get(i) * values.get(i) * values.get(i);
        }
        return squares - mean * mean;
    }

    /// What the model as it is has in the two layers.
    private record Seen(Map<Integer, float[]> scores, List<float[]> pattern) {
        static Seen of(Decoder decoder, Backend backend) throws EngineException {
            Seen seen = new Seen(new HashMap<>(), new ArrayList<>());
            ForwardObserver observer = new ForwardObserver() {
                @Override
                public boolean wantsScores(int layer) {
                    return true;
                }

                @Override
                public boolean wantsPattern(int layer) {
                    return layer == LAYER;
                }

                @Override
                public void scores(int layer, RowSpan span, Tensor slab) {
                    seen.scores.put(layer, backend.read(slab));
                }

                @Override
                public void pattern(int layer, RowSpan span, Tensor slab) {
                    seen.pattern.add(backend.read(slab));
                }
            };
            AttentionPlan none = AttentionPlan.none(decoder.config().nLayers());
            try (DecoderPass pass = decoder.pass(none, 1, IDS.length, IDS.length)) {
                pass.step(new int[][] {IDS}, observer, Cancellation.NEVER);
            }
            return seen;
        }

        double scores(int layer, int head, int row, int key) {
            return Objects.requireNonNull(scores.get(layer), "scores")[(head * IDS.length + row) * IDS.length + key];
        }

        double pattern(int head, int row, int key) {
            return pattern.getFirst()[(head * IDS.length + row) * IDS.length + key];
        }
    }
}
