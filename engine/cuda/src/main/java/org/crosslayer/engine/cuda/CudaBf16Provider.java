package org.crosslayer.engine.cuda;

import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.BackendProvider;
import org.crosslayer.engine.error.BackendUnavailableException;

/// Offers a card with BF16 matrices and caches to whoever looks for one; see [Precision#BF16].
public final class CudaBf16Provider implements BackendProvider {
    @Override
    public String name() {
        return Precision.BF16.device();
    }

    @Override
    public Backend open() throws BackendUnavailableException {
        return new CudaBackend(Precision.BF16);
    }
}
