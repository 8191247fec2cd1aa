package org.crosslayer.engine.model;

import org.crosslayer.engine.backend.Activation;

/// The open choices of LiSA (arXiv 2408.01890): its abstract states the two parts, the rest is our reading.
///
/// *Stated*: a tiny feed-forward net re-arranges the heads of the shared attention, low-rank projections of the
/// layer's own input approximate its difference. Chained or anchored is no option here but the `source` of a layer in
/// a plan: the layer below (*our reading* of "adjacent layers", the default), whose corrected scores are taken, or
/// the last ordinary layer below.
///
/// @param rank       size of a head of the low-rank part; 0 for none. *Stated*: low rank. *Our reading*: the number is
///     given for each head; 6 in place of 32 suits the sample model, about 20 in place of 128 the paper's arithmetic
/// @param hidden     hidden units of the alignment net; 0 for a linear one. *Our reading*: as many as heads, with
///     which the net always costs less than the scores it replaces
/// @param activation of the alignment net. *Our reading*: SiLU, as in the model's own MLP
/// @param skip       whether a matrix over the heads stands beside the net. *Our reading*: yes; it starts as the
///     matched heads, so that fitting starts from an aligned copy. The paper names no such matrix
/// @param rope       whether the low-rank queries and keys are turned by position. *Our reading*: yes, because the
///     scores they correct are
/// @param carrier    what is aligned and handed on. *Our reading*: scores before softmax
/// @param combine    how the difference enters. *Our reading*: added, for it is named a difference
public record LisaOptions(
        int rank, int hidden, Activation activation, boolean skip, boolean rope, Carrier carrier, Combine combine) {
    /// What a LiSA layer takes from its source and hands on.
    public enum Carrier {
        /// Unmasked scores; one softmax at the end. *Our reading*: a sum of an aligned matrix and a signed difference
        /// is no distribution, and softmax makes one of it.
        SCORES,
        /// The pattern after softmax, as the words "attention weights" may mean: clamped at 0, rows normalised anew.
        PATTERN
    }

    /// How the low-rank difference meets the aligned heads.
    public enum Combine {
        /// `Align(z) + difference`.
        ADD,
        /// `Align([z ; difference])`: the net reads both, for the paper says "integrated".
        CONCAT
    }

    /// @throws IllegalArgumentException if sizes are negative, a turned rank is odd, or nothing would be left of the
    ///     alignment or of the difference that it should read
    public LisaOptions {
        if (rank < 0 || hidden < 0) {
            throw new IllegalArgumentException("a rank of " + rank + " and " + hidden + " hidden units: from 0 on");
        }
        if (rope && rank % 2 != 0) {
            throw new IllegalArgumentException("a rank of " + rank + " with rope: turning needs pairs, an even rank");
        }
        if (hidden == 0 && !skip) {
            throw new IllegalArgumentException("neither hidden units nor a skip matrix: no alignment at all");
        }
        if (combine == Combine.CONCAT && (rank == 0 || hidden == 0)) {
            throw new IllegalArgumentException("to be read by the net, a difference needs a rank and hidden units");
        }
    }

    /// Rank 6, as many hidden units as heads, SiLU, skip matrix, rope, scores, added.
    public static LisaOptions defaults(int nHeads) {
        return new LisaOptions(6, nHeads, Activation.SILU, true, true, Carrier.SCORES, Combine.ADD);
    }

    /// Whether nothing is left but the linear map over the heads: no low-rank part and no net.
    public boolean isAlignmentAlone() {
        return rank == 0 && hidden == 0;
    }

    /// These options with another rank.
    public LisaOptions withRank(int other) {
        return new LisaOptions(other, hidden, activation, skip, rope, carrier, combine);
    }

    /// Inputs of the alignment net: `nHeads`, or twice as many if it reads the difference too.
    public int inputs(int nHeads) {
        return combine == Combine.CONCAT ? 2 * nHeads : nHeads;
    }
}
