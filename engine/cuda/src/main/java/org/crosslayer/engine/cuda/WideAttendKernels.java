package org.crosslayer.engine.cuda;

import java.util.List;
import org.crosslayer.engine.backend.Attending;

/// Attention of many rows in one go on Hopper, by products that four warps ask for together.
final class WideAttendKernels {
    /// ROWS, GROUPS, KEYS, STAGES and THREADS in attendwide.cu, and AHEAD in attendmeanwide.cu.
    private static final int ROWS = 64;

    private static final int GROUPS = 2;
    private static final int KEYS = 128;
    private static final int STAGES = 2;
    private static final int GROUP_THREADS = 128;
    private static final int THREADS = (GROUPS + 1) * GROUP_THREADS;
    private static final int AHEAD = 3;
    /// A tile begins at a multiple of this; shared memory need not.
    private static final int ALIGNMENT = 1024;

    private final Card card;
    private final KernelLibrary library;
    private final Launch launch;
    private final LinearKernels linear;
    private final TileMaps maps = new TileMaps();

    WideAttendKernels(Card card, KernelLibrary library, Launch launch, LinearKernels linear) {
        this.card = card;
        this.library = library;
        this.launch = launch;
        this.linear = linear;
    }

    /// True if the kernels are written for this card and size of heads.
    boolean serves(int d) {
        return card.device().asksInGroups() && d % TileMaps.PANEL == 0;
    }

    /// As [AttendKernels#attend], of more than one row a sequence.
    ///
    /// @param pattern 0 where nobody looks at it
    /// @param levels  0, or where to leave what [#mean] needs of each row
    void attend(Attending how, CudaTensor q, CudaTensor k, CudaTensor v, long pattern, long levels, CudaTensor out) {
        int n = q.rows() / how.batch();
        int d = q.columns() / how.h();
        long[] queries = queries(how, q);
        launch.of(kernel(d, "attendWide"))
                .longs(queries)
                .longs(keys(how, n, k))
                .longs(keys(how, n, v))
                .integer(n)
                .integer(how.h() / how.g())
                .integer(how.firstRow())
                .integer(how.window())
                .real(how.scale())
                .pointer(pattern)
                .pointer(levels)
                .values(out)
                .run(
                        how.h(),
                        Math.ceilDiv(n, GROUPS * ROWS),
                        how.batch(),
                        THREADS,
                        bytes(d, GROUPS * ROWS + 2 * STAGES * KEYS));
    }

    /// The mean over heads of the patterns of one sequence, whose levels [#attend] has left.
    void mean(Attending how, CudaTensor q, CudaTensor k, long levels, CudaTensor mean) {
        int n = q.rows();
        int d = q.columns() / how.h();
        int blocks = card.device().multiprocessors();
        long sums = card.room(Card.Room.RESULT, (long) blocks * GROUPS * ROWS * KEYS * Float.BYTES);
        long arrived = card.room(Card.Room.ARRIVALS, (long) blocks * GROUPS * Integer.BYTES);
        long[] queries = queries(how, q);
        launch.of(kernel(d, "attendMeanWide"))
                .longs(queries)
                .longs(keys(how, n, k))
                .integer(how.h())
                .integer(n)
                .integer(how.h() / how.g())
                .integer(how.firstRow())
                .integer(how.window())
                .real(how.scale())
                .pointer(levels)
                .pointer(sums)
                .pointer(arrived)
                .pointer(mean)
                .run(blocks, 1, 1, THREADS, bytes(d, AHEAD * (GROUPS * ROWS + KEYS)));
    }

    /// Starts a kernel of its own where queries are not held in BF16.
    private long[] queries(Attending how, CudaTensor q) {
        int n = q.rows() / how.batch();
        return maps.of(linear.rounded(q), q.columns(), n, n, how.batch(), ROWS);
    }

    /// Of keys or values, those that some row sees; what lies behind is anything.
    private long[] keys(Attending how, int n, CudaTensor k) {
        return maps.of(k.place(), k.columns(), how.firstRow() + n, k.rows() / how.batch(), how.batch(), KEYS);
    }

    private static int bytes(int d, int rows) {
        return rows * d * Short.BYTES + ALIGNMENT;
    }

    private KernelLibrary.Kernel kernel(int d, String name) {
        return library.kernel(KernelSource.ATTEND_WIDE, List.of("-DD=" + d), name);
    }
}
