package org.crosslayer.app.task;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// Time left is said once it can be known.
class TimeLeftTest {
    private final AtomicLong clock = new AtomicLong();
    private final TimeLeft left = new TimeLeft(clock::get);

    private String at(double seconds, double fraction) {
        clock.set(Math.round(seconds * 1e9));
        return left.words(fraction);
    }

    @Test
    void nothingIsSaidBeforeItMoves() {
        assertEquals("", at(0, -1));
        assertEquals("", at(1, 0));
        assertEquals("", at(2, 0.01));
    }

    @Test
    void theRestTakesAsLongAsWhatWasDone() {
        at(10, 0.2);
        assertEquals("0:30 left", at(20, 0.4));
        assertEquals("1:05 h left", String.valueOf(new TimeLeftTest().slow()));
    }

    private String slow() {
        at(0, 0);
        return at(65, 1.0 / 61);
    }

    @Test
    void whatBeginsAnewIsEstimatedAnew() {
        at(0, 0);
        at(10, 0.5);
        assertEquals("", at(11, 0.1));
        assertEquals("", at(11.5, 0.2));
        assertEquals("0:35 left", at(21, 0.3));
    }
}
