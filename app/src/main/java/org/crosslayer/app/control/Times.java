package org.crosslayer.app.control;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;

/// Times of day as the user's locale writes them, for the screen. Files have instants in their neutral form.
public final class Times {
    private Times() {}

    /// Hours, minutes and seconds where the user is.
    public static String ofDay(Instant instant) {
        return DateTimeFormatter.ofLocalizedTime(FormatStyle.MEDIUM)
                .withLocale(Locale.getDefault(Locale.Category.FORMAT))
                .withZone(ZoneId.systemDefault())
                .format(instant);
    }
}
