package org.crosslayer.app.cli;

import java.io.PrintWriter;
import java.util.Optional;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;

/// What a running command talks to.
///
/// @param out          results for people
/// @param err          sentences that are no results
/// @param progress     how far it is
/// @param cancellation whether the user has given up
record Session(PrintWriter out, PrintWriter err, Progress progress, Cancellation cancellation) {
    /// Tells what to be wary of, on a line of its own.
    void warn(Optional<String> sentence) {
        sentence.ifPresent(words -> err.println("Note: " + words));
        err.flush();
    }
}
