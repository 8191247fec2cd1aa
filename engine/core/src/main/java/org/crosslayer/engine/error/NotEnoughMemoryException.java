package org.crosslayer.engine.error;

/// A run that would need more memory than there is; found before it starts.
public final class NotEnoughMemoryException extends EngineException {
    private static final long serialVersionUID = 1L;
    private static final double MIB = 1024.0 * 1024.0;

    /// A sentence about needs and means.
    ///
    /// @param what           what the memory is for
    /// @param neededBytes    how much it takes
    /// @param availableBytes how much there is
    /// @param advice         what to do instead, a clause such as "use a shorter text"
    public NotEnoughMemoryException(String what, long neededBytes, long availableBytes, String advice) {
        super("%s needs %.0f MiB, %.0f MiB can be used: %s"
                .formatted(what, neededBytes / MIB, availableBytes / MIB, advice));
    }
}
