package org.crosslayer.engine.experiment;

import java.util.List;
import org.crosslayer.engine.evaluation.PerplexityReport;
import org.jspecify.annotations.Nullable;

/// One measurement of the sharing experiment.
///
/// @param series the line it belongs to
/// @param method how the layers share
/// @param layer  the layer that shares, or that was added last
/// @param layers all layers that share, ascending
/// @param report what it does to perplexity, as far as measured; null before the first window
public record SharingPoint(
        SharingSeries series,
        SharingMethod method,
        int layer,
        List<Integer> layers,
        @Nullable PerplexityReport report) {
    public SharingPoint {
        layers = List.copyOf(layers);
    }

    SharingPoint with(PerplexityReport better) {
        return new SharingPoint(series, method, layer, layers, better);
    }
}
