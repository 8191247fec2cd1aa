package org.crosslayer.engine.backend;

import org.jspecify.annotations.Nullable;

/// A small net over the heads axis, the same for every (row, key) pair: `W2 act(W1 x + b1) + b2 (+ M z)`.
///
/// `x` is the `h` scores `z` of one pair, or those and `h` more of a difference behind them. A net without hidden
/// units, `[0, h]` and `[h, 0]`, is linear.
///
/// @param w1   `[hidden, inputs]`, inputs `h` or `2 h`
/// @param b1   `[hidden]`
/// @param w2   `[h, hidden]`
/// @param b2   `[h]`
/// @param skip `M [h, h]`; null for none
public record HeadNet(
        Weight w1,
        Weight b1,
        Weight w2,
        Weight b2,
        @Nullable Weight skip,
        Activation activation) {
    /// @throws IllegalArgumentException if the shapes do not belong together
    public HeadNet {
        int h = w2.rows();
        Shapes.requireVector("The inner bias of a head net", b1, w1.rows());
        Shapes.requireVector("The outer bias of a head net", b2, h);
        if (w2.columns() != w1.rows() || (w1.columns() != h && w1.columns() != 2 * h)) {
            throw new IllegalArgumentException("A head net of [%d, %d] after [%d, %d] does not map %d heads"
                    .formatted(h, w2.columns(), w1.rows(), w1.columns(), h));
        }
        if (skip != null && (skip.rows() != h || skip.columns() != h)) {
            throw new IllegalArgumentException("The skip matrix of a head net is [%d, %d] but must be [%d, %d]"
                    .formatted(skip.rows(), skip.columns(), h, h));
        }
    }

    /// Heads that go in and come out.
    public int heads() {
        return w2.rows();
    }

    /// True if the net reads a difference beside the scores; false if the difference is added to what it returns.
    public boolean readsDifference() {
        return w1.columns() == 2 * heads();
    }
}
