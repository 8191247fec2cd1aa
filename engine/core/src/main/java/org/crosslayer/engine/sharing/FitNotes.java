package org.crosslayer.engine.sharing;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// How the adapters of a plan came about and what they reached; kept with the plan for people and for repeating it.
///
/// @param how     such as `calibration`, `seed`, `stepsLocal`, `command`; in this order
/// @param reached such as `baselinePerplexity`, `perplexity`, `ratio`, `seconds`; in this order
public record FitNotes(Map<String, String> how, Map<String, Double> reached) {
    /// Nothing is known.
    public static final FitNotes NONE = new FitNotes(Map.of(), Map.of());

    public FitNotes {
        how = Collections.unmodifiableMap(new LinkedHashMap<>(how));
        reached = Collections.unmodifiableMap(new LinkedHashMap<>(reached));
    }
}
