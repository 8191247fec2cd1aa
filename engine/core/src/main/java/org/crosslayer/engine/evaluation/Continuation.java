package org.crosslayer.engine.evaluation;

import java.util.List;

/// How far one model has continued a prompt.
///
/// @param ids         what it has written
/// @param text        the same as text
/// @param isEnded     true once it has nothing to add: as much as was asked for, or the end-of-text token
/// @param promptNanos time of reading the prompt, which gives the first token
/// @param decodeNanos time of all tokens after the first
public record Continuation(List<Integer> ids, String text, boolean isEnded, long promptNanos, long decodeNanos) {
    private static final double NANOS = 1e9;

    public Continuation {
        ids = List.copyOf(ids);
    }

    /// Tokens a second after the first; NaN before there are two.
    public double tokensPerSecond() {
        return ids.size() < 2 ? Double.NaN : (ids.size() - 1) * NANOS / Math.max(1, decodeNanos);
    }
}
