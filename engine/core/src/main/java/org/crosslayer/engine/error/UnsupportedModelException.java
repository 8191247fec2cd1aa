package org.crosslayer.engine.error;

/// A well-formed model that this engine does not run; names the key and what is supported.
public final class UnsupportedModelException extends EngineException {
    private static final long serialVersionUID = 1L;

    public UnsupportedModelException(String message) {
        super(message);
    }

    public UnsupportedModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
