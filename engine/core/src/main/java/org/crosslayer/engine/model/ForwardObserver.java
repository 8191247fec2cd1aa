package org.crosslayer.engine.model;

import org.crosslayer.engine.backend.Tensor;

/// Looks at a forward pass while it runs. Observing never changes a result: logits are the same bits with and without.
///
/// Tensors handed over are valid during the call only and may not be written to; a reducer keeps sums, a store copies.
public interface ForwardObserver {
    /// Looks at nothing.
    ForwardObserver NOBODY = new ForwardObserver() {};

    /// True if [#scores] should be called for this layer; asked once a pass. Costs a copy of the scores.
    default boolean wantsScores(int layer) {
        return false;
    }

    /// True if [#pattern] should be called for this layer.
    default boolean wantsPattern(int layer) {
        return false;
    }

    /// True if [#mean] should be called for this layer: much cheaper than [#pattern], which need not be written for it.
    default boolean wantsMean(int layer) {
        return false;
    }

    /// Scores before softmax as they are used, unmasked, `[nHeads, rows, keys]`; for layers that compute their
    /// own, or correct another's (LiSA); hidden entries may hold anything.
    default void scores(int layer, RowSpan span, Tensor scores) {}

    /// The pattern that the layer uses, its own or shared with heads in place, `[nHeads, rows, keys]`.
    default void pattern(int layer, RowSpan span, Tensor pattern) {}

    /// Where the mean of a layer is to be written, `[1, rows, keys]`: `usual`, or a room of the observer's own, which
    /// it may then read as long as it likes. Asked before every [#mean], which gets the same.
    default Tensor meanRoom(int layer, RowSpan span, Tensor usual) {
        return usual;
    }

    /// The mean over heads of the pattern that the layer uses, `[1, rows, keys]`; where both are wanted it comes
    /// before [#pattern].
    default void mean(int layer, RowSpan span, Tensor mean) {}

    /// The residual stream entering a layer, `[rows, dModel]`; `layer == nLayers` is the output of the final norm.
    default void residual(int layer, RowSpan span, Tensor residual) {}

    /// All layers have seen these rows.
    default void done(RowSpan span) {}
}
