package org.crosslayer.engine.experiment;

import java.util.List;
import org.crosslayer.engine.evaluation.Protocol;
import org.jspecify.annotations.Nullable;

/// What the sharing experiment has found, complete or so far.
///
/// @param options      what was asked
/// @param protocol     how it was measured
/// @param windowsTotal windows of which each point will be the result
/// @param points       in the order in which they are measured: lines, then methods, then layers; a cumulative
///     line is there once its order is known
public record SharingResult(SharingOptions options, Protocol protocol, int windowsTotal, List<SharingPoint> points) {
    public SharingResult {
        points = List.copyOf(points);
    }

    /// The points of a line, in the order of measuring.
    public List<SharingPoint> points(SharingSeries series) {
        return points.stream().filter(point -> point.series() == series).toList();
    }

    /// The layers of a line in the order in which they are measured or added; empty while that is not known.
    public List<Integer> order(SharingSeries series) {
        return points(series).stream().map(SharingPoint::layer).distinct().toList();
    }

    /// The point of a method at a layer; null while there is none.
    public @Nullable SharingPoint point(SharingSeries series, SharingMethod method, int layer) {
        return points.stream()
                .filter(point -> point.series() == series && point.method() == method && point.layer() == layer)
                .findFirst()
                .orElse(null);
    }

    /// True once every line is measured on all windows.
    public boolean isComplete() {
        long lines = points.stream().map(SharingPoint::series).distinct().count();
        return lines == options.series().size()
                && points.stream()
                        .allMatch(point ->
                                point.report() != null && point.report().isComplete());
    }
}
