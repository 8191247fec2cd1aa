package org.crosslayer.engine.cuda;

import static org.bytedeco.cuda.global.cudart.CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES;
import static org.bytedeco.cuda.global.cudart.cuFuncSetAttribute;
import static org.bytedeco.cuda.global.cudart.cuLaunchKernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/// Collects the arguments of one kernel and starts it; used again for the next.
final class Launch implements AutoCloseable {
    /// Threads of a block that works on a row: ROW_THREADS in common.cuh.
    static final int ROW_THREADS = 128;

    private static final int THREADS = 256;
    private static final int MOST_ARGUMENTS = 32;
    private static final long ARGUMENT_BYTES = 8192;
    /// What a kernel may use without being told; more has to be asked for.
    private static final int USUAL_SHARED_BYTES = 48 << 10;

    private final Card card;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment values = arena.allocate(ARGUMENT_BYTES, 16);
    private final MemorySegment addresses = arena.allocate((long) MOST_ARGUMENTS * Long.BYTES, 16);
    private final PointerPointer<Pointer> arguments = new PointerPointer<>(new Pointer(addresses.asByteBuffer()));
    private final int mostBlocks;
    private CUfunc_st kernel = new CUfunc_st();
    private int count;
    private long used;

    Launch(Card card) {
        this.card = card;
        mostBlocks = 16 * card.device().multiprocessors();
    }

    /// Begins with a kernel and no arguments.
    Launch of(CUfunc_st function) {
        kernel = function;
        count = 0;
        used = 0;
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
                    cuFuncSetAttribute(kernel, CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES, sharedBytes),
                    "give a kernel %d bytes of shared memory".formatted(sharedBytes));
        }
        Answers.require(
                cuLaunchKernel(
                        kernel,
                        gridX,
                        gridY,
                        gridZ,
                        threads,
                        1,
                        1,
                        sharedBytes,
                        card.stream(),
                        arguments,
                        (PointerPointer<?>) null),
                "start a kernel");
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
        arena.close();
    }
}
