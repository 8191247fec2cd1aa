package org.crosslayer.engine.cuda;

import java.util.List;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.crosslayer.engine.backend.Attending;
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
    private static final int MOST_SHARED = 4;
    /// Keys of a row that are worth a block.
    private static final int LEAST_KEYS = 64;

    private final Card card;
    private final KernelLibrary library;
    private final Launch launch;

    AttendKernels(Card card, KernelLibrary library, Launch launch) {
        this.card = card;
        this.library = library;
        this.launch = launch;
    }

    static boolean serves(int d) {
        return d % LANES == 0 && d <= MOST_VALUES;
    }

    /// As [org.crosslayer.engine.backend.Backend#attend].
    void attend(Attending how, CudaTensor q, CudaTensor k, CudaTensor v, @Nullable CudaTensor pattern, CudaTensor out) {
        int n = q.rows() / how.batch();
        if (n == 1) {
            row(how, q, k, v, pattern, out);
            return;
        }
        int d = q.columns() / how.h();
        launch.of(kernel(d, 1, "attend"))
                .pointer(q)
                .pointer(k.place())
                .pointer(v.place())
                .integer(n)
                .integer(k.rows() / how.batch())
                .integer(how.h() / how.g())
                .integer(how.firstRow())
                .integer(how.window())
                .real(how.scale())
                .pointer(pattern == null ? 0 : pattern.address())
                .pointer(out)
                .run(Math.ceilDiv(n, TILE), how.h(), how.batch(), THREADS, 4 * TILE * (2 * d + PADDING));
    }

    private void row(
            Attending how, CudaTensor q, CudaTensor k, CudaTensor v, @Nullable CudaTensor pattern, CudaTensor out) {
        int d = q.columns() / how.h();
        int together = together(how.h() / how.g());
        int keys = how.firstRow() + 1;
        int blocks = how.h() / together * how.batch();
        int parts = Math.clamp(
                Math.min(
                        Math.ceilDiv(4 * card.device().multiprocessors(), blocks),
                        Math.ceilDiv(Math.min(keys, how.window()), LEAST_KEYS)),
                1,
                keys);
        boolean ends = parts > 1 || pattern != null;
        long slab = pattern == null ? 0 : pattern.address();
        long partial = ends ? card.scratch((long) how.batch() * how.h() * parts * (d + 2) * Float.BYTES) : 0;
        launch.of(kernel(d, together, "attendRow"))
                .pointer(q)
                .pointer(k.place())
                .pointer(v.place())
                .integer(k.rows() / how.batch())
                .integer(how.h() / how.g())
                .integer(how.firstRow())
                .integer(how.window())
                .real(how.scale())
                .pointer(slab)
                .pointer(partial)
                .pointer(out)
                .run(parts, how.h() / together, how.batch(), THREADS, 0);
        if (ends) {
            launch.of(kernel(d, together, "attendRowEnd"))
                    .pointer(partial)
                    .integer(parts)
                    .integer(keys)
                    .integer(how.window())
                    .pointer(slab)
                    .pointer(out)
                    .run(how.batch() * how.h(), 1, THREADS, 0);
        }
    }

    /// Of the query heads that share keys, as many as a block can serve.
    private static int together(int shared) {
        int together = Math.min(shared, MOST_SHARED);
        while (shared % together != 0) {
            together--;
        }
        return together;
    }

    private CUfunc_st kernel(int d, int shared, String name) {
        return library.kernel(KernelSource.ATTEND, List.of("-DD=" + d, "-DSHARED=" + shared), name);
    }
}
