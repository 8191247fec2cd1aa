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
    /// Sums of a tile, before the three are added: 1.5 MiB, likewise.
    private static final int SUMS = 384 * 1024;
    /// Fewer rows of a weight than this would read the inputs too often.
    private static final int LEAST_ROWS = 128;
    /// Rows of inputs that one task cuts up.
    private static final int SPLIT_ROWS = 16;

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

    /// A linear map, and what becomes of its products.
    ///
    /// @param adds whether they are added to what `out` holds
    record Target(StoredWeight w, SegmentTensor out, boolean adds) {}

    /// Rows `[first, first + rows)` of a weight.
    private record Tile(Target target, int first, int rows) {}

    /// `out [n, w.rows] = x [n, w.columns] · wᵀ` or added to it, for each map, `w` stored as BF16; the inputs are cut
    /// up once.
    void linear(SegmentTensor x, List<Target> targets) {
        int n = x.rows();
        List<Tile> tiles = new ArrayList<>();
        for (Target target : targets) {
            int rows = tileRows(n, target.w());
            for (int first = 0; first < target.w().rows(); first += rows) {
                tiles.add(new Tile(target, first, Math.min(rows, target.w().rows() - first)));
            }
        }
        MemorySegment parts = split(x);
        parallel.run(tiles.size(), (index, worker) -> {
            Tile tile = tiles.get(index);
            StoredWeight w = tile.target().w();
            SegmentTensor out = tile.target().out();
            Scratch own = room(scratch.get(worker), n, tile.rows(), w.columns());
            copy(w, tile.first(), tile.rows(), own, 0);
            products.get().timesTransposed(PARTS * n, tile.rows(), w.columns(), parts, own.weights, own.sums);
            long row = (long) tile.rows() * Float.BYTES;
            for (int i = 0; i < n; i++) {
                long to = out.at(0, i, tile.first());
                if (tile.target().adds()) {
                    addTo(own.sums, i * row, n * row, out.data(), to, tile.rows());
                } else {
                    add(own.sums, i * row, n * row, out.data(), to, tile.rows());
                }
            }
        });
    }

    /// `out [n, gate.rows] = act(x · gateᵀ) · (x · upᵀ)`, both stored as BF16: each tile has rows of both, so that what
    /// they give never leaves the cache.
    void gated(Activation activation, SegmentTensor x, StoredWeight gate, StoredWeight up, SegmentTensor out) {
        int n = x.rows();
        int k = x.columns();
        int most = Math.max(1, tileRows(n, gate) / 2);
        MemorySegment parts = split(x);
        parallel.run(Math.ceilDiv(gate.rows(), most), (tile, worker) -> {
            int first = tile * most;
            int rows = Math.min(most, gate.rows() - first);
            Scratch own = room(scratch.get(worker), n, 2 * rows, k);
            copy(gate, first, rows, own, 0);
            copy(up, first, rows, own, rows);
            products.get().timesTransposed(PARTS * n, 2 * rows, k, parts, own.weights, own.sums);
            long row = 2L * rows * Float.BYTES;
            for (int i = 0; i < n; i++) {
                long at = i * row;
                add(own.sums, at, n * row, own.sums, at, 2 * rows);
                long half = at + (long) rows * Float.BYTES;
                GateKernels.gate(activation, own.sums, at, own.sums, half, out.data(), out.at(0, i, first), rows);
            }
        });
    }

    /// The parts of all rows, `3 n` rows of BF16; valid until the next call.
    private MemorySegment split(SegmentTensor x) {
        int k = x.columns();
        long row = (long) k * Short.BYTES;
        long next = x.rows() * row;
        inputs = room(inputs, PARTS * next);
        MemorySegment parts = inputs;
        parallel.run(Math.ceilDiv(x.rows(), SPLIT_ROWS), (block, _) -> {
            int end = Math.min(x.rows(), (block + 1) * SPLIT_ROWS);
            for (int i = block * SPLIT_ROWS; i < end; i++) {
                split(x.data(), x.at(0, i, 0), k, parts, i * row, next);
            }
        });
        return parts;
    }

    /// Rows of a weight that make a tile: as many tiles for each worker.
    private int tileRows(int n, StoredWeight w) {
        int byWeights = (n <= FEW_ROWS ? SMALL_TILE_VALUES : TILE_VALUES) / w.columns();
        int bySums = Math.max(LEAST_ROWS, SUMS / (PARTS * n));
        int most = Math.max(1, Math.min(byWeights, bySums));
        int tiles = Math.ceilDiv(w.rows(), most);
        return Math.ceilDiv(w.rows(), Math.ceilDiv(tiles, parallel.threads()) * parallel.threads());
    }

    /// Native code never gets an address inside a mapped file; see GemmKernels.
    private static void copy(StoredWeight w, int first, int rows, Scratch own, int place) {
        long row = (long) w.columns() * Short.BYTES;
        MemorySegment.copy(w.data(), w.start(first), own.weights, place * row, rows * row);
    }

    private Scratch room(Scratch own, int n, int rows, int k) {
        own.weights = room(own.weights, (long) rows * k * Short.BYTES);
        own.sums = room(own.sums, (long) PARTS * n * rows * Float.BYTES);
        return own;
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
        if (VectorStart.isCold()) {
            PlainRows.split(x, at, count, parts, first, next);
            return;
        }
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

    static float high(float value) {
        return Float.intBitsToFloat(Float.floatToRawIntBits(value) & HIGH_BITS);
    }

    private static void store(FloatVector value, MemorySegment target, long at) {
        ((ShortVector) value.reinterpretAsInts()
                        .lanewise(VectorOperators.LSHR, Short.SIZE)
                        .convertShape(VectorOperators.I2S, SHORTS, 0))
                .intoMemorySegment(target, at, ByteOrder.nativeOrder());
    }

    private static void put(float value, MemorySegment target, long at) {
        target.set(ValueLayout.JAVA_SHORT, at, half(value));
    }

    /// The upper half of the bits.
    static short half(float value) {
        return (short) (Float.floatToRawIntBits(value) >>> Short.SIZE);
    }

    /// `out +=` the sum of three rows, as [#add].
    private static void addTo(MemorySegment sums, long at, long next, MemorySegment out, long to, int count) {
        if (VectorStart.isCold()) {
            PlainRows.sum(sums, at, next, true, out, to, count);
            return;
        }
        int j = 0;
        for (; j < VectorMath.SPECIES.loopBound(count); j += VectorMath.LANES) {
            long from = at + (long) j * Float.BYTES;
            long target = to + (long) j * Float.BYTES;
            FloatVector sum = VectorMath.load(sums, from + 2 * next)
                    .add(VectorMath.load(sums, from + next))
                    .add(VectorMath.load(sums, from));
            VectorMath.store(VectorMath.load(out, target).add(sum), out, target);
        }
        for (; j < count; j++) {
            long target = to + (long) j * Float.BYTES;
            float sum = sum(sums, at + (long) j * Float.BYTES, next);
            out.set(ValueLayout.JAVA_FLOAT, target, out.get(ValueLayout.JAVA_FLOAT, target) + sum);
        }
    }

    private static float sum(MemorySegment sums, long at, long next) {
        return sums.get(ValueLayout.JAVA_FLOAT, at + 2 * next)
                + sums.get(ValueLayout.JAVA_FLOAT, at + next)
                + sums.get(ValueLayout.JAVA_FLOAT, at);
    }

    /// `out =` the sum of three rows, the smallest first; `out` may be the first of them.
    private static void add(MemorySegment sums, long at, long next, MemorySegment out, long to, int count) {
        if (VectorStart.isCold()) {
            PlainRows.sum(sums, at, next, false, out, to, count);
            return;
        }
        int j = 0;
        for (; j < VectorMath.SPECIES.loopBound(count); j += VectorMath.LANES) {
            long from = at + (long) j * Float.BYTES;
            FloatVector sum = VectorMath.load(sums, from + 2 * next)
                    .add(VectorMath.load(sums, from + next))
                    .add(VectorMath.load(sums, from));
            VectorMath.store(sum, out, to + (long) j * Float.BYTES);
        }
        for (; j < count; j++) {
            float sum = sum(sums, at + (long) j * Float.BYTES, next);
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
