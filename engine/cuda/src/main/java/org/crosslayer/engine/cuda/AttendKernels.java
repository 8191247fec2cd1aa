package org.crosslayer.engine.cuda;

import java.util.ArrayList;
import java.util.List;
import org.crosslayer.engine.backend.Attending;
import org.crosslayer.engine.backend.RopeLayout;
import org.jspecify.annotations.Nullable;

/// Attention in one go, from keys and values held as BF16.
final class AttendKernels {
    /// Sizes of heads that the kernels are written for: multiples of this up to [#MOST_VALUES].
    private static final int LANES = 32;

    private static final int MOST_VALUES = 128;
    private static final int THREADS = 128;
    /// Rows of queries, and keys, that a block holds at once: TILE in attend.cu.
    private static final int TILE = 64;
    /// Bytes between the ends of rows of a tile there.
    private static final int PADDING = 16;
    /// Query heads that a block serves at most when there is one row.
    private static final int MOST_SHARED = 8;
    /// STAGES in attendrow.cu where a block has many keys, and where it has few or no scores to compute, so that more
    /// blocks find room.
    private static final int STAGES = 3;

    private static final int FEW_STAGES = 2;
    /// KEYS in attendrow.cu, and warps of a block there.
    private static final int KEYS = 16;
    private static final int WARPS = THREADS / 32;
    /// Keys of a row that are worth a block.
    private static final int LEAST_KEYS = 64;
    /// Blocks for a multiprocessor that are enough: as many as find room at once, more parts cost more than they bring
    /// (tried on an H100).
    private static final int BLOCKS_EACH = 2;

    /// Parts of a row up to which its blocks can be a cluster.
    private static final int MOST_CLUSTERED = 8;

    private final Card card;
    private final KernelLibrary library;
    private final Launch launch;
    private final WideAttendKernels wide;

    AttendKernels(Card card, KernelLibrary library, Launch launch, LinearKernels linear) {
        this.card = card;
        this.library = library;
        this.launch = launch;
        wide = new WideAttendKernels(card, library, launch, linear);
    }

    static boolean serves(int d) {
        return d % LANES == 0 && d <= MOST_VALUES;
    }

    /// As [org.crosslayer.engine.backend.Backend#attend].
    void attend(Attending how, CudaTensor q, CudaTensor k, CudaTensor v, @Nullable CudaTensor pattern, CudaTensor out) {
        long slab = pattern == null ? 0 : pattern.address();
        if (q.rows() == how.batch()) {
            row(how, q, k, v, slab, pattern == null ? 0 : pattern.columns(), Leaves.SHARES, null, out);
        } else {
            rows(how, q, k, v, slab, 0, out);
        }
    }

    /// What becomes of the scores of a row: SHARES and SCORES in attendrow.cu.
    private enum Leaves {
        SHARES(0),
        SCORES(1);

        private final int code;

        Leaves(int code) {
            this.code = code;
        }
    }

    /// As [org.crosslayer.engine.backend.Backend#attendKeeping].
    void attendKeeping(Attending how, CudaTensor q, CudaTensor k, CudaTensor v, CudaTensor scores, CudaTensor out) {
        row(how, q, k, v, scores.address(), scores.columns(), Leaves.SCORES, null, out);
    }

    /// As [org.crosslayer.engine.backend.Backend#attendScored].
    void attendScored(Attending how, CudaTensor scores, CudaTensor v, CudaTensor out) {
        row(how, null, null, v, scores.address(), scores.columns(), Leaves.SCORES, null, out);
    }

    /// What a row needs to turn in attention: its keys and values, which are not in the cache yet, and the tables.
    record Turning(CudaTensor k, CudaTensor v, CudaTensor cos, CudaTensor sin, RopeLayout layout) {}

    /// True if [#turnAndAttend] can do it: one row of each sequence, of which pairs turn that lie at even places.
    static boolean turns(Attending how, CudaTensor q, CudaTensor k, CudaTensor v, CudaTensor cos) {
        boolean alike = q.narrow() == k.narrow() && k.narrow() == v.narrow();
        return q.rows() == how.batch() && alike && cos.columns() % 2 == 0;
    }

    /// As [org.crosslayer.engine.backend.Backend#turnAndAttend], where [#turns] says so.
    void turnAndAttend(
            Attending how, CudaTensor q, Turning turning, CudaTensor keys, CudaTensor values, CudaTensor out) {
        row(how, q, keys, values, 0, 0, Leaves.SHARES, turning, out);
    }

