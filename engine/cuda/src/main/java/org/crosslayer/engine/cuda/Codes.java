package org.crosslayer.engine.cuda;

import org.crosslayer.engine.backend.Activation;
import org.crosslayer.engine.backend.PairTerm;
import org.crosslayer.engine.tensor.DType;

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

    /// In weights.cu.
    ///
    /// @throws IllegalArgumentException for a type that cannot be run
    static int of(DType type) {
        return switch (type) {
            case F32 -> 0;
            case F16 -> 1;
            case BF16 -> 2;
            case Q4_0 -> 3;
            case Q4_1 -> 4;
            case Q5_0 -> 5;
            case Q5_1 -> 6;
            case Q8_0 -> 7;
            case Q2_K -> 8;
            case Q3_K -> 9;
            case Q4_K -> 10;
            case Q5_K -> 11;
            case Q6_K -> 12;
            case IQ4_NL -> 13;
            case IQ4_XS -> 14;
            case MXFP4 -> 15;
            default -> throw new IllegalArgumentException(type + " cannot be run");
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
