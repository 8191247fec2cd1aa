package org.crosslayer.engine.model;

import java.util.Objects;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.Tensor;
import org.crosslayer.engine.backend.Weight;
import org.jspecify.annotations.Nullable;

/// The parameters of one decoder layer; matrices are `[out, in]`. What an architecture does without is null.
///
/// @param attentionNorm     before attention, `[dModel]`
/// @param query             `[nHeads × dHead, dModel]`
/// @param key               `[nKvHeads × dHead, dModel]`
/// @param value             `[nKvHeads × dHead, dModel]`
/// @param output            `[dModel, nHeads × dHead]`
/// @param queryNorm         `[dHead]` or `[nHeads × dHead]`
/// @param keyNorm           `[dHead]` or `[nKvHeads × dHead]`
/// @param attentionPostNorm of what attention returns, `[dModel]`
/// @param mlpNorm           before the MLP, `[dModel]`
/// @param gate              `[dMlp, dModel]`
/// @param up                `[dMlp, dModel]`
/// @param down              `[dModel, dMlp]`
/// @param mlpPostNorm       of what the MLP returns, `[dModel]`
public record LayerWeights(
        @Nullable Norm attentionNorm,
        Projection query,
        Projection key,
        Projection value,
        Projection output,
        @Nullable Norm queryNorm,
        @Nullable Norm keyNorm,
        @Nullable Norm attentionPostNorm,
        @Nullable Norm mlpNorm,
        @Nullable Projection gate,
        Projection up,
        Projection down,
        @Nullable Norm mlpPostNorm) {
    /// A matrix and, where the architecture has one, its bias `[out]`.
    public record Projection(Weight matrix, @Nullable Weight bias) {
        /// `out [n, out] = x [n, in] · matrixᵀ (+ bias)`.
        public void apply(Backend backend, Tensor x, Tensor out) {
            backend.linear(x, matrix, bias, out);
        }
    }

    /// A norm with its gain and, where the architecture has one, its bias.
    public record Norm(
            NormConfig.Kind kind,
            float eps,
            Weight gain,
            @Nullable Weight bias) {
        /// Norms every row; `out` may be `x`.
        public void apply(Backend backend, Tensor x, Tensor out) {
            switch (kind) {
                case RMS -> backend.rmsNorm(x, gain, eps, out);
                case LAYER -> backend.layerNorm(x, gain, bias, eps, out);
            }
        }

        /// Adds a product to rows and norms what that gives; arguments as of [Backend#linearAdd].
        ///
        /// @param out `[n, w.rows]`, another tensor than the others
        public void applyToSum(Backend backend, Tensor x, Weight w, Tensor sum, Tensor spare, Tensor out) {
            if (kind == NormConfig.Kind.RMS) {
                backend.linearAddNorm(x, w, sum, spare, gain, eps, out);
            } else {
                backend.linearAdd(x, w, sum, spare);
                apply(backend, sum, out);
            }
        }
    }

    /// A part that the architecture is known to have.
    ///
    /// @throws NullPointerException if it has none
    public static <T> T present(@Nullable T part) {
        return Objects.requireNonNull(part, "a part that the configuration calls for");
    }
}
