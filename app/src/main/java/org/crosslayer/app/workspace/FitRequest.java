package org.crosslayer.app.workspace;

import java.util.Map;
import org.crosslayer.engine.fitting.FitOptions;
import org.crosslayer.engine.model.LisaAdapter;

/// A fit of LiSA layers that is asked for. Two equal requests are one fit: the second goes on where the first was
/// interrupted.
///
/// @param text    the calibration text
/// @param options which layers, and how
/// @param known   fitted adapters to start from, by layer
public record FitRequest(OpenText text, FitOptions options, Map<Integer, LisaAdapter> known) {
    public FitRequest {
        known = Map.copyOf(known);
    }
}
