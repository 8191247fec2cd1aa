package org.crosslayer.engine.cuda;

import java.util.List;
import org.crosslayer.engine.backend.CheckedBackend;
import org.crosslayer.engine.backend.Weight;
import org.crosslayer.engine.backend.Workspace;
import org.crosslayer.engine.error.BackendUnavailableException;
import org.crosslayer.engine.format.MappedTensor;
import org.crosslayer.engine.tensor.DType;

/// One NVIDIA card: matrix products of many rows by cuBLAS, everything else by kernels of our own.
///
/// Operations are started in the order in which they are asked for and not waited for; reading values or sums waits.
public final class CudaBackend extends CheckedBackend<CudaTensor, CudaWeight> {
    private static final long GIB = 1L << 30;

    /// What works on one card.
    private record Parts(
            Precision precision,
            Card card,
            Profile profile,
            KernelLibrary library,
            Launch launch,
            Products products,
            WeightKernels weights,
            NormKernels norms,
            HeadNetKernels heads) {
        static Parts of(Precision precision, Card card) {
            KernelLibrary library = new KernelLibrary(card);
            Profile profile = new Profile(card);
            Launch launch = new Launch(card, profile);
            return new Parts(
                    precision,
                    card,
                    profile,
                    library,
                    launch,
                    new Products(card, profile, precision != Precision.FLOAT32),
                    new WeightKernels(card, library, launch),
                    new NormKernels(card, profile, library, launch),
                    new HeadNetKernels(card, library, launch));
        }

        CudaKernels kernels() {
            LinearKernels linear = new LinearKernels(precision, card, library, launch, products, weights, norms);
            return new CudaKernels(card, library, launch, products, weights, linear, norms, heads);
        }
    }

    private final Parts parts;
    private final long memoryBytes;
    private boolean closed;

    /// A backend on the first card that the driver lists.
    ///
    /// @throws BackendUnavailableException in one sentence, if there is no card that can be used
    ///
    /// @param precision how exactly it multiplies
    CudaBackend(Precision precision) throws BackendUnavailableException {
        this(Parts.of(precision, new Card(CudaDevice.first(precision))));
    }

    private CudaBackend(Parts parts) {
        super(
                CudaTensor.class,
                CudaWeight.class,
                parts.kernels(),
                new CudaGradients(
                        parts.card(),
                        parts.library(),
                        parts.launch(),
                        parts.products(),
                        parts.weights(),
                        parts.heads()));
        this.parts = parts;
        memoryBytes = parts.card().freeBytes();
    }

    @Override
    public String name() {
        return parts.precision().device();
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

    /// Where the card's time went since the last call, a line for each kernel; empty without
    /// `-Dcrosslayer.cuda.profile=true`.
    public List<String> takeProfile() {
        return parts.profile().take();
    }

    /// What was free when the backend was opened.
    @Override
    public long memoryBytes() {
        return memoryBytes;
    }

    @Override
    public int cacheValueBytes() {
        return holdsNarrow() ? Short.BYTES : Float.BYTES;
    }

    @Override
    public boolean attends(int d) {
        return holdsNarrow() && AttendKernels.serves(d);
    }

    @Override
    public boolean attendsMeans(int d) {
        return attends(d);
    }

    @Override
    public long weightBytes(int rows, int columns) {
        long values = (long) rows * columns;
        return parts.precision().held(DType.F32, rows, values).bytesOf(values);
    }

    private boolean holdsNarrow() {
        return parts.precision() == Precision.BF16;
    }

    @Override
    public Weight weight(MappedTensor tensor) {
        return CudaWeight.of(tensor, parts.precision(), parts.card(), parts.weights());
    }

    @Override
    public Workspace workspace() {
        return new CudaWorkspace(parts.card(), holdsNarrow());
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            parts.profile().close();
            parts.products().close();
            parts.library().close();
            parts.norms().close();
            parts.launch().close();
            parts.card().close();
        }
    }
}
