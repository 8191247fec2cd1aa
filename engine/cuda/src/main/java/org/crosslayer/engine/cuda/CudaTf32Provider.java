package org.crosslayer.engine.cuda;

import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.BackendProvider;
import org.crosslayer.engine.error.BackendUnavailableException;

/// Offers a card with factors rounded to TF32 to whoever looks for one; see [Precision#TF32].
public final class CudaTf32Provider implements BackendProvider {
    @Override
    public String name() {
        return Precision.TF32.device();
    }

    @Override
    public Backend open() throws BackendUnavailableException {
        return new CudaBackend(Precision.TF32);
    }
}
