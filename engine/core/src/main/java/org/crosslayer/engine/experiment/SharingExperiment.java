package org.crosslayer.engine.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.error.UnsupportedModelException;
import org.crosslayer.engine.evaluation.PerplexityReport;
import org.crosslayer.engine.evaluation.PlanSweep;
import org.crosslayer.engine.evaluation.Protocol;
import org.crosslayer.engine.evaluation.ScoredWindow;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.Decoder;
import org.crosslayer.engine.model.LayerAttention;
import org.crosslayer.engine.model.LisaOptions;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.jspecify.annotations.Nullable;

/// What sharing costs, layer by layer and as it spreads: the pattern copied, its heads aligned first, and LiSA.
///
/// *Stated* by the LiSA paper: sharing without re-ordering heads is ineffective. How it was tried is not known to
/// us: one layer alone, more and more layers, and their order are *our reading*.
public final class SharingExperiment implements Experiment<SharingResult> {
    /// Heads are matched on so many of the measured windows, as the reference measurements did; the alignments
    /// without training are solved for on them too. That is a look at the text that is measured, at `nHeads²`
    /// numbers a layer.
    private static final int MATCHED_WINDOWS = 8;

    private final Decoder decoder;
    private final List<ScoredWindow> windows;
    private final Protocol protocol;
    private final SharingOptions options;
    private final long budgetBytes;
    private final List<SharingPoint> points = new ArrayList<>();
    private @Nullable SharingWays ways;
    private @Nullable PlanSweep sweep;
    private int firstPoint;

    private SharingExperiment(
            Decoder decoder, List<ScoredWindow> windows, Protocol protocol, SharingOptions options, long budgetBytes) {
        this.decoder = decoder;
        this.windows = List.copyOf(windows);
        this.protocol = protocol;
        this.options = options;
        this.budgetBytes = budgetBytes;
    }

    /// Prepares an experiment; nothing runs before [#run].
    ///
    /// @param decoder     must outlive the experiment
    /// @param windows     what [org.crosslayer.engine.evaluation.Windows#scored] made of the text
    /// @param budgetBytes memory for the residual streams of one window
    /// @throws UnsupportedModelException if the model has no such layer, or fitted layers hand on their pattern
    ///     while others have not been fitted
    public static SharingExperiment of(
            Decoder decoder, List<ScoredWindow> windows, Protocol protocol, SharingOptions options, long budgetBytes)
            throws EngineException {
        int nLayers = decoder.config().nLayers();
        if (options.layers().getLast() >= nLayers) {
            throw new UnsupportedModelException("This model's layers are 0 to " + (nLayers - 1) + ", so layer "
                    + options.layers().getLast() + " cannot share: choose among 1 to " + (nLayers - 1) + ".");
        }
        for (LayerAttention.Lisa lisa : options.fitted().values()) {
            boolean hidesScores = lisa.adapter().options().carrier() == LisaOptions.Carrier.PATTERN;
            if (hidesScores && !options.untrained().isEmpty()) {
                throw new UnsupportedModelException("The fitted LiSA layers of this plan hand on patterns, but layers "
                        + options.untrained() + " are not fitted and need scores: choose the fitted layers only,"
                        + " or fit the others too.");
            }
        }
        return new SharingExperiment(decoder, windows, protocol, options, budgetBytes);
    }

    @Override
    public SharingResult run(Consumer<SharingResult> partial, Progress progress, Cancellation cancellation)
            throws EngineException {
        if (ways == null) {
            int length = windows.getFirst().length();
            List<int[]> matched = windows.stream()
                    .filter(window -> window.length() == length)
                    .limit(MATCHED_WINDOWS)
                    .map(ScoredWindow::ids)
                    .toList();
            Progress unmeasured = (stage, _) -> progress.report(stage, -1);
            ways = SharingWays.find(decoder, matched, options, unmeasured, cancellation);
        }
        if (sweep == null) {
            begin(ways, List.of(SharingSeries.SINGLE));
        }
        measure(partial, progress, cancellation);
        List<SharingSeries> cumulative =
                options.series().stream().filter(SharingSeries::isCumulative).toList();
        boolean isBegun = points.getLast().series().isCumulative();
        if (!isBegun && !cumulative.isEmpty()) {
            begin(ways, cumulative);
            measure(partial, progress, cancellation);
        }
        return result();
    }

    @Override
    public SharingResult result() {
        return new SharingResult(options, protocol, windows.size(), points);
    }

    /// Adds the points of some lines, their plans next to each other as they grow.
    private void begin(SharingWays known, List<SharingSeries> lines) throws EngineException {
        close();
        firstPoint = points.size();
        List<AttentionPlan> plans = new ArrayList<>();
        for (SharingSeries series : lines) {
            for (SharingMethod method : SharingMethod.values()) {
                List<Integer> sharing = new ArrayList<>();
                for (int layer : series.order(options.layers(), this::alignedAlone)) {
                    if (!series.isCumulative()) {
                        sharing.clear();
                    }
                    sharing.add(layer);
                    List<Integer> sorted = sharing.stream().sorted().toList();
                    points.add(new SharingPoint(series, method, layer, sorted, null));
                    plans.add(known.plan(decoder.config().nLayers(), method, sorted));
                }
            }
        }
        sweep = PlanSweep.of(decoder, windows, protocol, plans, budgetBytes);
    }

    private void measure(Consumer<SharingResult> partial, Progress progress, Cancellation cancellation)
            throws EngineException {
        PlanSweep.Listener listener = (index, report) -> {
            points.set(firstPoint + index, points.get(firstPoint + index).with(report));
            partial.accept(result());
        };
        String what = firstPoint == 0 ? "One layer alone: " : "More and more layers: ";
        double single = 1.0 / options.series().size();
        double before = firstPoint == 0 ? 0 : single;
        double part = firstPoint == 0 ? single : 1 - single;
        Objects.requireNonNull(sweep)
                .run(
                        listener,
                        (stage, fraction) -> progress.report(what + stage, before + part * fraction),
                        cancellation);
    }

    /// Cost in nats a token of a layer that shares alone, heads aligned, on all windows.
    private double alignedAlone(int layer) {
        SharingPoint point = Objects.requireNonNull(result().point(SharingSeries.SINGLE, SharingMethod.ALIGNED, layer));
        PerplexityReport report = Objects.requireNonNull(point.report(), "single layers are measured first");
        return report.nll() - report.baselineNll();
    }

    @Override
    public void close() {
        if (sweep != null) {
            sweep.close();
            sweep = null;
        }
    }
}
