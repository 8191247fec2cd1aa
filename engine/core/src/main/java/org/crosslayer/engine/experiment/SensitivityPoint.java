package org.crosslayer.engine.experiment;

import org.crosslayer.engine.evaluation.PerplexityReport;
import org.crosslayer.engine.model.Deviation;
import org.jspecify.annotations.Nullable;

/// One measurement of the sensitivity experiment.
///
/// @param layer     the layer that deviates, all others being as they are
/// @param deviation how
/// @param report    what it does to perplexity, as far as measured; null before the first window
public record SensitivityPoint(
        int layer, Deviation deviation, @Nullable PerplexityReport report) {}
