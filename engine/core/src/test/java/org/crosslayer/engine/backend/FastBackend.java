package org.crosslayer.engine.backend;

import java.util.ServiceLoader;
import org.crosslayer.engine.error.BackendUnavailableException;

/// The backend whose speed is bought with complicated code, and which tests therefore hold against the reference: the
/// CPU's, or with `-Dcrosslayer.test.device=cuda` that of a card.
public final class FastBackend {
    private static final String DEVICE = System.getProperty("crosslayer.test.device", "cpu");

    private FastBackend() {}

    /// A new one; on the CPU of two threads, so that a crew is at work on any machine.
    public static Backend open() {
        try {
            if (DEVICE.equals("cpu")) {
                return new CpuBackend(2);
            }
            for (BackendProvider provider : ServiceLoader.load(BackendProvider.class)) {
                if (provider.name().equals(DEVICE)) {
                    return provider.open();
                }
            }
            throw new AssertionError("nobody provides " + DEVICE);
        } catch (BackendUnavailableException e) {
            throw new AssertionError(e);
        }
    }
}
