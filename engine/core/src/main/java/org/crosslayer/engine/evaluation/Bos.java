package org.crosslayer.engine.evaluation;

/// Whether a window starts with the begin-of-text token.
public enum Bos {
    /// As the named protocol says.
    AUTO,
    /// The first token of every window is replaced by it.
    ON,
    /// Never added.
    OFF
}
