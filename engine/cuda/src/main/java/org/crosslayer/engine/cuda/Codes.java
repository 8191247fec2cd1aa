package org.crosslayer.engine.cuda;

import org.crosslayer.engine.backend.Activation;
import org.crosslayer.engine.backend.PairTerm;

/// Constants as kernels know them, by the names defined in their sources.
final class Codes {
    private Codes() {}

    /// In common.cuh.
    static int of(Activation activation) {
        return switch (activation) {
            case SILU -> 0;
            case GELU -> 1;
            case GELU_TANH -> 2;
            case RELU -> 3;
        };
    }

    /// In attention.cu.
    static int of(PairTerm term) {
        return switch (term) {
            case JENSEN_SHANNON -> 0;
            case TOTAL_VARIATION -> 1;
            case DOT -> 2;
        };
    }
}