    /// @param q       null where the slab holds scores already
    /// @param k       likewise
    /// @param slab    where scores or shares lie or are left; 0 where they are not
    /// @param stride  from one row of it to the next
    /// @param turning null where the row has turned, and its key and value are in the cache
    private void row(
            Attending how,
            @Nullable CudaTensor q,
            @Nullable CudaTensor k,
            CudaTensor v,
            long slab,
            int stride,
            Leaves leaves,
            @Nullable Turning turning,
            CudaTensor out) {
        int d = out.columns() / how.h();
        int enough = BLOCKS_EACH * card.device().multiprocessors();
        // A few blocks are better spread, though each then reads keys that another reads too.
        int together = how.batch() * how.h() < enough ? 1 : together(how.h() / how.g());
        int groups = how.h() / together * how.batch();
        int keys = Math.min(how.firstRow() + 1, how.window());
        int parts = Math.clamp(Math.min(enough / groups, Math.ceilDiv(keys, LEAST_KEYS)), 1, keys);
        boolean ends = parts > 1 || (slab != 0 && leaves == Leaves.SHARES);
        boolean clustered = ends && parts <= MOST_CLUSTERED && card.device().clusters();
        boolean apart = ends && !clustered;
        long partial = apart ? card.scratch((long) how.batch() * how.h() * parts * (d + 2) * Float.BYTES) : 0;
        long arrived = apart ? card.room(Card.Room.ARRIVALS, (long) groups * Integer.BYTES) : 0;
        boolean many = q != null && Math.ceilDiv(keys, parts) > FEW_STAGES * WARPS * KEYS;
        int stages = many ? STAGES : FEW_STAGES;
        Launch attention = launch.of(rowKernel(d, together, stages, q == null, clustered, turning))
                .inClusters(clustered ? parts : 1)
                .pointer(q == null ? 0 : q.place())
                .integer(q != null && q.narrow() ? 1 : 0)
                .pointer(k == null ? 0 : k.place())
                .pointer(v.place())
                .integer(v.rows() / how.batch())
                .integer(how.h() / how.g())
                .integer(how.firstRow())
                .integer(how.window())
                .integer(how.settled() ? 1 : 0)
                .real(how.scale())
                .integer(leaves.code)
                .pointer(slab)
                .integer(stride)
                .pointer(partial)
                .pointer(arrived)
                .values(out);
        if (turning != null) {
            long skipped = (long) how.firstRow() * turning.cos.columns() * Float.BYTES;
            attention
                    .pointer(turning.k.place())
                    .pointer(turning.v.place())
                    .pointer(turning.cos.address() + skipped)
                    .pointer(turning.sin.address() + skipped);
        }
        attention.run(
                parts,
                how.h() / together,
                how.batch(),
                THREADS,
                WARPS * stages * (q == null ? 1 : 2) * KEYS * (2 * d + PADDING));
    }

    /// The one row of each head that [#attendMean] averages when there is one row: `[h, 1, keys]`.
    long rowOfPatterns(Attending how, CudaTensor q, CudaTensor k, CudaTensor v, CudaTensor out) {
        int keys = how.firstRow() + 1;
        long slab = card.room(Card.Room.PATTERN, (long) how.h() * keys * Float.BYTES);
        row(how, q, k, v, slab, keys, Leaves.SHARES, null, out);
        return slab;
    }

    /// As [org.crosslayer.engine.backend.Backend#attendMean], of more than one row.
    void attendMean(Attending how, CudaTensor q, CudaTensor k, CudaTensor v, CudaTensor mean, CudaTensor out) {
        int n = q.rows();
        int d = q.columns() / how.h();
        long levels = card.scratch((long) how.h() * n * 2 * Float.BYTES);
        rows(how, q, k, v, 0, levels, out);
        if (wide.serves(d)) {
            wide.mean(how, q, k, levels, mean);
            return;
        }
        launch.of(kernel(d, "attendMean"))
                .values(q)
                .pointer(k.place())
                .integer(how.h())
                .integer(n)
                .integer(how.h() / how.g())
                .integer(how.firstRow())
                .integer(how.window())
                .real(how.scale())
                .pointer(levels)
                .pointer(mean)
                .run(
                        Math.ceilDiv(mean.columns(), TILE),
                        Math.ceilDiv(n, TILE),
                        1,
                        THREADS,
                        3 * TILE * (2 * d + PADDING));
    }

    /// More than one row a sequence.
    ///
    /// @param pattern 0 where nobody looks at it
    /// @param levels  0, or where to leave what [#attendMean] needs of each row
    private void rows(
            Attending how, CudaTensor q, CudaTensor k, CudaTensor v, long pattern, long levels, CudaTensor out) {
        int n = q.rows() / how.batch();
        int d = q.columns() / how.h();
        if (wide.serves(d)) {
            wide.attend(how, q, k, v, pattern, levels, out);
            return;
        }
        launch.of(kernel(d, "attend"))
                .values(q)
                .pointer(k.place())
                .pointer(v.place())
                .integer(n)
                .integer(k.rows() / how.batch())
                .integer(how.h() / how.g())
                .integer(how.firstRow())
                .integer(how.window())
                .real(how.scale())
                .pointer(pattern)
                .pointer(levels)
                .values(out)
                .run(how.h(), Math.ceilDiv(n, TILE), how.batch(), THREADS, 4 * TILE * (2 * d + PADDING));
    }

    private KernelLibrary.Kernel kernel(int d, String name) {
        return library.kernel(KernelSource.ATTEND, List.of("-DD=" + d), name);
    }

    /// Of the query heads that share keys, as many as a block can serve.
    private static int together(int shared) {
        int together = Math.min(shared, MOST_SHARED);
        while (shared % together != 0) {
            together--;
        }
        return together;
    }

    private KernelLibrary.Kernel rowKernel(
            int d, int shared, int stages, boolean scored, boolean clustered, @Nullable Turning turning) {
        List<String> defines = new ArrayList<>(List.of("-DD=" + d, "-DSHARED=" + shared, "-DSTAGES=" + stages));
        if (scored) {
            defines.add("-DSCORED");
        }
        if (clustered) {
            defines.add("-DCLUSTERED");
        }
        if (turning != null) {
            defines.add("-DTURNED=" + turning.cos.columns());
            defines.add("-DNARROW=" + (turning.k.narrow() ? 1 : 0));
            if (turning.layout == RopeLayout.INTERLEAVED) {
                defines.add("-DNEIGHBOURS");
            }
        }
        return library.kernel(KernelSource.ATTEND_ROW, defines, "attendRow");
    }
}
