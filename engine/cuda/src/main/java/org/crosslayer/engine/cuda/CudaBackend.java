package org.crosslayer.engine.cuda;

import org.crosslayer.engine.backend.CheckedBackend;
import org.crosslayer.engine.backend.Weight;
import org.crosslayer.engine.backend.Workspace;
import org.crosslayer.engine.error.BackendUnavailableException;
import org.crosslayer.engine.format.MappedTensor;

/// One NVIDIA card: matrix products by cuBLAS, everything else by kernels of our own, in float32.
///
/// Operations are started in the order in which they are asked for and not waited for; reading values or sums waits.
public final class CudaBackend extends CheckedBackend<CudaTensor, CudaWeight> {
    private static final long GIB = 1L << 30;

    /// What works on one card.
    private record Parts(Card card, KernelLibrary library, Launch launch, Products products, HeadNetKernels heads) {
        static Parts of(Card card) {
            KernelLibrary library = new KernelLibrary(card);
            Launch launch = new Launch(card);
            return new Parts(card, library, launch, new Products(card), new HeadNetKernels(card, library, launch));
        }
    }

    private final Parts parts;
    private final long memoryBytes;
    private boolean closed;

    /// A backend on the first card that the driver lists.
    ///
    /// @throws BackendUnavailableException in one sentence, if there is no card that can be used
    public CudaBackend() throws BackendUnavailableException {
        this(Parts.of(new Card(CudaDevice.first())));
    }

    private CudaBackend(Parts parts) {
        super(
                CudaTensor.class,
                CudaWeight.class,
                new CudaKernels(parts.card(), parts.library(), parts.launch(), parts.products(), parts.heads()),
                new CudaGradients(parts.card(), parts.library(), parts.launch(), parts.products(), parts.heads()));
        this.parts = parts;
        memoryBytes = parts.card().freeBytes();
    }

    @Override
    public String name() {
        return "cuda";
    }

    @Override
    public String description() {
        CudaDevice device = parts.card().device();
        return "%s, %d GiB, %d multiprocessors, compute capability %d.%d"
                .formatted(
                        device.name(),
                        device.memoryBytes() / GIB,
                        device.multiprocessors(),
                        device.major(),
                        device.minor());
    }

    /// What was free when the backend was opened.
    @Override
    public long memoryBytes() {
        return memoryBytes;
    }

    @Override
    public Weight weight(MappedTensor tensor) {
        return CudaWeight.of(tensor, parts.card(), parts.library(), parts.launch());
    }

    @Override
    public Workspace workspace() {
        return new CudaWorkspace(parts.card());
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            parts.products().close();
            parts.library().close();
            parts.launch().close();
            parts.card().close();
        }
    }
}
