package org.crosslayer.engine.error;

import java.util.Objects;

/// Something that can go wrong with a good program: a bad file, an unsupported model, too little memory.
///
/// The message is one sentence for a person: what is wrong, where, and what to do. Wrong arguments are bugs and stay
/// [IllegalArgumentException]; being cancelled is no error and is a [java.util.concurrent.CancellationException].
public abstract sealed class EngineException extends Exception
        permits BadFileException,
                UnsupportedModelException,
                TooLittleTextException,
                NotEnoughMemoryException,
                NumericFaultException,
                BackendUnavailableException {
    private static final long serialVersionUID = 1L;

    EngineException(String message) {
        super(message);
    }

    EngineException(String message, Throwable cause) {
        super(message, cause);
    }

    /// The sentence; never null.
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
