package org.crosslayer.engine.backend;

import org.jspecify.annotations.Nullable;

/// What fitting must compute beside the operations of [Backend]: how a loss changes with their inputs.
///
/// `dX` is the gradient of the loss with respect to `X` and has its shape. A window is fitted as a whole, so
/// slabs are square, `[h, n, n]`, row `i` sees keys `0 … i`, and what lies to the right of them is never read and
/// is written as exactly 0. Letters, shape errors and threads are as in [Backend]; sums are formed in a fixed
/// order, so that equal inputs give equal bits.
///
/// Three gradients need nothing new: through [Backend#rope] one goes by turning back, that is with `−sin`; to the
/// pattern of [Backend#mix] by [Backend#scores] of `dOut` and `v`; to its values by [#keys] of the pattern and
/// `dOut`.
public interface Gradients {
    /// To the input of [Backend#linear]: `dx [n, w.columns] = dy [n, w.rows] · w`.
    void linearInput(Tensor dy, Weight w, Tensor dx);

    /// To the matrix of [Backend#linear]: `dw [rows, columns] += dyᵀ x`.
    ///
    /// @param dy `[n, rows]`
    /// @param x  `[n, columns]`
    void linearWeight(Tensor dy, Tensor x, Tensor dw);

    /// To the input of [Backend#rmsNorm]; `dx` may be `dy`.
    ///
    /// @param x the norm's input
    void rmsNorm(Tensor dy, Tensor x, Weight gain, float eps, Tensor dx);

    /// To the scores of [Backend#softmax]: `dScores = P (dP − Σ P dP)` row by row; may be `dPattern`.
    void softmax(Tensor pattern, Tensor dPattern, Tensor dScores);

    /// To the queries of [Backend#scores]: `dq [n, h × d] = scale · dScores[a] · k`, head by head.
    ///
    /// @param dScores exactly 0 where the causal mask hides, as every gradient here leaves it
    /// @param k `[n, g × d]`
    void queries(Tensor dScores, Tensor k, int h, int g, float scale, Tensor dq);

    /// To the keys of [Backend#scores]: `dk [n, g × d] = scale · Σ dScores[a]ᵀ · q`, over the heads that share a key.
    ///
    /// @param dScores exactly 0 where the causal mask hides, as patterns and every gradient here are
    /// @param q `[n, h × d]`
    void keys(Tensor dScores, Tensor q, int h, int g, float scale, Tensor dk);

    /// To both inputs of [Backend#gate]; `dGate` may be `gate` and `dUp` may be `up`.
    void gate(Activation activation, Tensor gate, Tensor up, Tensor dOut, Tensor dGate, Tensor dUp);

    /// To the parts and the inputs of [Backend#alignHeads] without a head map.
    ///
    /// @param difference  as given forwards; read only if the net reads it
    /// @param sums        the gradients of the parts are added here
    /// @param dZ          filled; null if nobody asks for it
    /// @param dDifference filled, where the net reads the difference; otherwise it is `dOut` itself, so pass null
    void alignHeads(
            HeadNet net,
            Tensor z,
            @Nullable Tensor difference,
            Tensor dOut,
            HeadNetGradient sums,
            @Nullable Tensor dZ,
            @Nullable Tensor dDifference);

    /// `Σ KL(teacher ‖ softmax(scores))` over heads and causal rows, in nats, where a row sees the last `window` keys
    /// up to its own position, as in [Backend#softmax(Tensor, int, int, Tensor)].
    ///
    /// @param teacher patterns `[h, n, n]`; nothing outside of the window is read
    /// @param window  at least 1; [Backend#ALL_KEYS] for no limit
    /// @param dScores filled with `weight · (softmax(scores) − teacher)`; may be `scores`
    double patternDivergence(Tensor teacher, Tensor scores, int window, float weight, Tensor dScores);

    /// As [#patternDivergence(Tensor, Tensor, int, float, Tensor)] without a limit.
    default double patternDivergence(Tensor teacher, Tensor scores, float weight, Tensor dScores) {
        return patternDivergence(teacher, scores, Backend.ALL_KEYS, weight, dScores);
    }

    /// `Σ KL(softmax(teacher) ‖ softmax(student))` over rows, in nats.
    ///
    /// @param teacher logits `[n, nVocab]`
    /// @param student logits of the same shape
    /// @param dStudent filled with `weight · (softmax(student) − softmax(teacher))`; may be `student`
    double logitDivergence(Tensor teacher, Tensor student, float weight, Tensor dStudent);

    /// Adds up what the best linear alignment of scores is made of.
    ///
    /// To second order `KL(P ‖ softmax(t + δ)) = ½ Var_P(δ)` for the row's own scores `t`, so for every head the
    /// covariances under its own pattern are summed over causal rows; a row's mean falls out, as softmax ignores
    /// it.
    ///
    /// @param pattern `[h, n, n]`, the target's own
    /// @param target  `[h, n, n]` scores to be met
    /// @param source  `[h, n, n]` scores to make them of
    /// @param sums    `[h][h + 1][h]`: for each target head `a` the covariances of all source heads with each
    ///     other, and in
    ///     the last row those of all source heads with the target's head `a`
    void scoreCovariances(Tensor pattern, Tensor target, Tensor source, double[] sums);
}
