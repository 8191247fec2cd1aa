package org.crosslayer.engine.bench.contest;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.CpuBackend;
import org.crosslayer.engine.backend.Tensor;
import org.crosslayer.engine.backend.Weight;
import org.crosslayer.engine.backend.Workspace;
import org.crosslayer.engine.error.BackendUnavailableException;
import org.crosslayer.engine.format.MappedTensor;
import org.crosslayer.engine.tensor.DType;

/// What the machine can do: a large float32 product by OpenBLAS, and reading memory, on all threads.
final class FloorTask implements Player.Task {
    /// Operations of the product.
    static final double PRODUCT_OPERATIONS = 2.0 * 1024 * 2048 * 2048;
    /// Bytes that are read.
    static final double READ_BYTES = 1L << 30;

    private static final int ROWS = 1024;
    private static final int SIDE = 2048;
    private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED;

    private final Backend backend = backend();
    private final Workspace memory = backend.workspace();
    private final Tensor x = memory.allocate(ROWS, SIDE);
    private final Tensor out = memory.allocate(ROWS, SIDE);
    private final Weight weight = backend.weight(new MappedTensor(
            "square",
            DType.F32,
            List.of((long) SIDE, (long) SIDE),
            Arena.ofAuto().allocate((long) SIDE * SIDE * Float.BYTES, 64)));
    private final MemorySegment much =
            Arena.ofAuto().allocate((long) READ_BYTES, 64).fill((byte) 1);
    private final int threads = Runtime.getRuntime().availableProcessors();

    private static Backend backend() {
        try {
            return new CpuBackend();
        } catch (BackendUnavailableException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Map<String, Long> play() {
        long start = System.nanoTime();
        backend.linear(x, weight, null, out);
        long multiplied = System.nanoTime();
        long share = much.byteSize() / threads;
        long sum = IntStream.range(0, threads)
                .parallel()
                .mapToLong(i -> sum(much.asSlice(i * share, share)))
                .sum();
        long end = System.nanoTime();
        if (sum != (long) READ_BYTES / Long.BYTES * 0x0101010101010101L) {
            throw new IllegalStateException("memory was read wrongly: " + sum);
        }
        return Map.of("sgemm", multiplied - start, "read", end - multiplied);
    }

    /// The sum of all longs, in vectors of the best width, four at a time.
    private static long sum(MemorySegment part) {
        LongVector a = LongVector.zero(LONGS);
        LongVector b = a;
        LongVector c = a;
        LongVector d = a;
        long step = LONGS.vectorByteSize();
        for (long at = 0; at < part.byteSize(); at += 4 * step) {
            a = a.add(LongVector.fromMemorySegment(LONGS, part, at, ByteOrder.nativeOrder()));
            b = b.add(LongVector.fromMemorySegment(LONGS, part, at + step, ByteOrder.nativeOrder()));
            c = c.add(LongVector.fromMemorySegment(LONGS, part, at + 2 * step, ByteOrder.nativeOrder()));
            d = d.add(LongVector.fromMemorySegment(LONGS, part, at + 3 * step, ByteOrder.nativeOrder()));
        }
        return a.add(b).add(c.add(d)).reduceLanes(VectorOperators.ADD);
    }

    @Override
    public String description() {
        return "floor, " + backend.description();
    }

    @Override
    public void close() {
        memory.close();
        backend.close();
    }
}
