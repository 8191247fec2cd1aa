package org.crosslayer.viz.paper;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.crosslayer.viz.color.Ticks;

/// A length on paper, with the unit that its author thinks in.
///
/// @param value how many of them; above 0
/// @param unit  of what
public record Length(double value, Unit unit) {
    private static final Pattern WRITTEN = Pattern.compile("\\s*([0-9]+(?:\\.[0-9]+)?)\\s*(mm|in|pt)\\s*");

    /// Longest side of a sheet, 5 m: beyond that a PDF reader refuses the page.
    private static final double LONGEST_PT = 14_400;

    /// What papers are measured in.
    public enum Unit {
        /// Millimetres.
        MM(72 / 25.4),
        /// Inches.
        IN(72),
        /// Points of 1/72 inch.
        PT(1);

        private final double points;

        Unit(double points) {
            this.points = points;
        }
    }

    public Length {
        if (!(value > 0) || value * unit.points > LONGEST_PT) {
            throw new IllegalArgumentException("a length must be above 0 and at most " + (int) LONGEST_PT + " pt, got "
                    + value + " " + word(unit));
        }
    }

    /// So many millimetres.
    public static Length mm(double value) {
        return new Length(value, Unit.MM);
    }

    /// So many inches.
    public static Length inches(double value) {
        return new Length(value, Unit.IN);
    }

    /// Reads what [#toString] writes: `89 mm`, `3.25 in`, `240 pt`.
    ///
    /// @throws IllegalArgumentException if it is no length; the message is a sentence
    public static Length parse(String text) {
        Matcher written = WRITTEN.matcher(text);
        if (!written.matches()) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no length: write it such as 89 mm, 3.25 in or 240 pt.");
        }
        return new Length(
                Double.parseDouble(written.group(1)),
                Unit.valueOf(written.group(2).toUpperCase(Locale.ROOT)));
    }

    /// In points of 1/72 inch.
    public double points() {
        return value * unit.points;
    }

    @Override
    public String toString() {
        return Ticks.text(value, 6) + " " + word(unit);
    }

    private static String word(Unit unit) {
        return unit.name().toLowerCase(Locale.ROOT);
    }
}
