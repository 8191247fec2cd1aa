package org.crosslayer.app.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import javafx.geometry.BoundingBox;
import javafx.geometry.Rectangle2D;
import org.junit.jupiter.api.Test;

/// Windows come back where they were, and never where nobody sees them.
class WindowPlacesTest {
    private static final Rectangle2D MAIN = new Rectangle2D(0, 25, 1920, 1055);
    private static final Rectangle2D LEFT_OF_IT = new Rectangle2D(-1280, 0, 1280, 1024);

    @Test
    void aPlaceOnAnyScreenStays() {
        Rectangle2D there = new Rectangle2D(-1200, 40, 900, 700);
        assertEquals(there, WindowPlaces.onScreen(there, List.of(MAIN, LEFT_OF_IT)));
    }

    @Test
    void aPlaceOnAScreenThatIsGoneBecomesTheMiddleOfTheMainOne() {
        Rectangle2D there = new Rectangle2D(-1200, 40, 900, 700);
        assertEquals(new Rectangle2D(510, 202.5, 900, 700), WindowPlaces.onScreen(there, List.of(MAIN)));
    }

    @Test
    void aTitleBarAboveTheScreenOrOutsideOfItCannotBeTakenHoldOf() {
        Rectangle2D above = new Rectangle2D(100, -200, 900, 700);
        Rectangle2D aside = new Rectangle2D(1880, 100, 900, 700);
        assertEquals(510, WindowPlaces.onScreen(above, List.of(MAIN)).getMinX());
        assertEquals(510, WindowPlaces.onScreen(aside, List.of(MAIN)).getMinX());
    }

    @Test
    void aWindowLargerThanTheScreenIsCutToIt() {
        Rectangle2D large = new Rectangle2D(0, 25, 3840, 2100);
        assertEquals(MAIN, WindowPlaces.onScreen(large, List.of(MAIN)));
    }

    @Test
    void aDetachedPaneOpensWholeOnTheScreenThatItComesFrom() {
        Rectangle2D place =
                WindowPlaces.beside(new BoundingBox(-200, 900, 300, 200), 760, 560, List.of(MAIN, LEFT_OF_IT));
        assertEquals(new Rectangle2D(-760, 464, 760, 560), place);
    }
}
