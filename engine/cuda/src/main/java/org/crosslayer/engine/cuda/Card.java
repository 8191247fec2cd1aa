package org.crosslayer.engine.cuda;

import static org.bytedeco.cuda.global.cudart.CUDA_ERROR_OUT_OF_MEMORY;
import static org.bytedeco.cuda.global.cudart.CU_MEMPOOL_ATTR_RELEASE_THRESHOLD;
import static org.bytedeco.cuda.global.cudart.CU_STREAM_NON_BLOCKING;
import static org.bytedeco.cuda.global.cudart.cuCtxSetCurrent;
import static org.bytedeco.cuda.global.cudart.cuDeviceGetDefaultMemPool;
import static org.bytedeco.cuda.global.cudart.cuDevicePrimaryCtxRelease;
import static org.bytedeco.cuda.global.cudart.cuDevicePrimaryCtxRetain;
import static org.bytedeco.cuda.global.cudart.cuMemAllocAsync;
import static org.bytedeco.cuda.global.cudart.cuMemFreeAsync;
import static org.bytedeco.cuda.global.cudart.cuMemGetInfo;
import static org.bytedeco.cuda.global.cudart.cuMemPoolSetAttribute;
import static org.bytedeco.cuda.global.cudart.cuMemPoolTrimTo;
import static org.bytedeco.cuda.global.cudart.cuMemcpyDtoDAsync;
import static org.bytedeco.cuda.global.cudart.cuMemsetD8Async;
import static org.bytedeco.cuda.global.cudart.cuStreamCreate;
import static org.bytedeco.cuda.global.cudart.cuStreamDestroy;
import static org.bytedeco.cuda.global.cudart.cuStreamSynchronize;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.bytedeco.cuda.cudart.CUctx_st;
import org.bytedeco.cuda.cudart.CUmemPoolHandle_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.SizeTPointer;
import org.jspecify.annotations.Nullable;

/// A card at work: one stream, in which everything happens in the order in which it was asked for, and the card's
/// memory, taken from a pool and given back to it in the same order.
///
/// Nothing waits for the card but [#download] and [#await]. Used by one thread at a time, though not always the same.
final class Card implements AutoCloseable {
    private static final long SMALLEST = 256;
    private static final double MIB = 1024.0 * 1024.0;

    /// What rooms are for that operations use one after the other.
    enum Room {
        /// Numbers of one operation.
        OPERATION,
        /// A weight in another type than it is held in.
        WEIGHT,
        /// Rows in another type than they are held in.
        INPUT,
        /// What a product returns, in another type than it is wanted in.
        RESULT,
        /// Counts of blocks that have arrived, 0 between kernels.
        ARRIVALS,
        /// A row of each head's pattern.
        PATTERN
    }

    private record Taken(long address, long bytes) {}

    private final CudaDevice device;
    private final CUctx_st context = new CUctx_st();
    private final CUmemPoolHandle_st pool = new CUmemPoolHandle_st();
    private final CUstream_st stream = new CUstream_st();
    private final Set<Long> taken = new HashSet<>();
    private final Queue<Long> orphans = new ConcurrentLinkedQueue<>();
    private final Staging staging;
    private @Nullable Thread user;
    private boolean chained;
    private final Map<Room, Taken> rooms = new EnumMap<>(Room.class);

    Card(CudaDevice device) {
        this.device = device;
        Answers.require(() -> cuDevicePrimaryCtxRetain(context, device.handle()), "start working on the card");
        enter();
        Answers.require(() -> cuStreamCreate(stream, CU_STREAM_NON_BLOCKING), "make a stream");
        Answers.require(() -> cuDeviceGetDefaultMemPool(pool, device.handle()), "find the card's memory pool");
        try (LongPointer everything = new LongPointer(1)) {
            everything.put(Long.MAX_VALUE);
            Answers.require(
                    () -> cuMemPoolSetAttribute(pool, CU_MEMPOOL_ATTR_RELEASE_THRESHOLD, everything),
                    "keep freed memory");
        }
        staging = new Staging(this);
    }

    CudaDevice device() {
        return device;
    }

    CUstream_st stream() {
        return stream;
    }

    /// Makes the card's context the calling thread's; every call of the libraries needs that.
    void enter() {
        Thread now = Thread.currentThread();
        if (now != user) {
            Answers.require(() -> cuCtxSetCurrent(context), "enter the card's context");
            user = now;
        }
    }

