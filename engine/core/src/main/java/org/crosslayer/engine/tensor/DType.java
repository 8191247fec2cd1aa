package org.crosslayer.engine.tensor;

/// How the elements of a tensor are stored in a file.
///
/// Scalars are one element each, every type that a safetensors file may name. Blocks are the quantised types of
/// GGML: a fixed number of neighbouring elements of a row packed together with their scales. What can be run says
/// [#isWeight()]; the others can be listed and, for integers, read.
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
    F4(4),

    Q4_0(32, 18),
    Q4_1(32, 20),
    Q5_0(32, 22),
    Q5_1(32, 24),
    Q8_0(32, 34),
    Q8_1(32, 36),
    Q2_K(256, 84),
    Q3_K(256, 110),
    Q4_K(256, 144),
    Q5_K(256, 176),
    Q6_K(256, 210),
    Q8_K(256, 292),
    IQ1_S(256, 50),
    IQ1_M(256, 56),
    IQ2_XXS(256, 66),
    IQ2_XS(256, 74),
    IQ2_S(256, 82),
    IQ3_XXS(256, 98),
    IQ3_S(256, 110),
    IQ4_NL(32, 18),
    IQ4_XS(256, 136),
    TQ1_0(256, 54),
    TQ2_0(256, 66),
    MXFP4(32, 17),
    NVFP4(64, 36),
    Q1_0(128, 18),
    Q2_0(64, 18);

    private final int blockElements;
    private final int blockBits;

    /// A scalar.
    DType(int bits) {
        blockElements = 1;
        blockBits = bits;
    }

    /// A block.
    DType(int elements, int bytes) {
        blockElements = elements;
        blockBits = bytes * Byte.SIZE;
    }

    /// Bits of one scalar element.
    ///
    /// @throws IllegalArgumentException for blocks: use [#bytesOf(long)]
    public int bits() {
        if (isBlock()) {
            throw new IllegalArgumentException(this + " packs " + blockElements + " elements into one block");
        }
        return blockBits;
    }

    /// Bytes of one scalar element.
    ///
    /// @throws IllegalArgumentException for blocks and types below one byte: use [#bytesOf(long)]
    public int bytes() {
        if (bits() % Byte.SIZE != 0) {
            throw new IllegalArgumentException(this + " has " + blockBits + " bits, which are no whole bytes");
        }
        return blockBits / Byte.SIZE;
    }

    /// Whether elements are packed together with their scales.
    public boolean isBlock() {
        return blockElements > 1;
    }

    /// How many neighbouring elements of a row are stored together; 1 for scalars.
    public int blockElements() {
        return blockElements;
    }

    /// Bytes of so many neighbouring elements.
    ///
    /// @param elements not negative
    /// @throws ArithmeticException      if no file can be so large
    /// @throws IllegalArgumentException if they do not fill whole blocks or whole bytes
    public long bytesOf(long elements) {
        long bits = Math.multiplyExact(elements / blockElements, (long) blockBits);
        if (elements % blockElements != 0 || bits % Byte.SIZE != 0) {
            throw new IllegalArgumentException(
                    elements + " elements of " + this + " do not fill whole " + (isBlock() ? "blocks" : "bytes"));
        }
        return bits / Byte.SIZE;
    }

    /// Whether the elements are floating-point scalars that can be read: F64, F32, F16 or BF16.
    public boolean isFloat() {
        return switch (this) {
            case F64, F32, F16, BF16 -> true;
            default -> false;
        };
    }

    /// Whether a model can be run on parameters of this type, in place.
    public boolean isWeight() {
        return switch (this) {
            case F32, F16, BF16, Q4_0, Q4_1, Q5_0, Q5_1, Q8_0, Q2_K, Q3_K, Q4_K, Q5_K, Q6_K, IQ4_NL, IQ4_XS, MXFP4 ->
                true;
            default -> false;
        };
    }
}
