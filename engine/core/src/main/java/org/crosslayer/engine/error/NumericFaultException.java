package org.crosslayer.engine.error;

/// A value that is not a number, or infinite, where only finite numbers make sense.
public final class NumericFaultException extends EngineException {
    private static final long serialVersionUID = 1L;

    /// A sentence about a place.
    ///
    /// @param where the place in words, such as "logits of token 17"
    public NumericFaultException(String where) {
        super("Not a finite number in " + where + ": the weights are damaged or outside what float32 can carry.");
    }
}
