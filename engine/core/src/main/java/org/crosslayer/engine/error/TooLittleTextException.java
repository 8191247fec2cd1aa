package org.crosslayer.engine.error;

/// A text that is shorter than what was asked of it.
public final class TooLittleTextException extends EngineException {
    private static final long serialVersionUID = 1L;

    private final int found;
    private final int needed;

    /// A sentence about lengths.
    ///
    /// @param found  tokens that the text has
    /// @param needed tokens that it takes
    /// @param what   what takes them, such as "one window"
    /// @param advice what to do, a clause such as "choose a longer text"
    public TooLittleTextException(int found, int needed, String what, String advice) {
        super("The text has %d token%s but %s takes %d: %s."
                .formatted(found, found == 1 ? "" : "s", what, needed, advice));
        this.found = found;
        this.needed = needed;
    }

    /// Tokens that the text has.
    public int found() {
        return found;
    }

    /// Tokens that it takes.
    public int needed() {
        return needed;
    }
}
