package org.crosslayer.engine.bench.contest;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.crosslayer.engine.Device;
import org.crosslayer.engine.Engine;
import org.crosslayer.engine.LoadedModel;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.evaluation.Bos;
import org.crosslayer.engine.evaluation.LiveEvaluation;
import org.crosslayer.engine.evaluation.PerplexityReport;
import org.crosslayer.engine.evaluation.Protocol;
import org.crosslayer.engine.evaluation.ProtocolKind;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.LayerAttention;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;

/// From a switch of one layer to the first estimate, and to all windows measured, as the window asks: by a
/// [LiveEvaluation], which keeps residual streams and starts at the switched layer.
///
/// Each round is a text just opened: the model as it is has been measured, untimed, and no plan is remembered.
/// Layers are switched from the highest down, each alone, so that the streams below it are always those of the
/// model as it is.
final class SwitchTask implements Player.Task {
    private static final long BUDGET_BYTES = 1L << 30;

    private final LoadedModel model;
    private final int[] ids;
    private final Protocol protocol;
    private final List<Integer> layers;

    /// @param path   a model that opens
    /// @param sizes  windows, tokens of each
    /// @param layers that are switched, each to the pattern of the layer below
    SwitchTask(Path path, int[] sizes, List<Integer> layers) throws EngineException {
        model = Engine.open(path, Device.CPU, Progress.NONE, Cancellation.NEVER);
        protocol = new Protocol(ProtocolKind.WINDOWS, sizes[1], sizes[0], Bos.OFF);
        ids = new Random(1)
                .ints((long) sizes[0] * sizes[1], 0, model.config().nVocab())
                .toArray();
        this.layers = layers.reversed();
    }

    @Override
    public Map<String, Long> play() throws EngineException {
        AttentionPlan none = AttentionPlan.none(model.config().nLayers());
        Map<String, Long> times = new LinkedHashMap<>();
        try (LiveEvaluation live = model.live(ids, protocol, BUDGET_BYTES)) {
            live.evaluate(none, _ -> {}, Cancellation.NEVER);
            for (int layer : layers) {
                time(live, none.with(layer, new LayerAttention.CopyPattern(layer - 1)), layer, times);
            }
        }
        return times;
    }

    private void time(LiveEvaluation live, AttentionPlan plan, int layer, Map<String, Long> times)
            throws EngineException {
        long start = System.nanoTime();
        long[] first = {0};
        PerplexityReport report = live.evaluate(
                plan,
                _ -> {
                    if (first[0] == 0) {
                        first[0] = System.nanoTime();
                    }
                },
                Cancellation.NEVER);
        long end = System.nanoTime();
        boolean ended = report.isComplete() && report.windows() == protocol.maxWindows();
        if (!ended || !Double.isFinite(report.ratio()) || report.ratio() == 1) {
            throw new IllegalStateException("not what a switch comes to: " + report);
        }
        times.put("first" + layer, first[0] - start);
        times.put("all" + layer, end - start);
    }

    @Override
    public String description() {
        return "Crosslayer, " + model.deviceDescription();
    }

    @Override
    public void close() {
        model.close();
    }
}
