package org.crosslayer.engine.cuda;

import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.BackendProvider;
import org.crosslayer.engine.error.BackendUnavailableException;

/// Offers a card in float32 to whoever looks for one; see [Precision#FLOAT32].
public final class CudaProvider implements BackendProvider {
    @Override
    public String name() {
        return Precision.FLOAT32.device();
    }

    @Override
    public Backend open() throws BackendUnavailableException {
        return new CudaBackend(Precision.FLOAT32);
    }
}
