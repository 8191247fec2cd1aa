package org.crosslayer.engine.cuda;

import java.util.List;
import org.crosslayer.engine.backend.Activation;
import org.crosslayer.engine.backend.GradientKernels;
import org.crosslayer.engine.backend.HeadNet;
import org.crosslayer.engine.backend.HeadNetGradient;
import org.crosslayer.engine.cuda.Products.Matrices;
import org.jspecify.annotations.Nullable;

/// The operations of fitting on the card. Losses are kept for each row and added there; only their sum comes back.
final class CudaGradients implements GradientKernels<CudaTensor, CudaWeight> {
    private static final int COVARIANCE_THREADS = 128;

    private final Card card;
    private final KernelLibrary library;
    private final Launch launch;
    private final Products products;
    private final WeightKernels weights;
    private final HeadNetKernels heads;

    CudaGradients(
            Card card,
            KernelLibrary library,
            Launch launch,
            Products products,
            WeightKernels weights,
            HeadNetKernels heads) {
        this.card = card;
        this.library = library;
        this.launch = launch;
        this.products = products;
        this.weights = weights;
        this.heads = heads;
    }

    @Override
    public void linearInput(CudaTensor dy, CudaWeight w, CudaTensor dx) {
        products.multiply(
                dy.rows(),
                w.columns(),
                w.rows(),
                1,
                Matrices.one(dy.address(), w.rows()),
                false,
                Matrices.one(weights.wide(w), w.columns()),
                false,
                false,
                Matrices.one(dx.address(), w.columns()),
                1);
    }

    @Override
    public void linearWeight(CudaTensor dy, CudaTensor x, CudaTensor dw) {
        products.multiply(
                dw.rows(),
                dw.columns(),
                x.rows(),
                1,
                Matrices.one(dy.address(), dy.columns()),
                true,
                Matrices.one(x.address(), x.columns()),
                false,
                true,
                Matrices.one(dw.address(), dw.columns()),
                1);
    }

    @Override
    public void rmsNorm(CudaTensor dy, CudaTensor x, CudaWeight gain, float eps, CudaTensor dx) {
        start("rmsNormGradient")
                .pointer(dy)
                .pointer(x)
                .pointer(gain.address())
                .integer(x.columns())
                .real(eps)
                .pointer(dx)
                .overRows(x.allRows());
    }

    @Override
    public void softmax(CudaTensor pattern, CudaTensor dPattern, CudaTensor dScores) {
        start("softmaxGradient")
                .pointer(pattern)
                .pointer(dPattern)
                .integer(pattern.columns())
                .pointer(dScores)
                .overRows(pattern.allRows());
    }

    /// Heads that share a key lie `h / g` apart, so that one call serves each place within a group.
    @Override
    public void queries(CudaTensor dScores, CudaTensor k, int h, int g, float scale, CudaTensor dq) {
        int d = dq.columns() / h;
        int n = dq.rows();
        int shared = h / g;
        long slice = (long) n * n;
        for (int place = 0; place < shared; place++) {
            products.multiply(
                    n,
                    d,
                    n,
                    scale,
                    new Matrices(dScores.address() + place * slice * Float.BYTES, n, shared * slice),
                    false,
                    new Matrices(k.address(), g * d, d),
                    false,
                    false,
                    new Matrices(dq.address() + (long) place * d * Float.BYTES, h * d, (long) shared * d),
                    g);
        }
    }

    @Override
    public void keys(CudaTensor dScores, CudaTensor q, int h, int g, float scale, CudaTensor dk) {
        int d = q.columns() / h;
        int n = q.rows();
        int shared = h / g;
        long slice = (long) n * n;
        for (int place = 0; place < shared; place++) {
            products.multiply(
                    n,
                    d,
                    n,
                    scale,
                    new Matrices(dScores.address() + place * slice * Float.BYTES, n, shared * slice),
                    true,
                    new Matrices(q.address() + (long) place * d * Float.BYTES, h * d, (long) shared * d),
                    false,
                    place > 0,
                    new Matrices(dk.address(), g * d, d),
                    g);
        }
    }

    @Override
    public void gate(
            Activation activation, CudaTensor gate, CudaTensor up, CudaTensor dOut, CudaTensor dGate, CudaTensor dUp) {
        start("gateGradient")
                .integer(Codes.of(activation))
                .pointer(gate)
                .pointer(up)
                .pointer(dOut)
                .pointer(dGate)
                .pointer(dUp)
                .size(gate.size())
                .overValues(gate.size());
    }

    @Override
    public void alignHeads(
            HeadNet net,
            CudaTensor z,
            @Nullable CudaTensor difference,
            CudaTensor dOut,
            HeadNetGradient sums,
            @Nullable CudaTensor dZ,
            @Nullable CudaTensor dDifference) {
        heads.gradient(net, z, difference, dOut, sums, dZ, net.readsDifference() ? dDifference : null);
    }

    @Override
    public double patternDivergence(
            CudaTensor teacher, CudaTensor scores, int window, float weight, CudaTensor dScores) {
        int rows = teacher.allRows();
        long losses = losses(rows);
        start("patternDivergence")
                .pointer(teacher)
                .pointer(scores)
                .integer(teacher.columns())
                .integer(window)
                .real(weight)
                .pointer(dScores)
                .pointer(losses + Double.BYTES)
                .overRows(rows);
        return sum(losses, rows);
    }

    @Override
    public double logitDivergence(CudaTensor teacher, CudaTensor student, float weight, CudaTensor dStudent) {
        int rows = teacher.allRows();
        long losses = losses(rows);
        start("logitDivergence")
                .pointer(teacher)
                .pointer(student)
                .integer(teacher.columns())
                .real(weight)
                .pointer(dStudent)
                .pointer(losses + Double.BYTES)
                .overRows(rows);
        return sum(losses, rows);
    }

    @Override
    public void scoreCovariances(CudaTensor pattern, CudaTensor target, CudaTensor source, double[] sums) {
        int h = pattern.slices();
        int n = pattern.rows();
        int blocks = Math.min(n, Math.ceilDiv(8 * card.device().multiprocessors(), h));
        long totals = card.scratch((long) (blocks + 1) * sums.length * Double.BYTES);
        long partial = totals + (long) sums.length * Double.BYTES;
        launch.of(library.kernel(
                        KernelSource.COVARIANCE,
                        List.of("-DHEADS=" + h, "-DCOVARIANCE_THREADS=" + COVARIANCE_THREADS),
                        "scoreCovariances"))
                .pointer(pattern)
                .pointer(target)
                .pointer(source)
                .integer(n)
                .pointer(partial)
                .run(blocks, h, COVARIANCE_THREADS, 0);
        launch.of(library.kernel(KernelSource.ROWS, "sumColumns"))
                .pointer(partial)
                .integer(blocks)
                .integer(sums.length)
                .pointer(totals)
                .overValues(sums.length);
        double[] added = card.numbers(totals, sums.length);
        for (int i = 0; i < sums.length; i++) {
            sums[i] += added[i];
        }
    }

    /// Room for a sum and behind it what it is made of.
    private long losses(int rows) {
        return card.scratch((rows + 1L) * Double.BYTES);
    }

    private double sum(long losses, int rows) {
        launch.of(library.kernel(KernelSource.ROWS, "sumAll"))
                .pointer(losses + Double.BYTES)
                .integer(rows)
                .pointer(losses)
                .overRows(1);
        return card.numbers(losses, 1)[0];
    }

    private Launch start(String kernel) {
        return launch.of(library.kernel(KernelSource.GRADIENTS, kernel));
    }
}
