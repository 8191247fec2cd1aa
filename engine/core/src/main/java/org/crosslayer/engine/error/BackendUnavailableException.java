package org.crosslayer.engine.error;

/// The chosen device cannot be used here; says why and what would work.
public final class BackendUnavailableException extends EngineException {
    private static final long serialVersionUID = 1L;

    public BackendUnavailableException(String message) {
        super(message);
    }

    public BackendUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
