package org.crosslayer.engine.backend;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Runs every vector kernel on a few values until the compiler has taken notice.
///
/// Vector code that is not yet compiled is a hundred times slower than plain loops, so that the first long text
/// would pay for it; short rows reach the compiler's thresholds soonest.
final class KernelWarmUp {
    /// Calls after which HotSpot's best compiler is asked (its default threshold is 5000), with some to spare.
    private static final int ROUNDS = 6_000;
    /// One whole pair of vectors and a tail.
    private static final int LENGTH = 2 * VectorMath.LANES + 1;

    private KernelWarmUp() {}

    /// Takes a few hundred milliseconds of one thread.
    static void run() {
        try (Arena arena = Arena.ofShared()) {
            MemorySegment x = arena.allocate((long) LENGTH * Float.BYTES, 64);
            MemorySegment y = arena.allocate((long) LENGTH * Float.BYTES, 64);
            for (int i = 0; i < ROUNDS; i++) {
                RowKernels.dot(x, 0, x, 0, LENGTH);
                RowKernels.scale(x, 0, 1, y, x, 0, LENGTH);
                float sum = RowKernels.expShifted(x, 0, RowKernels.max(x, 0, LENGTH), y, 0, LENGTH);
                RowKernels.scale(y, 0, 1 / sum, y, 0, LENGTH);
                RopeKernels.turn(RopeLayout.HALF_SPLIT, x, 0, 1, 2 * VectorMath.LANES, y, y, 0, VectorMath.LANES);
                GateKernels.gate(Activation.SILU, x, 0, y, 0, x, 0, LENGTH);
                RowKernels.add(x, 0, y, 0, LENGTH);
                GateKernels.activate(Activation.GELU_TANH, y, 0, x, 0, LENGTH);
                LayerNormKernel.normalize(x, 0, y, 1, x, LENGTH);
                BendKernels.cap(x, 0, 1, LENGTH);
                BendKernels.addRamp(x, 0, 1e-3f, LENGTH);
                VectorEntropy.sum(x, 0, y, 0, VectorMath.SPECIES.loopBound(LENGTH));
            }
        }
    }
}
