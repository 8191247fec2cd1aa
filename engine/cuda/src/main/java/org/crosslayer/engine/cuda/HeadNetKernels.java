package org.crosslayer.engine.cuda;

import java.util.List;
import org.crosslayer.engine.backend.Attending;
import org.crosslayer.engine.backend.HeadNet;
import org.crosslayer.engine.backend.HeadNetGradient;
import org.crosslayer.engine.backend.Tensor;
import org.crosslayer.engine.backend.Weight;
import org.jspecify.annotations.Nullable;

/// Nets over heads; their kernels are compiled for each shape of net.
final class HeadNetKernels {
    private static final int THREADS = 256;
    private static final int WARP = 32;
    /// Blocks that correct scores for each that finds room at once: the card then makes up for those that are slower.
    private static final int CORRECT_TURNS = 4;
    /// What a block's threads may share: less than every card has, so that several blocks fit on one multiprocessor.
    private static final int SHARED_BYTES = 64 << 10;

    /// What a net's kernels are compiled for.
    private record Shape(int heads, int inputs, int hidden, boolean skip) {
        static Shape of(HeadNet net) {
            return new Shape(net.heads(), net.w1().columns(), net.w1().rows(), net.skip() != null);
        }

        /// PARTS in heads.cu.
        int parts() {
            return hidden * (inputs + 1) + heads * (hidden + 1) + (skip ? heads * heads : 0);
        }

        /// STAGED in heads.cu.
        int staged() {
            return inputs + 1 + 2 * hidden + heads;
        }

        /// Pairs that a block of the gradient stages at once.
        int pairs() {
            int pairs = THREADS;
            while (pairs > 32 && gradientBytes(pairs) > SHARED_BYTES) {
                pairs /= 2;
            }
            return pairs;
        }

        int gradientBytes(int pairs) {
            return Float.BYTES * (parts() + staged() * (pairs + 1));
        }

        List<String> defines() {
            return List.of(
                    "-DHEADS=" + heads,
                    "-DINPUTS=" + inputs,
                    "-DHIDDEN=" + hidden,
                    "-DSKIP=" + (skip ? 1 : 0),
                    "-DPAIRS=" + pairs(),
                    "-DALIGN_THREADS=" + THREADS);
        }
    }

    private final Card card;
    private final KernelLibrary library;
    private final Launch launch;

    HeadNetKernels(Card card, KernelLibrary library, Launch launch) {
        this.card = card;
        this.library = library;
        this.launch = launch;
    }

    /// As [org.crosslayer.engine.backend.Backend#alignHeads], with a map.
    void align(
            CudaTensor z, int[] headMap, int firstRow, HeadNet net, @Nullable CudaTensor difference, CudaTensor out) {
        Shape shape = Shape.of(net);
        start(shape, "alignHeads")
                .pointer(z)
                .integers(headMap)
                .integer(z.rows())
                .integer(z.columns())
                .integer(firstRow)
                .integer(Codes.of(net.activation()));
        parts(net)
                .pointer(difference == null ? 0 : difference.address())
                .pointer(out)
                .run(Math.ceilDiv(z.columns(), THREADS), z.rows(), THREADS, shape.parts() * Float.BYTES);
    }

    /// As [org.crosslayer.engine.backend.Backend#correctScores], with a map.
    void correct(
            Attending how,
            @Nullable CudaTensor q,
            @Nullable CudaTensor k,
            CudaTensor z,
            int[] headMap,
            HeadNet net,
            CudaTensor scores) {
        int rank = k == null ? 0 : k.columns() / how.g();
        CorrectShape shape = new CorrectShape(
                net.heads(), how.g(), rank, net.w1().columns(), net.w1().rows(), net.skip() != null);
        CorrectShape.Split split = shape.split(card.device().sharedBytes());
        int tiles = Math.multiplyExact(how.batch(), Math.ceilDiv(how.firstRow() + 1, CorrectShape.KEYS));
        int blocks = Math.min(
                CORRECT_TURNS * split.blocks() * card.device().multiprocessors(), Math.ceilDiv(tiles, split.warps()));
        List<String> defines = shape.defines(split, Codes.of(net.activation()));
        launch.of(library.kernel(KernelSource.CORRECT, defines, "correctScores"))
                .pointer(q == null ? 0 : q.address())
                .pointer(k == null ? 0 : k.place())
                .integer(k == null ? 0 : k.rows() / how.batch())
                .integer(how.batch())
                .integer(how.firstRow() + 1)
                .real(how.scale())
                .pointer(z)
                .integer(z.columns())
                .integers(headMap);
        parts(net).pointer(scores).integer(scores.columns()).run(blocks, 1, split.warps() * WARP, shape.bytes(split));
    }

    /// As [org.crosslayer.engine.backend.Gradients#alignHeads].
    void gradient(
            HeadNet net,
            CudaTensor z,
            @Nullable CudaTensor difference,
            CudaTensor dOut,
            HeadNetGradient sums,
            @Nullable CudaTensor dZ,
            @Nullable CudaTensor dDifference) {
        Shape shape = Shape.of(net);
        int n = z.rows();
        int blocks =
                Math.min(n * Math.ceilDiv(n, shape.pairs()), 4 * card.device().multiprocessors());
        long partial = card.scratch((long) blocks * shape.parts() * Double.BYTES);
        start(shape, "alignHeadsGradient")
                .pointer(z)
                .pointer(difference == null ? 0 : difference.address())
                .pointer(dOut)
                .integer(n)
                .integer(Codes.of(net.activation()));
        parts(net)
                .pointer(dZ == null ? 0 : dZ.address())
                .pointer(dDifference == null ? 0 : dDifference.address())
                .pointer(partial)
                .run(blocks, 1, THREADS, shape.gradientBytes(shape.pairs()));
        start(shape, "addParts")
                .pointer(partial)
                .integer(blocks)
                .pointer(address(sums.w1()))
                .pointer(address(sums.b1()))
                .pointer(address(sums.w2()))
                .pointer(address(sums.b2()))
                .pointer(address(sums.skip()))
                .overValues(shape.parts());
    }

    private Launch start(Shape shape, String kernel) {
        return launch.of(library.kernel(KernelSource.HEADS, shape.defines(), kernel));
    }

    private Launch parts(HeadNet net) {
        return launch.pointer(address(net.w1()))
                .pointer(address(net.b1()))
                .pointer(address(net.w2()))
                .pointer(address(net.b2()))
                .pointer(address(net.skip()));
    }

    private static long address(@Nullable Weight part) {
        return part == null ? 0 : ((CudaWeight) part).address();
    }

    private static long address(@Nullable Tensor part) {
        return part == null ? 0 : ((CudaTensor) part).address();
    }
}
