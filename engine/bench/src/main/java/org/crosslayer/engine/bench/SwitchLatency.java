package org.crosslayer.engine.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.crosslayer.engine.Device;
import org.crosslayer.engine.Engine;
import org.crosslayer.engine.LoadedModel;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.evaluation.LiveEvaluation;
import org.crosslayer.engine.evaluation.PerplexityReport;
import org.crosslayer.engine.evaluation.Protocol;
import org.crosslayer.engine.evaluation.ProtocolKind;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.LayerAttention;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.crosslayer.samples.SampleModels;

/// From a switch to the first estimate, and to all windows measured, on the bundled model and text.
///
/// Each round shares one layer that no round has shared together with the ones before, so nothing is remembered:
/// a layer takes its pattern from the layer below, then from the one below that, and so on.
public final class SwitchLatency {
    private static final int WINDOWS = 16;
    private static final long BUDGET_BYTES = 1L << 30;
    private static final double MILLI = 1e6;

    private final LiveEvaluation live;
    private final AttentionPlan none;

    private SwitchLatency(LiveEvaluation live, int nLayers) {
        this.live = live;
        none = AttentionPlan.none(nLayers);
    }

    /// Prints a table; no arguments.
    public static void main(String[] args) throws EngineException, IOException {
        PrintStream out = System.out;
        try (LoadedModel model = Engine.open(SampleModels.sample16l(), Device.CPU, Progress.NONE, Cancellation.NEVER)) {
            String text = Files.readString(SampleModels.sampleText());
            int[] ids = model.tokenizer().encode(text, false).toArray();
            int nLayers = model.config().nLayers();
            Protocol protocol = new Protocol(
                    ProtocolKind.WINDOWS, 512, WINDOWS, Protocol.windows(512).bos());
            try (LiveEvaluation live = model.live(ids, protocol, BUDGET_BYTES)) {
                SwitchLatency bench = new SwitchLatency(live, nLayers);
                out.println(model.deviceDescription() + "; " + WINDOWS + " × " + protocol.words());
                out.println("layer   first estimate ms   all windows ms   (medians)");
                for (int layer : new int[] {nLayers - 1, nLayers / 2, 1}) {
                    bench.measure(layer, out);
                }
            }
        }
    }

    private void measure(int layer, PrintStream out) throws EngineException {
        List<Double> first = new ArrayList<>();
        List<Double> all = new ArrayList<>();
        int sources = Math.min(layer, 8);
        for (int source = 0; source < sources; source++) {
            AttentionPlan plan = none.with(layer, new LayerAttention.CopyPattern(layer - 1 - source));
            time(plan, first, all);
            time(plan.with(another(layer), new LayerAttention.CopyPattern(0)), new ArrayList<>(), new ArrayList<>());
        }
        out.printf("%5d   %17.0f   %14.0f%n", layer, median(first), median(all));
    }

    /// A second layer to change in between, so that the next round must run again.
    private int another(int layer) {
        return layer == none.nLayers() - 1 ? layer - 1 : none.nLayers() - 1;
    }

    private void time(AttentionPlan plan, List<Double> first, List<Double> all) throws EngineException {
        long start = System.nanoTime();
        long[] firstAt = {0};
        PerplexityReport report = live.evaluate(
                plan,
                _ -> {
                    if (firstAt[0] == 0) {
                        firstAt[0] = System.nanoTime();
                    }
                },
                Cancellation.NEVER);
        if (!report.isComplete() || !Double.isFinite(report.ratio())) {
            throw new IllegalStateException("an evaluation that did not end: " + report);
        }
        first.add((firstAt[0] - start) / MILLI);
        all.add((System.nanoTime() - start) / MILLI);
    }

    private static double median(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
