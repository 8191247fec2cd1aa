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

    private NumericFaultException(int layer, int step) {
        super("Fitting stopped at step " + step + ", because layer " + layer
                + " gave a number that is not finite; the best state before it is kept: try a smaller learning rate.");
    }

    /// A sentence about a fit that ran away.
    ///
    /// @param layer the first layer with such a number
    /// @param step  the update that it was meant for, from 1
    public static NumericFaultException whileFitting(int layer, int step) {
        return new NumericFaultException(layer, step);
    }
}
