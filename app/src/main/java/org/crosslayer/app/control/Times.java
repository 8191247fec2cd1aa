package org.crosslayer.app.control;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Times of day as the user's locale writes them, for the screen. Files have instants in their neutral form.
public final class Times {
    /// Making one looks patterns up; a list of thousands of lines asks for each.
    private static final Map<Locale, DateTimeFormatter> OF_DAY = new ConcurrentHashMap<>();

    private Times() {}

    /// Hours, minutes and seconds where the user is.
    public static String ofDay(Instant instant) {
        return OF_DAY.computeIfAbsent(Locale.getDefault(Locale.Category.FORMAT), Times::ofDay)
                .format(instant);
    }

    private static DateTimeFormatter ofDay(Locale locale) {
        return DateTimeFormatter.ofLocalizedTime(FormatStyle.MEDIUM)
                .withLocale(locale)
                .withZone(ZoneId.systemDefault());
    }
}
