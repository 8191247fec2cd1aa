package org.crosslayer.app.cli;

/// Input that does not fit, found by the command line itself: ends the command with status 1.
final class InputException extends Exception {
    private static final long serialVersionUID = 1L;

    /// @param sentence what is wrong, where, and what to do
    InputException(String sentence) {
        super(sentence);
    }
}
