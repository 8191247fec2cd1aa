package org.crosslayer.engine.format;

/// One value of GGUF metadata. Arrays stay in the mapped file until somebody asks for their elements.
sealed interface GgufValue {
    GgufType type();

    /// An integer of any width.
    ///
    /// @param value of UINT64 the same bits, so that large ones are negative
    record Whole(GgufType type, long value) implements GgufValue {
        /// Whether it lies in `[least, 2³¹ − 1]`.
        boolean fits(int least) {
            return value >= least && value <= Integer.MAX_VALUE;
        }

        @Override
        public String toString() {
            return type == GgufType.UINT64 ? Long.toUnsignedString(value) : Long.toString(value);
        }
    }

    record Real(GgufType type, double value) implements GgufValue {
        @Override
        public String toString() {
            return type == GgufType.FLOAT32 ? Float.toString((float) value) : Double.toString(value);
        }
    }

    record Flag(boolean value) implements GgufValue {
        @Override
        public GgufType type() {
            return GgufType.BOOL;
        }

        @Override
        public String toString() {
            return Boolean.toString(value);
        }
    }

    record Text(String value) implements GgufValue {
        @Override
        public GgufType type() {
            return GgufType.STRING;
        }

        @Override
        public String toString() {
            return value;
        }
    }

    /// An array that was walked over, not copied.
    ///
    /// @param count elements, all of type `of`
    /// @param at    byte of the file at which the first starts
    record Sequence(GgufType of, long count, long at) implements GgufValue {
        @Override
        public GgufType type() {
            return GgufType.ARRAY;
        }

        @Override
        public String toString() {
            return "%d × %s".formatted(count, of);
        }
    }
}
