package org.crosslayer.engine.cuda;

import java.util.List;
import org.crosslayer.engine.backend.Activation;
import org.crosslayer.engine.backend.Kernels.Typed;
import org.crosslayer.engine.cuda.WeightKernels.Mode;
import org.crosslayer.engine.tensor.DType;
import org.jspecify.annotations.Nullable;

/// Maps of some rows, as decoding a batch has them, by weights held in BF16: every weight is read once, for tensor
/// cores, the first of them while the kernel before still runs.
final class SomeRowsKernels {
    /// Rows of x up to which they are multiplied here; with 64, cuBLAS is faster (tried on an H100).
    static final int MOST = 48;

    private static final int MATRICES = 3;
    /// Rows that the kernel is compiled for are a multiple of this.
    private static final int STEP = 16;
    /// WIDE in somerows.cu, and rows of x whose sums are sent together there.
    private static final int WIDE = 64;

    private static final int EIGHT = 8;
    /// LINES in somerows.cu, where nothing speaks for [#TALL].
    private static final int LINES = 64;
    /// Columns are cut into as many parts as give so many blocks for a multiprocessor.
    private static final int BLOCKS_EACH = 3;

    private static final int MOST_PARTS = 5;
    /// Chunks on their way or at work. More of them fit where no more than [#BLOCKS_EACH] blocks have to find room,
    /// in clusters of up to [#PAIR], and up to [#NARROW] rows are multiplied.
    private static final int STAGES = 4;

    private static final int MORE_STAGES = 5;
    private static final int PAIR = 2;
    private static final int NARROW = 32;
    /// LINES where blocks of so many fill the card: so many whole ones, or half ones, for a multiprocessor.
    private static final int TALL = 112;

    private static final int WHOLE_EACH = 2;
    private static final int HALVES_EACH = 3;
    private static final int HALVES_STAGES = 3;
    /// Of the room for blocks, what has to be taken for that.
    private static final double FULL = 0.9;
    /// Columns of a part from which LONG is 1 in somerows.cu.
    private static final int LONG = 2048;

    /// `Norm` in somerows.cu, where there is none.
    private static final long[] NO_NORM = new long[5];

    private final Card card;
    private final KernelLibrary library;
    private final Launch launch;
    private final NormKernels norms;

    SomeRowsKernels(Card card, KernelLibrary library, Launch launch, NormKernels norms) {
        this.card = card;
        this.library = library;
        this.launch = launch;
        this.norms = norms;
    }

    /// True if [#multiply] can do it.
    boolean serves(CudaTensor x, CudaWeight w) {
        return x.rows() <= MOST
                && w.held() == DType.BF16
                && w.columns() % WIDE == 0
                && card.device().clusters();
    }

    /// Maps of one x, up to three in one go. Where x is [Unfinished] sums are multiplied by what it lacks.
    ///
    /// @param mode as in [WeightKernels#multiply]
    /// @param in   x in BF16, as it is
    void multiply(
            Mode mode,
            @Nullable Activation activation,
            CudaTensor x,
            long in,
            List<Typed<CudaTensor, CudaWeight>> maps) {
        for (int first = 0; first < maps.size(); first += MATRICES) {
            start(mode, activation, x, in, maps.subList(first, Math.min(first + MATRICES, maps.size())), NO_NORM);
        }
    }

    /// `sum += x · wᵀ`, and in `out` what the norm of it is without its factor.
    ///
    /// @param in  x in BF16
    /// @param sum in float32
    /// @param out in BF16
    void addNorm(CudaTensor x, long in, CudaWeight w, CudaTensor sum, CudaWeight gain, float eps, CudaTensor out) {
        int stride = Math.ceilDiv(x.rows(), STEP) * STEP;
        int tiles = shape(w.rows(), stride).tiles(w.rows());
        long place = out.placeToFill();
        long squares = out.unfinished().squares((long) tiles * stride * Float.BYTES);
        Unfinished.Rows left = new Unfinished.Rows(place, out.rows(), out.columns(), squares, tiles, stride, eps);
        start(Mode.NORMING, null, x, in, List.of(new Typed<>(w, null, sum)), norm(left, gain.address()));
        out.unfinished().leave(left, norms::finish);
    }

