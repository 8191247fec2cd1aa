package org.crosslayer.engine.cuda;

import org.jspecify.annotations.Nullable;

/// Norms of rows, and the end of those that a product has left [Unfinished].
final class NormKernels implements AutoCloseable {
    private static final int WARP = 32;
    /// Neighbours that a thread takes.
    private static final int EIGHT = 8;

    private final KernelLibrary library;
    private final Launch launch;
    /// For what has to be finished while the arguments of another kernel are collected.
    private final Launch between;

    NormKernels(Card card, Profile profile, KernelLibrary library, Launch launch) {
        this.library = library;
        this.launch = launch;
        between = new Launch(card, profile);
    }

    /// As [org.crosslayer.engine.backend.Backend#rmsNorm].
    void rms(CudaTensor x, CudaWeight gain, float eps, CudaTensor out) {
        long from = x.place();
        long to = out.placeToFill();
        launch.of(library.kernel(KernelSource.ROWS, "rmsNorm"))
                .pointer(from)
                .integer(x.narrow() ? 1 : 0)
                .pointer(gain.address())
                .integer(x.columns())
                .real(eps)
                .pointer(to)
                .integer(out.narrow() ? 1 : 0)
                .run(x.allRows(), 1, Math.min(Math.ceilDiv(x.columns(), EIGHT * WARP), WARP) * WARP, 0);
    }

    /// As [org.crosslayer.engine.backend.Backend#layerNorm].
    void layer(CudaTensor x, CudaWeight gain, @Nullable CudaWeight bias, float eps, CudaTensor out) {
        launch.of(library.kernel(KernelSource.ROWS, "layerNorm"))
                .values(x)
                .pointer(gain.address())
                .pointer(bias == null ? 0 : bias.address())
                .integer(x.columns())
                .real(eps)
                .values(out)
                .overRows(x.allRows());
    }

    /// Multiplies rows by the factors that they lack.
    void finish(Unfinished.Rows rows) {
        between.of(library.kernel(KernelSource.ROWS, "finishNorm"))
                .pointer(rows.place())
                .integer(rows.columns())
                .pointer(rows.squares())
                .integer(rows.tiles())
                .integer(rows.stride())
                .real(rows.eps())
                .overRows(rows.rows());
    }

    @Override
    public void close() {
        between.close();
    }
}
