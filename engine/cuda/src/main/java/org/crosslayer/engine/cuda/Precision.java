package org.crosslayer.engine.cuda;

import org.crosslayer.engine.tensor.DType;

/// How exactly a card multiplies; each is a device of its own name. Sums are formed in float32 in all of them.
enum Precision {
    /// Factors in float32: agrees with the reference within float32 rounding.
    FLOAT32("cuda"),
    /// Factors rounded to 10 bits of mantissa on their way into the product; held as in [#FLOAT32].
    TF32("cuda-tf32"),
    /// Large matrices, and keys and values in the cache, are held as BF16, and what meets them is rounded to it, to 7
    /// bits of mantissa. Everything else, and every other product, as in [#TF32].
    BF16("cuda-bf16");

    /// Matrices of fewer values are held in float32, whatever scalars the file has: small models wait for launches
    /// and not for memory.
    private static final long LARGE = 1 << 19;

    private final String device;

    Precision(String device) {
        this.device = device;
    }

    /// What the device is called: `cuda-bf16`.
    String device() {
        return device;
    }

    /// The type in which the card holds a parameter.
    ///
    /// @param stored in the file
    /// @param rows   1 for a vector
    /// @param size   values
    DType held(DType stored, int rows, long size) {
        if (rows > 1 && stored.isBlock()) {
            return stored;
        }
        if (rows == 1 || size < LARGE) {
            return DType.F32;
        }
        return this == BF16 ? DType.BF16 : stored;
    }
}
