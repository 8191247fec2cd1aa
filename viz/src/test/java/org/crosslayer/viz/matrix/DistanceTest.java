package org.crosslayer.viz.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class DistanceTest {
    @Property
    void ofTwoNumbersTheFartherFromZeroIsGreater(@ForAll float one, @ForAll float other) {
        if (Math.abs(one) > Math.abs(other)) {
            assertTrue(Distance.of(one) > Distance.of(other), one + " and " + other);
        }
        assertEquals(one, Distance.value(Distance.of(one)), 0, "it is the same number again");
    }

    @Test
    void whatIsNoNumberComesBeforeAllOthers() {
        assertTrue(Distance.of(Float.NaN) < Distance.of(0));
        assertTrue(Float.isNaN(Distance.value(Distance.NONE)));
        assertTrue(Distance.NONE < Distance.of(0));
        assertTrue(Distance.of(0) < Distance.of(Float.MIN_VALUE));
        assertTrue(Distance.of(-Float.MAX_VALUE) < Distance.of(Float.POSITIVE_INFINITY));
        assertTrue(Distance.of(Float.MAX_VALUE) < Distance.of(Float.NEGATIVE_INFINITY));
        assertEquals(0, Distance.value(Distance.of(-0f)), 0);
    }
}