    /// Bytes of the card that nobody uses now.
    long freeBytes() {
        enter();
        try (SizeTPointer free = new SizeTPointer(1);
                SizeTPointer total = new SizeTPointer(1)) {
            Answers.require(() -> cuMemGetInfo(free, total), "measure the card's memory");
            return free.get();
        }
    }

    /// Room on the card, with unknown contents.
    ///
    /// @throws OutOfMemoryError if there is not enough
    long allocate(long bytes) {
        enter();
        freeOrphans();
        long[] address = new long[1];
        int answer = Answers.of(() -> cuMemAllocAsync(address, Math.max(SMALLEST, bytes), stream));
        if (answer == CUDA_ERROR_OUT_OF_MEMORY) {
            throw new OutOfMemoryError("The %s cannot give %.0f MiB more, %.0f of %.0f MiB are free"
                    .formatted(device.name(), bytes / MIB, freeBytes() / MIB, device.memoryBytes() / MIB));
        }
        Answers.require(() -> answer, "allocate memory");
        taken.add(address[0]);
        return address[0];
    }

    /// Gives room back, once everything asked for so far is done.
    void free(long address) {
        enter();
        taken.remove(address);
        Answers.require(() -> cuMemFreeAsync(address, stream), "free memory");
    }

    private void freeOrphans() {
        for (Long orphan = orphans.poll(); orphan != null; orphan = orphans.poll()) {
            free(orphan);
        }
    }

    /// As [#free], but from any thread, at some later time, and of no effect on a card that is closed.
    void freeLater(long address) {
        orphans.add(address);
    }

    /// True if the next kernel may begin before the one that was started last has ended: it was a kernel, and
    /// no weight was brought since. A kernel asks for weights before it waits for what came before.
    boolean takeChained() {
        boolean may = chained;
        chained = device.chainsKernels();
        return may;
    }

    /// The next kernel begins when everything asked for so far is done.
    void breakChain() {
        chained = false;
    }

    void zero(long address, long bytes) {
        enter();
        breakChain();
        Answers.require(() -> cuMemsetD8Async(address, (byte) 0, bytes, stream), "clear memory");
    }

    void copy(long from, long to, long bytes) {
        enter();
        breakChain();
        Answers.require(() -> cuMemcpyDtoDAsync(to, from, bytes, stream), "copy on the card");
    }

    /// Copies to the card; the source may change at once afterwards.
    void upload(MemorySegment from, long to) {
        breakChain();
        staging.upload(from, to);
    }

    /// Copies from the card, after everything asked for so far.
    void download(long from, MemorySegment to) {
        breakChain();
        staging.download(from, to);
    }

    /// Waits until everything asked for is done.
    void await() {
        enter();
        Answers.require(() -> cuStreamSynchronize(stream), "finish what was asked for");
    }

    /// Room for one operation, with unknown contents; the next one that asks gets the same.
    long scratch(long bytes) {
        return room(Room.OPERATION, bytes);
    }

    /// As [#scratch], for one of several uses.
    long room(Room use, long bytes) {
        Taken taken = rooms.get(use);
        if (taken == null || taken.bytes() < bytes) {
            if (taken != null) {
                rooms.remove(use);
                free(taken.address());
            }
            taken = new Taken(allocate(bytes), bytes);
            rooms.put(use, taken);
            if (use == Room.ARRIVALS) {
                zero(taken.address(), bytes);
            }
        }
        return taken.address();
    }

    /// The numbers at an address, after everything asked for so far.
    double[] numbers(long address, int count) {
        double[] numbers = new double[count];
        MemorySegment bytes = MemorySegment.ofArray(new byte[count * Double.BYTES]);
        download(address, bytes);
        MemorySegment.copy(bytes, ValueLayout.JAVA_DOUBLE_UNALIGNED, 0, numbers, 0, count);
        return numbers;
    }

    @Override
    public void close() {
        await();
        orphans.clear();
        Set.copyOf(taken).forEach(this::free);
        rooms.clear();
        staging.close();
        await();
        Answers.require(() -> cuMemPoolTrimTo(pool, 0), "give memory back");
        Answers.require(() -> cuStreamDestroy(stream), "end the stream");
        Answers.require(() -> cuDevicePrimaryCtxRelease(device.handle()), "leave the card");
    }
}
