package org.crosslayer.engine.cuda;

import java.util.List;

/// What `correctScores` is compiled for: the shape of a net over heads, and of the small keys of the difference.
///
/// @param heads   of queries
/// @param kvHeads that have small keys
/// @param rank    values of a small head; 0 for no difference
/// @param inputs  of the net: the heads, or twice as many where it reads the difference too
/// @param hidden  units of the net
/// @param skip    whether it has a skip matrix
record CorrectShape(int heads, int kvHeads, int rank, int inputs, int hidden, boolean skip) {
    /// Keys that a warp corrects at once: KEYS in correct.cu.
    static final int KEYS = 16;

    private static final int WARP = 32;
    /// Heads and units come in so many where tensor cores multiply.
    private static final int EIGHT = 8;
    /// Two blocks a multiprocessor, whose warps have the next tile on its way while they work on one, are the fastest
    /// where they fit (tried on an H100 and an H200).
    private static final int WARPS_OF_TWO = 4;

    private static final int MOST_WARPS = 8;
    /// What the driver keeps for itself of a block's shared memory, and room for what the kernel declares.
    private static final int KEPT_BYTES = 2048;

    /// How a multiprocessor is shared out.
    ///
    /// @param blocks of a multiprocessor
    /// @param warps  of a block
    /// @param stages tiles of a warp that are on their way or at work
    record Split(int blocks, int warps, int stages) {}

    /// @param sharedBytes that a block may use of a multiprocessor, which has hardly more
    Split split(int sharedBytes) {
        Split two = new Split(2, WARPS_OF_TWO, 2);
        if (2 * (bytes(two) + KEPT_BYTES) <= sharedBytes) {
            return two;
        }
        Split one = new Split(1, MOST_WARPS, 1);
        while (one.warps() > 1 && bytes(one) + KEPT_BYTES > sharedBytes) {
            one = new Split(1, one.warps() - 1, 1);
        }
        return one;
    }

    /// Bytes of shared memory of a block: NET_FLOATS and WARP_FLOATS in correct.cu.
    int bytes(Split split) {
        int heads8 = filled(heads);
        int units8 = filled(hidden);
        int inputs8 = inputs > heads ? 2 * heads8 : heads8;
        int net = units8 * stride(inputs8)
                + heads8 * stride(units8)
                + (skip ? heads8 * stride(heads8) : 0)
                + units8
                + heads8;
        int queries = rank > 0 ? heads8 * filled(rank + EIGHT - 1) / 2 : 0;
        int keys = rank > 0 ? KEYS * (Math.ceilDiv(kvHeads * rank, WARP) | 1) * WARP / 2 : 0;
        int stage = heads * (KEYS + Integer.BYTES) + keys;
        return (net + split.warps() * (queries + split.stages() * stage)) * Float.BYTES;
    }

    List<String> defines(Split split, int activation) {
        return List.of(
                "-DHEADS=" + heads,
                "-DINPUTS=" + inputs,
                "-DHIDDEN=" + hidden,
                "-DSKIP=" + (skip ? 1 : 0),
                "-DKV_HEADS=" + kvHeads,
                "-DRANK=" + rank,
                "-DACTIVATION=" + activation,
                "-DWARPS=" + split.warps(),
                "-DSTAGES=" + split.stages(),
                "-DBLOCKS=" + split.blocks());
    }

    private static int filled(int count) {
        return Math.ceilDiv(count, EIGHT) * EIGHT;
    }

    /// STRIDE_OF in correct.cu.
    private static int stride(int columns) {
        return (columns + WARP - EIGHT - 1) / WARP * WARP + EIGHT;
    }
}
