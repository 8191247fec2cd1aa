package org.crosslayer.engine.tensor;

/// How one element is stored in a file: every type a safetensors file may name.
///
/// The engine computes with [#isFloat()] types only; the others can be listed and, for integers, read.
public enum DType {
    F64(64),
    F32(32),
    F16(16),
    BF16(16),
    I64(64),
    I32(32),
    I16(16),
    I8(8),
    U64(64),
    U32(32),
    U16(16),
    U8(8),
    BOOL(8),
    /// A complex number of two F32.
    C64(64),
    F8_E4M3(8),
    F8_E5M2(8),
    F8_E8M0(8),
    F8_E4M3FNUZ(8),
    F8_E5M2FNUZ(8),
    F6_E2M3(6),
    F6_E3M2(6),
    F4(4);

    private final int bits;

    DType(int bits) {
        this.bits = bits;
    }

    /// Bits of one element.
    public int bits() {
        return bits;
    }

    /// Bytes of one element.
    ///
    /// @throws IllegalArgumentException for types below one byte: use [#bits()]
    public int bytes() {
        if (bits % 8 != 0) {
            throw new IllegalArgumentException(this + " has " + bits + " bits, which are no whole bytes");
        }
        return bits / 8;
    }

    /// Whether weights of this type can be used: F64, F32, F16 or BF16.
    public boolean isFloat() {
        return switch (this) {
            case F64, F32, F16, BF16 -> true;
            default -> false;
        };
    }
}
