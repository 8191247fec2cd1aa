package org.crosslayer.app.control;

import java.util.Locale;

/// Numbers as the user's locale writes them, for the screen. Files and the command line have the neutral form
/// (`Locale.ROOT`); nothing that is shown is ever read back.
public final class Numbers {
    private Numbers() {}

    /// Words with numbers in them, as `String.format` makes them.
    public static String format(String pattern, Object... values) {
        return String.format(Locale.getDefault(Locale.Category.FORMAT), pattern, values);
    }
}
