package org.crosslayer.engine.cuda;

import static org.bytedeco.cuda.global.cudart.CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES;
import static org.bytedeco.cuda.global.cudart.CU_LAUNCH_ATTRIBUTE_CLUSTER_DIMENSION;
import static org.bytedeco.cuda.global.cudart.CU_LAUNCH_ATTRIBUTE_PROGRAMMATIC_STREAM_SERIALIZATION;
import static org.bytedeco.cuda.global.cudart.cuFuncSetAttribute;
import static org.bytedeco.cuda.global.cudart.cuLaunchKernelEx;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.cuda.cudart.CUlaunchAttribute;
import org.bytedeco.cuda.cudart.CUlaunchConfig;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/// Collects the arguments of one kernel and starts it; used again for the next.
///
/// Kernels are chained where [CudaDevice#chainsKernels] says so: one is brought to the multiprocessors, and may
/// ask for weights, while the one before it ends. Each says in its first lines that the next may begin, and waits
/// before it touches anything but weights.
final class Launch implements AutoCloseable {
    /// Threads of a block that works on a row: ROW_THREADS in common.cuh.
    static final int ROW_THREADS = 128;

    private static final int THREADS = 256;
    private static final int MOST_ARGUMENTS = 32;
    private static final long ARGUMENT_BYTES = 8192;
    /// What a kernel may use without being told, 48 KB, less what kernels declare; more has to be asked for.
    private static final int USUAL_SHARED_BYTES = 46 << 10;

    private final Card card;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment values = arena.allocate(ARGUMENT_BYTES, 16);
    private final MemorySegment addresses = arena.allocate((long) MOST_ARGUMENTS * Long.BYTES, 16);
    private final PointerPointer<Pointer> arguments = new PointerPointer<>(new Pointer(addresses.asByteBuffer()));
    private final int mostBlocks;
    private final CUlaunchConfig how = new CUlaunchConfig();
    /// Whether it is chained, and how many blocks make a cluster.
    private final CUlaunchAttribute attributes = new CUlaunchAttribute(2);

    private final CUlaunchAttribute chain = attributes.getPointer(0);
    private final CUlaunchAttribute cluster = attributes.getPointer(1);
    private final Profile profile;
    private CUfunc_st kernel = new CUfunc_st();
    private String name = "";
    private int count;
    private int together = 1;
    private long used;

    Launch(Card card, Profile profile) {
        this.card = card;
        this.profile = profile;
        mostBlocks = 16 * card.device().multiprocessors();
        chain.id(CU_LAUNCH_ATTRIBUTE_PROGRAMMATIC_STREAM_SERIALIZATION);
        cluster.id(CU_LAUNCH_ATTRIBUTE_CLUSTER_DIMENSION);
        cluster.value().clusterDim_y(1);
        cluster.value().clusterDim_z(1);
        how.attrs(attributes).hStream(card.stream()).blockDimY(1).blockDimZ(1);
    }

    /// Begins with a kernel and no arguments.
    Launch of(KernelLibrary.Kernel wanted) {
        kernel = wanted.function();
        name = wanted.name();
        count = 0;
        used = 0;
        together = 1;
        return this;
    }

    /// So many blocks, neighbours on the first axis, run at the same time and reach each other's shared memory; where
    /// [CudaDevice#clusters] says so.
    Launch inClusters(int blocks) {
        together = blocks;
        return this;
    }

    /// An address on the card; 0 for null.
    Launch pointer(long address) {
        values.set(ValueLayout.JAVA_LONG, next(Long.BYTES), address);
        return this;
    }

    Launch pointer(CudaTensor tensor) {
        return pointer(tensor.address());
    }

    /// Values of a tensor of either kind: where they lie, and whether they are narrow.
    Launch values(CudaTensor tensor) {
        return pointer(tensor.place()).integer(tensor.narrow() ? 1 : 0);
    }

    Launch integer(int value) {
        values.set(ValueLayout.JAVA_INT, next(Integer.BYTES), value);
        return this;
    }

    Launch size(long value) {
        values.set(ValueLayout.JAVA_LONG, next(Long.BYTES), value);
        return this;
    }

    Launch real(float value) {
        values.set(ValueLayout.JAVA_FLOAT, next(Float.BYTES), value);
        return this;
    }

    /// A struct of integers, by value.
    Launch integers(int[] struct) {
        MemorySegment.copy(
                struct, 0, values, ValueLayout.JAVA_INT, next((long) struct.length * Integer.BYTES), struct.length);
        return this;
    }

    /// A struct of pointers and pairs of integers, by value.
    Launch longs(long[] struct) {
        MemorySegment.copy(
                struct, 0, values, ValueLayout.JAVA_LONG, next((long) struct.length * Long.BYTES), struct.length);
        return this;
    }

    /// Starts a block of [#ROW_THREADS] for each row.
    void overRows(int rows) {
        run(rows, 1, ROW_THREADS, 0);
    }

    /// Starts threads that walk over `size` values.
    void overValues(long size) {
        run(Math.clamp(Math.ceilDiv(size, THREADS), 1, mostBlocks), 1, THREADS, 0);
    }

    /// Starts the kernel; nothing happens where there is nothing to do.
    ///
    /// @param sharedBytes of memory that a block's threads share, beside what the kernel declares
    void run(int gridX, int gridY, int threads, int sharedBytes) {
        run(gridX, gridY, 1, threads, sharedBytes);
    }

    /// As above, with a third axis.
    void run(int gridX, int gridY, int gridZ, int threads, int sharedBytes) {
        if (gridX == 0 || gridY == 0 || gridZ == 0) {
            return;
        }
        card.enter();
        if (sharedBytes > USUAL_SHARED_BYTES) {
            Answers.require(
                    () -> cuFuncSetAttribute(kernel, CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES, sharedBytes),
                    "give a kernel %d bytes of shared memory".formatted(sharedBytes));
        }
        how.gridDimX(gridX).gridDimY(gridY).gridDimZ(gridZ).blockDimX(threads).sharedMemBytes(sharedBytes);
        boolean chained = card.takeChained();
        chain.value().programmaticStreamSerializationAllowed(chained ? 1 : 0);
        cluster.value().clusterDim_x(together);
        how.numAttrs(together > 1 ? 2 : chained ? 1 : 0);
        profile.before(name);
        Answers.require(() -> cuLaunchKernelEx(how, kernel, arguments, (PointerPointer<?>) null), "start a kernel");
        profile.after();
    }

    private long next(long bytes) {
        long at = used;
        addresses.setAtIndex(ValueLayout.JAVA_LONG, count, values.address() + at);
        count++;
        used = Math.ceilDiv(at + bytes, Long.BYTES) * Long.BYTES;
        return at;
    }

    @Override
    public void close() {
        how.close();
        attributes.close();
        arena.close();
    }
}
