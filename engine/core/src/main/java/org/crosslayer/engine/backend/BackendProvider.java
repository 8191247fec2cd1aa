package org.crosslayer.engine.backend;

import org.crosslayer.engine.error.BackendUnavailableException;

/// Opens the backend of a device that this module knows nothing of; found by [java.util.ServiceLoader].
public interface BackendProvider {
    /// What the device is called: `cuda`.
    String name();

    /// A backend, ready to compute.
    ///
    /// @throws BackendUnavailableException in one sentence that says why not and what would work
    Backend open() throws BackendUnavailableException;
}
