package org.crosslayer.app.cli;

import org.crosslayer.engine.Device;
import org.crosslayer.engine.error.BackendUnavailableException;

/// Devices as the command line knows them; more than this build may have.
enum DeviceName {
    CPU,
    CUDA,
    REFERENCE;

    /// The engine's device.
    ///
    /// @throws BackendUnavailableException if this build has none of the kind
    Device device() throws BackendUnavailableException {
        return switch (this) {
            case CPU -> Device.CPU;
            case REFERENCE -> Device.REFERENCE;
            case CUDA ->
                throw new BackendUnavailableException("The device cuda is not part of this build: use --device cpu.");
        };
    }
}
