package org.crosslayer.engine.cuda;

import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.BackendProvider;
import org.crosslayer.engine.error.BackendUnavailableException;

/// Offers the CUDA backend to whoever looks for one.
public final class CudaProvider implements BackendProvider {
    @Override
    public String name() {
        return "cuda";
    }

    @Override
    public Backend open() throws BackendUnavailableException {
        return new CudaBackend();
    }
}
