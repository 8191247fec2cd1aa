package org.crosslayer.app.cli;

import java.util.concurrent.CancellationException;

/// The user has given up, and something is left of what was done.
final class StoppedException extends CancellationException {
    private static final long serialVersionUID = 1L;

    /// @param sentence where it stopped, and what is left where
    StoppedException(String sentence) {
        super(sentence);
    }
}
