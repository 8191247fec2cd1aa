package org.crosslayer.app.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import javafx.scene.layout.Pane;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxToolkit;

/// Pages that nobody has looked at come part by part, and whole when they are turned to.
final class PagesTest {
    private final List<Pane> content = List.of(new Pane(), new Pane(), new Pane());

    @BeforeEach
    void start() throws Exception {
        FxToolkit.registerPrimaryStage();
    }

    @Test
    void aPageComesPartByPartUntilItIsWhole() {
        Card late = late();
        Pages pages = pages(late);
        assertFalse(pages.root().getChildrenUnmodifiable().contains(late));

        assertTrue(pages.prepareNext());
        assertTrue(pages.root().getChildrenUnmodifiable().contains(late));
        assertEquals(List.of(), contentOf(late));
        assertTrue(pages.prepareNext());
        assertEquals(content.subList(0, 1), contentOf(late));
        assertTrue(pages.prepareNext());
        assertTrue(pages.prepareNext());
        assertEquals(content, contentOf(late));
        assertFalse(pages.prepareNext());
    }

    @Test
    void turnedToMeanwhileItIsWholeAtOnce() {
        Card late = late();
        Pages pages = pages(late);
        assertTrue(pages.prepareNext());
        assertTrue(pages.prepareNext());
        pages.turnTo(late);
        assertEquals(content, contentOf(late));
        assertFalse(pages.prepareNext());
    }

    @Test
    void foldedMeanwhileItIsWholeOnceUnfolded() {
        Card late = late();
        Pages pages = pages(late);
        assertTrue(pages.prepareNext());
        pages.folded().set(true);
        for (int part = 0; part <= content.size(); part++) {
            assertTrue(pages.prepareNext());
        }
        assertFalse(pages.prepareNext());
        pages.turnTo(late);
        assertEquals(content, contentOf(late));
    }

    private Card late() {
        return new Card("late", "Late", "Comes later.").with(content.toArray(Pane[]::new));
    }

    private static Pages pages(Card late) {
        return new Pages(List.of(new Card("first", "First", "Is seen."), late));
    }

    private static List<?> contentOf(Card card) {
        return card.getChildren().subList(1, card.getChildren().size());
    }
}
