package org.crosslayer.engine.backend;

import java.lang.management.ManagementFactory;
import org.crosslayer.engine.error.BackendUnavailableException;
import org.crosslayer.engine.format.MappedTensor;

/// All processors of this machine: matrix products by ND4J, everything else in fused vector kernels, over the same
/// native memory.
public final class CpuBackend extends CheckedBackend<SegmentTensor, StoredWeight> {
    private static final String VECTOR_MODULE = "jdk.incubator.vector";

    private final int threads;
    private final CpuKernels kernels;

    /// A backend with a thread for each processor.
    ///
    /// @throws BackendUnavailableException if the Java Vector API or ND4J's native library is missing
    public CpuBackend() throws BackendUnavailableException {
        this(Runtime.getRuntime().availableProcessors());
    }

    /// A backend of a given size.
    ///
    /// @param threads how many work at once, at least 1
    /// @throws BackendUnavailableException if the Java Vector API or ND4J's native library is missing
    public CpuBackend(int threads) throws BackendUnavailableException {
        this(threads, start(threads));
    }

    private CpuBackend(int threads, CpuKernels kernels) {
        super(SegmentTensor.class, StoredWeight.class, kernels, new CpuGradients(kernels));
        this.threads = threads;
        this.kernels = kernels;
    }

    private static CpuKernels start(int threads) throws BackendUnavailableException {
        if (ModuleLayer.boot().findModule(VECTOR_MODULE).isEmpty()) {
            throw new BackendUnavailableException("The CPU backend needs the Java Vector API: start Java with"
                    + " --add-modules " + VECTOR_MODULE + ", or use the reference backend.");
        }
        try {
            Nd4jGemm.load();
        } catch (LinkageError | RuntimeException e) {
            throw new BackendUnavailableException(
                    "ND4J's native library for %s on %s does not load: add the nd4j-native and openblas jars of this"
                                    .formatted(System.getProperty("os.name"), System.getProperty("os.arch"))
                            + " platform to the class path, or use the reference backend.",
                    e);
        }
        return new CpuKernels(new Parallel(threads));
    }

    @Override
    public String name() {
        return "cpu";
    }

    @Override
    public String description() {
        return "CPU, %d threads, %d-bit vectors, OpenBLAS (%s) through ND4J"
                .formatted(threads, VectorMath.SPECIES.vectorBitSize(), Nd4jGemm.core());
    }

    /// The machine's memory less what the Java heap may grow to: tensors live outside it.
    @Override
    public long memoryBytes() {
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return system.getTotalMemorySize() - Runtime.getRuntime().maxMemory();
    }

    @Override
    public boolean attends(int d) {
        return true;
    }

    @Override
    public boolean attendsMeans(int d) {
        return true;
    }

    @Override
    public boolean sharesScores(int d, int rows) {
        return true;
    }

    /// A block of keys is read for all heads before any of it is written.
    @Override
    public boolean correctsInPlace() {
        return true;
    }

    /// Blocks, scores and exponentials are the same.
    @Override
    public boolean attendsByTheSamePattern() {
        return true;
    }

    @Override
    public Weight weight(MappedTensor tensor) {
        return StoredWeight.of(tensor);
    }

    @Override
    public Workspace workspace() {
        return new SegmentWorkspace();
    }

    @Override
    public void close() {
        kernels.close();
    }
}
