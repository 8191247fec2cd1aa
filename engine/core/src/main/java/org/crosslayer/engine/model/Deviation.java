package org.crosslayer.engine.model;

/// A change of one layer's attention whose size is known, to see how much the model minds.
///
/// That shallow layers mind even small deviations is what the LiSA paper states; how it made them deviate is not
/// known to us, so both kinds are *our reading*.
public sealed interface Deviation {
    /// How much: ε or σ.
    double size();

    /// A part of every row is taken away and spread evenly over the keys that it may see: `P' = (1 − ε) P + ε U`.
    /// Scores stay as they are.
    ///
    /// @param share ε in [0, 1]; 0 changes nothing, 1 leaves nothing of the pattern
    record UniformMix(double share) implements Deviation {
        @Override
        public double size() {
            return share;
        }

        public UniformMix {
            if (!(share >= 0 && share <= 1)) {
                throw new IllegalArgumentException("a share lies in [0, 1], not " + share);
            }
        }
    }

    /// Normal noise on the scores before the softmax: `P' = softmax(Z + σ g)`.
    ///
    /// Each text, layer, head, query and key has a `g` of its own, looked up in [GaussianNoise]: it does not
    /// depend on how the text is cut into chunks, and two sizes with one seed are the same noise, scaled.
    ///
    /// @param sigma σ ≥ 0, in units of scores; 0 changes nothing
    /// @param seed  chooses the noise
    record ScoreNoise(double sigma, long seed) implements Deviation {
        @Override
        public double size() {
            return sigma;
        }

        public ScoreNoise {
            if (!(sigma >= 0 && sigma < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("noise has a size of at least 0, not " + sigma);
            }
        }
    }
}
