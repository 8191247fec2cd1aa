package org.crosslayer.engine.experiment;

import java.util.List;
import org.crosslayer.engine.evaluation.Protocol;
import org.crosslayer.engine.model.Deviation;
import org.jspecify.annotations.Nullable;

/// What the sensitivity experiment has found, complete or so far.
///
/// @param options      what was asked
/// @param protocol     how it was measured
/// @param windowsTotal windows of which each point will be the result
/// @param points       layer by layer, each with all deviations
public record SensitivityResult(
        SensitivityOptions options, Protocol protocol, int windowsTotal, List<SensitivityPoint> points) {
    public SensitivityResult {
        points = List.copyOf(points);
    }

    /// The point of a layer and deviation; null if it was not asked for.
    public @Nullable SensitivityPoint point(int layer, Deviation deviation) {
        return points.stream()
                .filter(point -> point.layer() == layer && point.deviation().equals(deviation))
                .findFirst()
                .orElse(null);
    }

    /// True once everything is measured on all windows.
    public boolean isComplete() {
        return points.stream()
                .allMatch(point -> point.report() != null && point.report().isComplete());
    }
}
