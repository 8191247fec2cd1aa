package org.crosslayer.app.workspace;

import org.crosslayer.engine.model.LisaAdapter;

/// Fitted parts for one layer, ready to be switched on.
///
/// @param adapter     the parts
/// @param origin      where they come from, in words, such as `plan.json` or `fitted here, 200 steps`
/// @param calibration name of the text they were fitted on; empty if nobody knows
/// @param finished    false while they are still being improved, or when that was stopped early
public record FittedLayer(LisaAdapter adapter, String origin, String calibration, boolean finished) {}
