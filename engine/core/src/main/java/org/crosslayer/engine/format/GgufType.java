package org.crosslayer.engine.format;

import java.util.List;

/// The types of values in GGUF metadata, in the order of their numbers in the file.
enum GgufType {
    UINT8(1),
    INT8(1),
    UINT16(2),
    INT16(2),
    UINT32(4),
    INT32(4),
    FLOAT32(4),
    BOOL(1),
    STRING(8),
    ARRAY(12),
    UINT64(8),
    INT64(8),
    FLOAT64(8);

    static final List<GgufType> BY_NUMBER = List.of(values());

    private final int leastBytes;

    GgufType(int leastBytes) {
        this.leastBytes = leastBytes;
    }

    /// What the file calls it.
    int number() {
        return BY_NUMBER.indexOf(this);
    }

    /// Bytes of one value, for strings and arrays those of an empty one.
    int leastBytes() {
        return leastBytes;
    }

    boolean isWhole() {
        return switch (this) {
            case UINT8, INT8, UINT16, INT16, UINT32, INT32, UINT64, INT64 -> true;
            default -> false;
        };
    }

    boolean isReal() {
        return this == FLOAT32 || this == FLOAT64;
    }
}
