package org.crosslayer.engine.task;

/// Hears how far a computation is. Called sparingly: about once a layer, window or file.
@FunctionalInterface
public interface Progress {
    /// For callers that do not care.
    Progress NONE = (_, _) -> {};

    /// Hears of one step.
    ///
    /// @param stage    what is being done now, in the user's words
    /// @param fraction done so far, in [0, 1]; negative when unknown
    void report(String stage, double fraction);
}
