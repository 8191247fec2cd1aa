package org.crosslayer.engine.bench.contest;

/// One of the numbers that a side of a row answers with, and what becomes of it.
///
/// @param note  what is peculiar, appended to what the player calls itself
/// @param name  by which the player calls the number
/// @param unit  what it is turned into
/// @param work  what is done in that time, for rates
/// @param asked what should be reached, in words; empty where nothing was asked for
record Measure(String note, String name, Unit unit, double work, String asked) {
    /// What is printed.
    enum Unit {
        TOKENS("tokens/s"),
        TERMS("terms/s"),
        MILLISECONDS("ms"),
        MEBIBYTES("MiB");

        private static final double NANOS = 1e9;
        private static final double MILLI = 1e6;
        private static final double MIB = 1 << 20;

        private final String words;

        Unit(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }

        /// True where more is better, so that sides can be compared by a ratio.
        boolean isRate() {
            return this == TOKENS || this == TERMS;
        }

        private double of(double work, long number) {
            return switch (this) {
                case TOKENS, TERMS -> work / number * NANOS;
                case MILLISECONDS -> number / MILLI;
                case MEBIBYTES -> number / MIB;
            };
        }
    }

    /// Tokens a second.
    static Measure tokens(String note, String name, double tokens) {
        return new Measure(note, name, Unit.TOKENS, tokens, "");
    }

    /// Terms of a divergence a second.
    static Measure terms(double terms) {
        return new Measure("", "divergence", Unit.TERMS, terms, "");
    }

    /// A time as it is.
    static Measure time(String note, String name) {
        return new Measure(note, name, Unit.MILLISECONDS, 1, "");
    }

    /// The most memory that the process took.
    static Measure peak(String note) {
        return new Measure(note, "peak", Unit.MEBIBYTES, 1, "");
    }

    /// The same with what should be reached.
    Measure asking(String words) {
        return new Measure(note, name, unit, work, words);
    }

    /// A round's number in the unit.
    double value(long number) {
        return unit.of(work, number);
    }
}
