package org.crosslayer.engine.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.error.UnsupportedModelException;
import org.crosslayer.engine.evaluation.PlanSweep;
import org.crosslayer.engine.evaluation.Protocol;
import org.crosslayer.engine.evaluation.ScoredWindow;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.Decoder;
import org.crosslayer.engine.model.Deviation;
import org.crosslayer.engine.model.LayerAttention;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;

/// How much the model minds when one layer's attention deviates by a known amount.
///
/// *Stated* by the LiSA paper: shallow layers are sensitive to small deviations of the attention weights. How
/// they were
/// made to deviate is not known to us: mixing with the uniform pattern and noise on the scores are *our reading*.
public final class SensitivityExperiment implements Experiment<SensitivityResult> {
    private final SensitivityOptions options;
    private final Protocol protocol;
    private final int windows;
    private final List<SensitivityPoint> points;
    private final PlanSweep sweep;

    private SensitivityExperiment(
            SensitivityOptions options,
            Protocol protocol,
            int windows,
            List<SensitivityPoint> points,
            PlanSweep sweep) {
        this.options = options;
        this.protocol = protocol;
        this.windows = windows;
        this.points = points;
        this.sweep = sweep;
    }

    /// Prepares an experiment; nothing runs before [#run].
    ///
    /// @param decoder     must outlive the experiment
    /// @param windows     what [org.crosslayer.engine.evaluation.Windows#scored] made of the text
    /// @param budgetBytes memory for the residual streams of one window
    /// @throws UnsupportedModelException if the model has no such layer
    public static SensitivityExperiment of(
            Decoder decoder,
            List<ScoredWindow> windows,
            Protocol protocol,
            SensitivityOptions options,
            long budgetBytes)
            throws EngineException {
        int nLayers = decoder.config().nLayers();
        if (options.layers().getLast() >= nLayers) {
            throw new UnsupportedModelException("This model has no layer "
                    + options.layers().getLast() + ": choose among 0 to " + (nLayers - 1) + ".");
        }
        AttentionPlan none = AttentionPlan.none(nLayers);
        List<SensitivityPoint> points = new ArrayList<>();
        List<AttentionPlan> plans = new ArrayList<>();
        for (int layer : options.layers()) {
            for (Deviation deviation : options.deviations()) {
                points.add(new SensitivityPoint(layer, deviation, null));
                plans.add(none.with(layer, new LayerAttention.Deviating(deviation)));
            }
        }
        PlanSweep sweep = PlanSweep.of(decoder, windows, protocol, plans, budgetBytes);
        return new SensitivityExperiment(options, protocol, windows.size(), points, sweep);
    }

    @Override
    public SensitivityResult run(Consumer<SensitivityResult> partial, Progress progress, Cancellation cancellation)
            throws EngineException {
        PlanSweep.Listener listener = (index, report) -> {
            SensitivityPoint point = points.get(index);
            points.set(index, new SensitivityPoint(point.layer(), point.deviation(), report));
            partial.accept(result());
        };
        sweep.run(listener, progress, cancellation);
        return result();
    }

    @Override
    public SensitivityResult result() {
        return new SensitivityResult(options, protocol, windows, points);
    }

    @Override
    public void close() {
        sweep.close();
    }
}
