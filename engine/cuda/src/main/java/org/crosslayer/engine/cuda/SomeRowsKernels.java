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
    /// LINES, WIDE and THREADS in somerows.cu, and rows of x whose sums are sent together there.
    private static final int LINES = 64;

    private static final int WIDE = 64;
    private static final int THREADS = 2 * LINES;
    private static final int EIGHT = 8;
    /// Columns are cut into as many parts as give so many blocks for a multiprocessor.
    private static final int BLOCKS_EACH = 3;

    private static final int MOST_PARTS = 5;
    /// Chunks on their way or at work. More of them fit where no more than [#BLOCKS_EACH] blocks have to find room,
    /// in clusters of up to [#PAIR], and up to [#NARROW] rows are multiplied.
    private static final int STAGES = 4;

    private static final int MORE_STAGES = 5;
    private static final int PAIR = 2;
    private static final int NARROW = 32;

    private final Card card;
    private final KernelLibrary library;
    private final Launch launch;

    SomeRowsKernels(Card card, KernelLibrary library, Launch launch) {
        this.card = card;
        this.library = library;
        this.launch = launch;
    }

    /// True if [#multiply] can do it.
    boolean serves(CudaTensor x, CudaWeight w) {
        return x.rows() <= MOST
                && w.held() == DType.BF16
                && w.columns() % WIDE == 0
                && card.device().clusters();
    }

    /// Maps of one x, up to three in one go.
    ///
    /// @param mode as in [WeightKernels#multiply]
    /// @param in   x in BF16
    void multiply(
            Mode mode,
            @Nullable Activation activation,
            CudaTensor x,
            long in,
            List<Typed<CudaTensor, CudaWeight>> maps) {
        for (int first = 0; first < maps.size(); first += MATRICES) {
            start(mode, activation, x, in, maps.subList(first, Math.min(first + MATRICES, maps.size())));
        }
    }

    private void start(
            Mode mode,
            @Nullable Activation activation,
            CudaTensor x,
            long in,
            List<Typed<CudaTensor, CudaWeight>> maps) {
        int total = maps.stream().mapToInt(map -> map.w().rows()).sum();
        int tiles = Math.ceilDiv(total, LINES);
        int rows = Math.ceilDiv(x.rows(), STEP) * STEP;
        int enough = BLOCKS_EACH * card.device().multiprocessors();
        int parts = Math.clamp(enough / tiles, 1, MOST_PARTS);
        boolean roomy = parts <= PAIR && tiles * parts <= enough && rows <= NARROW;
        int stages = roomy ? MORE_STAGES : STAGES;
        int eights = rows / EIGHT;
        int received = parts == 1 ? 0 : Math.ceilDiv(eights, parts) * parts * THREADS * 4 * Float.BYTES;
        List<String> defines = List.of(
                "-DROWS=" + rows,
                "-DMODE=" + mode.name(),
                "-DPARTS=" + parts,
                "-DSTAGES=" + stages,
                "-DACTIVATION=" + (activation == null ? 0 : Codes.of(activation)));
        launch.of(library.kernel(KernelSource.SOME_ROWS, defines, "someRows"))
                .inClusters(parts)
                .longs(WeightKernels.matrices(maps, 0))
                .integer(total)
                .pointer(in)
                .integer(x.rows())
                .integer(x.columns())
                .run(tiles * parts, 1, THREADS, stages * (LINES + rows) * WIDE * Short.BYTES + received);
    }
}
