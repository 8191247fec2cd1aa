package org.crosslayer.engine.backend;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// Linear maps by BF16 weights on processors that multiply BF16 tiles, as exact as in float32.
///
/// A float32 has 24 significant bits, a BF16 eight: each input is the sum of three BF16 values, its first, middle and
/// last bits, without any rounding. The three lie below each other as `3 n` rows, so that the weights are packed
/// once; their products are exact in float32, are summed in float32, and the three sums are added.
final class SplitProducts implements AutoCloseable {
    private static final int PARTS = 3;
    /// Weights of a tile: 1 MiB, which stays in the second-level cache beside a slice of the inputs.
    private static final int TILE_VALUES = 512 * 1024;
    /// Up to so many rows reading the weights takes longer than the products, and small tiles are read faster.
    private static final int FEW_ROWS = 64;

    private static final int SMALL_TILE_VALUES = 128 * 1024;

    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Short> SHORTS =
            VectorSpecies.of(short.class, VectorShape.forBitSize(INTS.vectorBitSize() / 2));
    private static final int HIGH_BITS = 0xffff0000;

    private final Supplier<HalfProduct> maker;
    private final Parallel parallel;
    private final Arena arena = Arena.ofShared();
    private final List<Scratch> scratch = new ArrayList<>();
    private final Queue<HalfProduct> opened = new ConcurrentLinkedQueue<>();
    private final ThreadLocal<HalfProduct> products = ThreadLocal.withInitial(this::open);
    private MemorySegment inputs = MemorySegment.NULL;

    /// @param maker makes the product of the thread that calls it
    SplitProducts(Supplier<HalfProduct> maker, Parallel parallel) {
        this.maker = maker;
        this.parallel = parallel;
        for (int i = 0; i < parallel.threads(); i++) {
            scratch.add(new Scratch());
        }
    }

    /// What one worker needs; a worker is always the same thread, but for the caller.
    private static final class Scratch {
        private MemorySegment weights = MemorySegment.NULL;
        private MemorySegment sums = MemorySegment.NULL;
    }

    /// `out [n, w.rows] = x [n, w.columns] · wᵀ`, `w` stored as BF16.
    void linear(SegmentTensor x, StoredWeight w, SegmentTensor out) {
        int n = x.rows();
        int k = w.columns();
        long row = (long) k * Short.BYTES;
        inputs = room(inputs, row * n * PARTS);
        MemorySegment parts = inputs;
        parallel.run(n, (i, _) -> split(x.data(), x.at(0, i, 0), k, parts, i * row, n * row));
        int most = Math.max(1, (n <= FEW_ROWS ? SMALL_TILE_VALUES : TILE_VALUES) / k);
        int tiles = Math.ceilDiv(w.rows(), most);
        int tileRows = Math.ceilDiv(w.rows(), Math.ceilDiv(tiles, parallel.threads()) * parallel.threads());
        parallel.run(Math.ceilDiv(w.rows(), tileRows), (tile, worker) -> {
            int first = tile * tileRows;
            int rows = Math.min(tileRows, w.rows() - first);
            Scratch own = scratch.get(worker);
            own.weights = room(own.weights, rows * row);
            own.sums = room(own.sums, (long) PARTS * n * rows * Float.BYTES);
            // Native code never gets an address inside a mapped file; see GemmKernels.
            MemorySegment.copy(w.data(), w.start(first), own.weights, 0, rows * row);
            products.get().timesTransposed(PARTS * n, rows, k, parts, own.weights, own.sums);
            long next = (long) n * rows * Float.BYTES;
            for (int i = 0; i < n; i++) {
                add(own.sums, (long) i * rows * Float.BYTES, next, out.data(), out.at(0, i, first), rows);
            }
        });
    }

    private HalfProduct open() {
        HalfProduct own = maker.get();
        opened.add(own);
        return own;
    }

    private MemorySegment room(MemorySegment present, long bytes) {
        return present.byteSize() >= bytes ? present : arena.allocate(bytes, 64);
    }

    /// Cuts `count` values into three, `next` bytes apart.
    static void split(MemorySegment x, long at, int count, MemorySegment parts, long first, long next) {
        int j = 0;
        for (; j < INTS.loopBound(count); j += INTS.length()) {
            FloatVector value = VectorMath.load(x, at + (long) j * Float.BYTES);
            FloatVector high = high(value);
            FloatVector rest = value.sub(high);
            FloatVector middle = high(rest);
            long target = first + (long) j * Short.BYTES;
            store(high, parts, target);
            store(middle, parts, target + next);
            store(rest.sub(middle), parts, target + 2 * next);
        }
        for (; j < count; j++) {
            float value = x.get(ValueLayout.JAVA_FLOAT, at + (long) j * Float.BYTES);
            float high = high(value);
            float middle = high(value - high);
            long target = first + (long) j * Short.BYTES;
            put(high, parts, target);
            put(middle, parts, target + next);
            put(value - high - middle, parts, target + 2 * next);
        }
    }

    private static FloatVector high(FloatVector value) {
        return value.reinterpretAsInts().and(HIGH_BITS).reinterpretAsFloats();
    }

    private static float high(float value) {
        return Float.intBitsToFloat(Float.floatToRawIntBits(value) & HIGH_BITS);
    }

    private static void store(FloatVector value, MemorySegment target, long at) {
        ((ShortVector) value.reinterpretAsInts()
                        .lanewise(VectorOperators.LSHR, Short.SIZE)
                        .convertShape(VectorOperators.I2S, SHORTS, 0))
                .intoMemorySegment(target, at, ByteOrder.nativeOrder());
    }

    private static void put(float value, MemorySegment target, long at) {
        target.set(ValueLayout.JAVA_SHORT, at, (short) (Float.floatToRawIntBits(value) >>> Short.SIZE));
    }

    /// The sum of three rows, the smallest first.
    private static void add(MemorySegment sums, long at, long next, MemorySegment out, long to, int count) {
        int j = 0;
        for (; j < VectorMath.SPECIES.loopBound(count); j += VectorMath.LANES) {
            long from = at + (long) j * Float.BYTES;
            FloatVector sum = VectorMath.load(sums, from + 2 * next)
                    .add(VectorMath.load(sums, from + next))
                    .add(VectorMath.load(sums, from));
            VectorMath.store(sum, out, to + (long) j * Float.BYTES);
        }
        for (; j < count; j++) {
            long from = at + (long) j * Float.BYTES;
            float sum = sums.get(ValueLayout.JAVA_FLOAT, from + 2 * next)
                    + sums.get(ValueLayout.JAVA_FLOAT, from + next)
                    + sums.get(ValueLayout.JAVA_FLOAT, from);
            out.set(ValueLayout.JAVA_FLOAT, to + (long) j * Float.BYTES, sum);
        }
    }

    @Override
    public void close() {
        products.remove();
        for (HalfProduct own = opened.poll(); own != null; own = opened.poll()) {
            own.close();
        }
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
