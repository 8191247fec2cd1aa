package org.crosslayer.app.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The screen has the user's numbers.
class NumbersTest {
    private final Locale before = Locale.getDefault(Locale.Category.FORMAT);

    @AfterEach
    void putBack() {
        Locale.setDefault(Locale.Category.FORMAT, before);
    }

    @Test
    void theUsersLocaleWritesThem() {
        Locale.setDefault(Locale.Category.FORMAT, Locale.GERMANY);
        assertEquals("× 1,105 von 10.493", Numbers.format("× %.3f von %,d", 1.105, 10_493));
        Locale.setDefault(Locale.Category.FORMAT, Locale.US);
        assertEquals("× 1.105 of 10,493", Numbers.format("× %.3f of %,d", 1.105, 10_493));
    }
}