    /// `Norm` in somerows.cu.
    private static long[] norm(Unfinished.Rows rows, long gain) {
        long share = Float.floatToRawIntBits(1f / rows.columns());
        return new long[] {
            rows.squares(),
            gain,
            rows.place(),
            rows.tiles() | share << Integer.SIZE,
            Integer.toUnsignedLong(Float.floatToRawIntBits(rows.eps()))
        };
    }

    private void start(
            Mode mode,
            @Nullable Activation activation,
            CudaTensor x,
            long in,
            List<Typed<CudaTensor, CudaWeight>> maps,
            long[] norm) {
        int total = maps.stream().mapToInt(map -> map.w().rows()).sum();
        int rows = Math.ceilDiv(x.rows(), STEP) * STEP;
        Shape shape = shape(total, rows);
        int threads = 2 * shape.lines;
        Unfinished.Rows lacking = mode == Mode.PLAIN || mode == Mode.GATED ? x.lacks() : null;
        int received = shape.parts == 1
                ? 0
                : Math.ceilDiv(rows / EIGHT, shape.parts) * shape.parts * threads * 4 * Float.BYTES;
        List<String> defines = List.of(
                "-DROWS=" + rows,
                "-DMODE=" + mode.name(),
                "-DPARTS=" + shape.parts,
                "-DLINES=" + shape.lines,
                "-DSTAGES=" + shape.stages,
                "-DLONG=" + (x.columns() / shape.parts >= LONG ? 1 : 0),
                "-DNORMED=" + (lacking == null ? 0 : 1),
                "-DACTIVATION=" + (activation == null ? 0 : Codes.of(activation)));
        launch.of(library.kernel(KernelSource.SOME_ROWS, defines, "someRows"))
                .inClusters(shape.parts)
                .longs(WeightKernels.matrices(maps, 0))
                .integer(total)
                .pointer(in)
                .integer(x.rows())
                .integer(x.columns())
                .longs(lacking == null ? norm : norm(lacking, 0))
                .run(
                        shape.blocks(total),
                        1,
                        threads,
                        shape.stages * (shape.lines + rows) * WIDE * Short.BYTES + received);
    }

    /// How matrices of so many rows in all are cut for so many rows of x: so that blocks fill the card once, where they
    /// can.
    private Shape shape(int total, int rows) {
        int multiprocessors = card.device().multiprocessors();
        Shape whole = new Shape(TALL, 1, MORE_STAGES);
        if (rows <= NARROW && fills(whole.blocks(total), WHOLE_EACH * multiprocessors)) {
            return whole;
        }
        Shape halves = new Shape(TALL, PAIR, HALVES_STAGES);
        if (rows <= NARROW && fills(halves.blocks(total), HALVES_EACH * multiprocessors)) {
            return halves;
        }
        int enough = BLOCKS_EACH * multiprocessors;
        int tiles = Math.ceilDiv(total, LINES);
        int parts = Math.clamp(enough / tiles, 1, MOST_PARTS);
        boolean roomy = parts <= PAIR && tiles * parts <= enough && rows <= NARROW;
        return new Shape(LINES, parts, roomy ? MORE_STAGES : STAGES);
    }

    private static boolean fills(int blocks, int most) {
        return blocks <= most && blocks >= FULL * most;
    }

    /// LINES, PARTS and STAGES in somerows.cu.
    private record Shape(int lines, int parts, int stages) {
        /// Of matrices of so many rows in all.
        int tiles(int total) {
            return Math.ceilDiv(total, lines);
        }

        int blocks(int total) {
            return tiles(total) * parts;
        }
    }
}
