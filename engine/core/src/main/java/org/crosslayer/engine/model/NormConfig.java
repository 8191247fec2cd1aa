package org.crosslayer.engine.model;

/// The norms of an architecture as data.
///
/// @param kind        what they compute
/// @param eps         added to the mean square or the variance, above 0
/// @param place       where they stand around attention and MLP
/// @param ofEmbedding one more, right after the embedding
/// @param atEnd       one more, before the unembedding
public record NormConfig(Kind kind, float eps, Place place, boolean ofEmbedding, boolean atEnd) {
    /// What a norm computes.
    public enum Kind {
        /// Divided by the root mean square, times a gain.
        RMS,
        /// Mean taken off, divided by the standard deviation, times a gain, plus a bias.
        LAYER
    }

    /// Where the norms of a layer stand.
    public enum Place {
        /// `x + f(norm(x))`.
        BEFORE,
        /// `x + norm(f(x))`.
        AFTER,
        /// `x + norm(f(norm(x)))`.
        BOTH;

        /// True if attention and MLP read normed rows.
        public boolean before() {
            return this != AFTER;
        }

        /// True if what attention and MLP return is normed.
        public boolean after() {
            return this != BEFORE;
        }
    }

    /// Llama's: root mean squares, before attention, before the MLP and at the end.
    public static NormConfig rms(float eps) {
        return new NormConfig(Kind.RMS, eps, Place.BEFORE, false, true);
    }
}
