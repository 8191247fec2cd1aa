package org.crosslayer.viz.export;

/// Fields of comma-separated values (RFC 4180), in neutral form whatever the user's locale.
public final class Csv {
    private Csv() {}

    /// A field, in quotes where it needs them.
    public static String field(String text) {
        boolean isPlain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return isPlain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    /// A number with a point and all digits needed to read the same double back; empty for NaN.
    public static String number(double value) {
        return Double.isNaN(value) ? "" : Double.toString(value);
    }
}
