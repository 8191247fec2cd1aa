package org.crosslayer.engine.backend;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Sums of gradients for the parts of a [HeadNet], each of its part's shape.
///
/// @param w1   `[hidden, inputs]`
/// @param b1   `[1, hidden]`
/// @param w2   `[h, hidden]`
/// @param b2   `[1, h]`
/// @param skip `[h, h]`; null exactly if the net has no skip matrix
public record HeadNetGradient(
        Tensor w1,
        Tensor b1,
        Tensor w2,
        Tensor b2,
        @Nullable Tensor skip) {
    /// Those that there are, in the order `W1`, `b1`, `W2`, `b2`, `M`.
    public List<Tensor> parts() {
        return skip == null ? List.of(w1, b1, w2, b2) : List.of(w1, b1, w2, b2, skip);
    }
}
