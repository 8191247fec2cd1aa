package org.crosslayer.app.workspace;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.crosslayer.engine.evaluation.Protocol;
import org.crosslayer.engine.experiment.SensitivityOptions;
import org.crosslayer.engine.experiment.SensitivityPoint;
import org.crosslayer.engine.experiment.SensitivityResult;
import org.crosslayer.engine.experiment.SharingMethod;
import org.crosslayer.engine.experiment.SharingOptions;
import org.crosslayer.engine.experiment.SharingPoint;
import org.crosslayer.engine.experiment.SharingResult;
import org.crosslayer.engine.experiment.SharingSeries;
import org.crosslayer.engine.model.Deviation;
import org.crosslayer.engine.task.Cancellation;

/// Experiments without a model, one point after the other.
final class FakeExperiments {
    private FakeExperiments() {}

    /// Copied layers add 0.1 nats each, aligned ones half of that, LiSA a tenth.
    ///
    /// @param isSlow whether every point takes for ever
    static SharingResult sharing(
            Protocol protocol,
            SharingOptions options,
            Consumer<SharingResult> partial,
            BooleanSupplier isSlow,
            Cancellation cancellation) {
        List<SharingPoint> points = new ArrayList<>();
        for (SharingSeries series : options.series()) {
            List<Integer> order =
                    series == SharingSeries.TOP_DOWN ? options.layers().reversed() : options.layers();
            for (SharingMethod method : SharingMethod.values()) {
                for (int index = 0; index < order.size(); index++) {
                    cancellation.check();
                    List<Integer> layers =
                            series.isCumulative() ? order.subList(0, index + 1) : order.subList(index, index + 1);
                    points.add(new SharingPoint(
                            series,
                            method,
                            order.get(index),
                            layers,
                            FakeMeasures.report(protocol, cost(method) * layers.size(), FakeAnalyst.WINDOWS)));
                    partial.accept(new SharingResult(options, protocol, FakeAnalyst.WINDOWS, points));
                    while (isSlow.getAsBoolean()) {
                        cancellation.check();
                        Thread.onSpinWait();
                    }
                }
            }
        }
        return new SharingResult(options, protocol, FakeAnalyst.WINDOWS, points);
    }

    private static double cost(SharingMethod method) {
        return FakeAnalyst.COST_OF_A_LAYER
                / switch (method) {
                    case COPIED -> 1;
                    case ALIGNED -> 2;
                    case LISA -> 10;
                };
    }

    /// A deviation adds its size in nats, divided by the layer's number and one.
    static SensitivityResult sensitivity(
            Protocol protocol,
            SensitivityOptions options,
            Consumer<SensitivityResult> partial,
            Cancellation cancellation) {
        List<SensitivityPoint> points = new ArrayList<>();
        for (int layer : options.layers()) {
            for (Deviation deviation : options.deviations()) {
                cancellation.check();
                points.add(new SensitivityPoint(
                        layer,
                        deviation,
                        FakeMeasures.report(protocol, deviation.size() / (layer + 1), FakeAnalyst.WINDOWS)));
                partial.accept(new SensitivityResult(options, protocol, FakeAnalyst.WINDOWS, points));
            }
        }
        return new SensitivityResult(options, protocol, FakeAnalyst.WINDOWS, points);
    }
}
