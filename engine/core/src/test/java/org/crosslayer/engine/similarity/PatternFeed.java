package org.crosslayer.engine.similarity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.Tensor;
import org.crosslayer.engine.backend.Workspace;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.model.ForwardObserver;
import org.crosslayer.engine.model.RowSpan;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;

/// Shows given patterns to an observer as a decoder would: in steps, and each tensor for one call only.
///
/// @param chunk   rows of a step
/// @param windows patterns of each window
record PatternFeed(Backend backend, int nHeads, int chunk, List<Window> windows) implements PatternSource {
    /// Patterns of one window.
    ///
    /// @param n      tokens
    /// @param layers of each layer `[nHeads × n × n]`
    record Window(int n, List<float[]> layers) {}

    PatternFeed withChunk(int rows) {
        return new PatternFeed(backend, nHeads, rows, windows);
    }

    /// One window of the same length with other layers.
    PatternFeed withLayers(List<float[]> layers) {
        Window window = new Window(windows.getFirst().n(), layers);
        return new PatternFeed(backend, nHeads, chunk, List.of(window));
    }

    /// Compares all pairs of layers.
    LayerSimilarity layers(SimilarityOptions options) throws EngineException {
        return layers(
                options,
                WindowStudy.ofLayers(windows.getFirst().layers().size(), options)
                        .pairs());
    }

    /// Compares all pairs of layers in the order that `pairs` has.
    LayerSimilarity layers(SimilarityOptions options, LayerPairs pairs) throws EngineException {
        SimilarityTally tally = new SimilarityTally(options, pairs.nLayers(), nHeads);
        study(new WindowStudy(pairs, options.metric(), options.heads(), options.sink()), tally);
        return tally.result();
    }

    /// Matches heads.
    List<HeadAlignment> align(LayerPairs pairs, MatchMethod method) throws EngineException {
        AlignmentTally tally = new AlignmentTally(pairs, nHeads);
        study(WindowStudy.ofHeads(pairs), tally);
        return tally.result(method);
    }

    private void study(WindowStudy study, WindowStudy.WindowSink sink) throws EngineException {
        List<int[]> ids = new ArrayList<>();
        for (int window = 0; window < windows.size(); window++) {
            int[] tokens = new int[windows.get(window).n()];
            Arrays.fill(tokens, window);
            ids.add(tokens);
        }
        int longest = windows.stream().mapToInt(Window::n).max().orElseThrow();
        PatternReducer.Extent extent = new PatternReducer.Extent(nHeads, chunk, longest, study.firstKey());
        study.over(backend, extent, this, ids, sink, Progress.NONE, Cancellation.NEVER);
    }

    @Override
    public void run(int[] ids, int lastLayer, ForwardObserver observer, Cancellation cancellation) {
        Window window = windows.get(ids[0]);
        for (int first = 0; first < ids.length; first += chunk) {
            RowSpan span = new RowSpan(0, first, Math.min(chunk, ids.length - first));
            for (int layer = 0; layer <= lastLayer; layer++) {
                if (observer.wantsPattern(layer) || observer.wantsMean(layer)) {
                    show(window.layers().get(layer), layer, span, window.n(), observer);
                }
            }
        }
    }

    private void show(float[] pattern, int layer, RowSpan span, int n, ForwardObserver observer) {
        float[] slab = new float[nHeads * span.rows() * span.keys()];
        for (int head = 0; head < nHeads; head++) {
            for (int row = 0; row < span.rows(); row++) {
                System.arraycopy(
                        pattern,
                        (head * n + span.firstRow() + row) * n,
                        slab,
                        (head * span.rows() + row) * span.keys(),
                        span.keys());
            }
        }
        // Closed at once: a reducer that held on to the tensor would fail.
        try (Workspace workspace = backend.workspace()) {
            Tensor tensor = workspace.allocate(nHeads, span.rows(), span.keys());
            backend.write(slab, tensor);
            if (observer.wantsPattern(layer)) {
                observer.pattern(layer, span, tensor);
            } else {
                Tensor mean = observer.meanRoom(layer, span, workspace.allocate(span.rows(), span.keys()));
                backend.headMean(tensor, mean);
                observer.mean(layer, span, mean);
            }
        }
    }

    /// Random causal rows that sum to 1: some flat, some sharp, some with a single key.
    static Window random(SplittableRandom random, int nLayers, int nHeads, int n) {
        List<float[]> layers = new ArrayList<>();
        for (int layer = 0; layer < nLayers; layer++) {
            float[] pattern = new float[nHeads * n * n];
            for (int row = 0; row < nHeads * n; row++) {
                fill(random, pattern, row * n, row % n + 1);
            }
            layers.add(pattern);
        }
        return new Window(n, layers);
    }

    private static void fill(SplittableRandom random, float[] pattern, int offset, int keys) {
        double sharpness = random.nextInt(3) * 3;
        boolean single = random.nextInt(5) == 0;
        double sum = 0;
        double[] row = new double[keys];
        for (int key = 0; key < keys; key++) {
            row[key] = single ? 0 : Math.exp(sharpness * random.nextDouble(-1, 1));
            sum += row[key];
        }
        if (single) {
            row[random.nextInt(keys)] = 1;
            sum = 1;
        }
        for (int key = 0; key < keys; key++) {
            pattern[offset + key] = (float) (row[key] / sum);
        }
    }
}
