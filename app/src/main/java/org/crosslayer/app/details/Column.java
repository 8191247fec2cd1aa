package org.crosslayer.app.details;

import java.text.NumberFormat;
import java.util.Locale;
import java.util.Set;

/// A column of a [NumberTable].
///
/// @param id      one word without spaces, as conditions and files name it
/// @param title   as the heading shows it
/// @param unit    such as `nats`; empty where there is none
/// @param meaning the title explained
/// @param form    how its numbers read
record Column(String id, String title, String unit, String meaning, Form form) {
    /// Of the heads and layers that a line is about.
    private static final Set<String> NAMES = Set.of("layer", "head", "source");

    /// How a number reads.
    enum Form {
        /// Counts and indices.
        WHOLE,
        /// Four digits after the point.
        NUMBER,
        /// `[0, 1]`, shown in per cent.
        SHARE,
        /// A head of a layer, packed by [HeadCode].
        HEAD
    }

    /// Title and unit.
    ///
    /// @param between what stands between them, where there is a unit
    String heading(String between) {
        return unit.isEmpty() ? title : title + between + unit;
    }

    /// Whether lines can be told apart without it.
    boolean canBeHidden() {
        return !NAMES.contains(id);
    }

    /// The number as the user reads it; empty for NaN.
    String text(double value) {
        if (Double.isNaN(value)) {
            return "";
        }
        return switch (form) {
            case WHOLE -> String.valueOf(Math.round(value));
            case HEAD -> HeadCode.text(value);
            case NUMBER -> digits(4).format(value);
            case SHARE -> digits(1).format(100 * value) + " %";
        };
    }

    /// The number as files hold it: a point, and all digits it takes to read the same number back.
    String neutral(double value) {
        if (Double.isNaN(value)) {
            return "";
        }
        return switch (form) {
            case WHOLE -> String.valueOf(Math.round(value));
            case HEAD -> HeadCode.text(value);
            case NUMBER, SHARE -> Double.toString(value);
        };
    }

    private static NumberFormat digits(int count) {
        NumberFormat format = NumberFormat.getNumberInstance(Locale.getDefault(Locale.Category.FORMAT));
        format.setMinimumFractionDigits(count);
        format.setMaximumFractionDigits(count);
        return format;
    }
}
