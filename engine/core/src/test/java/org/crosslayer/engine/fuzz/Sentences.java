package org.crosslayer.engine.fuzz;

import org.crosslayer.engine.error.EngineException;

/// What a reader may answer to a damaged file: one sentence, on one line.
final class Sentences {
    private Sentences() {}

    static void check(EngineException refusal) {
        String message = refusal.getMessage();
        if (message.isBlank() || message.lines().count() != 1) {
            throw new AssertionError("no sentence: " + message, refusal);
        }
    }
}
