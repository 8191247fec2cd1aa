package org.crosslayer.engine.cuda;

import java.util.List;
import org.crosslayer.engine.backend.Activation;
import org.crosslayer.engine.backend.Kernels.Typed;
import org.crosslayer.engine.tensor.DType;
import org.jspecify.annotations.Nullable;

/// Weights read in the type in which the card holds them: as float32 or BF16 for a product of many rows, or straight
/// for a few, where every byte is read once.
final class WeightKernels {
    /// Rows of x up to which weights are read straight; more are left to [SomeRowsKernels] and cuBLAS.
    static final int FEW = 4;

    private static final int THREADS = 256;
    private static final int WARP = 32;
    private static final int WARPS = THREADS / WARP;
    /// Values of a row that a thread takes at once.
    private static final int GROUP = 8;

    private static final int MATRICES = 3;
    /// Longest rows of packed blocks whose factors fit into what a block of threads shares.
    private static final int MOST_SHARED = 48 << 10;

    /// What becomes of sums: PLAIN, ADDING, GATED and NORMING in matrices.cuh, the last of some rows only.
    enum Mode {
        PLAIN(0),
        ADDING(1),
        GATED(2),
        NORMING(3);

        private final int code;

        Mode(int code) {
            this.code = code;
        }
    }

    private final Card card;
    private final KernelLibrary library;
    private final Launch launch;

    WeightKernels(Card card, KernelLibrary library, Launch launch) {
        this.card = card;
        this.library = library;
        this.launch = launch;
    }

    /// The matrix in float32, where it lies or in a room that the next one takes.
    long wide(CudaWeight w) {
        if (w.held() == DType.F32) {
            return w.place();
        }
        long room = card.room(Card.Room.WEIGHT, w.size() * Float.BYTES);
        widen(w.held(), w.place(), w.size(), room, false);
        return room;
    }

    /// The matrix in BF16, as [#wide].
    long narrow(CudaWeight w) {
        if (w.held() == DType.BF16) {
            return w.place();
        }
        long room = card.room(Card.Room.WEIGHT, w.size() * Short.BYTES);
        widen(w.held(), w.place(), w.size(), room, true);
        return room;
    }

    /// Unpacks values.
    void widen(DType type, long from, long size, long to, boolean narrow) {
        launch.of(kernel(type, 1, "widen"))
                .pointer(from)
                .pointer(to)
                .integer(narrow ? 1 : 0)
                .size(size)
                .overValues(size / (type.isBlock() ? Math.min(32, type.blockElements()) : 1));
    }

    /// Rows of a table; the ids lie on the card.
    void embed(CudaWeight table, long ids, int count, CudaTensor out) {
        launch.of(kernel(table.held(), 1, "embed"))
                .pointer(table.place())
                .pointer(ids)
                .integer(table.columns())
                .pointer(out)
                .overRows(count);
    }

    /// True if a product can be done by [#multiply].
    static boolean few(CudaTensor x, CudaWeight w) {
        return x.rows() <= FEW && (!w.held().isBlock() || w.columns() <= MOST_SHARED);
    }

    /// Maps of up to [#FEW] rows, in one go where their types are one.
    ///
    /// @param mode [Mode#GATED] takes a gate and its counterpart, of one type, and fills the first's output
    void multiply(Mode mode, @Nullable Activation activation, CudaTensor x, List<Typed<CudaTensor, CudaWeight>> maps) {
        DType type = maps.getFirst().w().held();
        boolean together =
                maps.size() <= MATRICES && maps.stream().allMatch(map -> map.w().held() == type);
        if (!together) {
            maps.forEach(map -> multiply(mode, activation, x, List.of(map)));
            return;
        }
        int rows = type.isBlock() ? 1 : x.rows();
        for (int first = 0; first < x.rows(); first += rows) {
            start(mode, activation, (CudaTensor) x.rows(first, rows), first, maps, type);
        }
    }

    private void start(
            Mode mode,
            @Nullable Activation activation,
            CudaTensor x,
            int first,
            List<Typed<CudaTensor, CudaWeight>> maps,
            DType type) {
        int total = total(maps);
        int columns = x.columns();
        launch.of(kernel(type, x.rows(), type.isBlock() ? "packedRow" : "fewRows"))
                .longs(matrices(maps, first))
                .integer(mode.code)
                .integer(activation == null ? 0 : Codes.of(activation))
                .integer(total)
                .values(x)
                .integer(columns);
        if (type.isBlock()) {
            int pairs = mode == Mode.GATED ? total / 2 : Math.ceilDiv(total, 2);
            launch.run(
                    Math.min(Math.ceilDiv(pairs, WARPS), 4 * card.device().multiprocessors()),
                    1,
                    THREADS,
                    Math.ceilDiv(columns, WARP) * (WARP + 1) * Float.BYTES);
        } else {
            launch.run(Math.ceilDiv(total, atOnce(x.rows())), 1, threads(columns), 0);
        }
    }

    private static int total(List<Typed<CudaTensor, CudaWeight>> maps) {
        return maps.stream().mapToInt(map -> map.w().rows()).sum();
    }

    private static int threads(int columns) {
        return Math.min(Math.ceilDiv(columns, GROUP * WARP), WARPS) * WARP;
    }

    /// `Matrices` in matrices.cuh.
    ///
    /// @param first row of what comes out
    static long[] matrices(List<Typed<CudaTensor, CudaWeight>> maps, int first) {
        long[] matrices = new long[4 * MATRICES];
        for (int i = 0; i < maps.size(); i++) {
            Typed<CudaTensor, CudaWeight> map = maps.get(i);
            CudaTensor out = map.out();
            CudaWeight bias = map.bias();
            matrices[4 * i] = map.w().place();
            matrices[4 * i + 1] = bias == null ? 0 : bias.address();
            matrices[4 * i + 2] =
                    out.place() + (long) first * out.columns() * (out.narrow() ? Short.BYTES : Float.BYTES);
            matrices[4 * i + 3] = map.w().rows() | (out.narrow() ? 1L << Integer.SIZE : 0);
        }
        return matrices;
    }

    /// Rows of matrices that a block works on: AT_ONCE in fewrows.cu.
    private static int atOnce(int rows) {
        return rows > 2 ? 4 : 8;
    }

    private KernelLibrary.Kernel kernel(DType type, int rows, String name) {
        return library.kernel(KernelSource.WEIGHTS, List.of("-DTYPE=" + Codes.of(type), "-DROWS=" + rows), name);
    }
}
