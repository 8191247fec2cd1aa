package org.crosslayer.app.workspace;

import java.util.List;
import org.crosslayer.engine.fitting.FitPoint;
import org.crosslayer.engine.fitting.FitResult;
import org.jspecify.annotations.Nullable;

/// How far a fit has come.
///
/// @param curve every step so far
/// @param best  the best state by the held-out measure, or the start, before it is measured; null before the start is
// found
public record FitSnapshot(List<FitPoint> curve, @Nullable FitResult best) {
    /// Before anything was done.
    public static final FitSnapshot NONE = new FitSnapshot(List.of(), null);

    public FitSnapshot {
        curve = List.copyOf(curve);
    }

    /// The latest step; null before the first.
    public @Nullable FitPoint last() {
        return curve.isEmpty() ? null : curve.getLast();
    }
}
