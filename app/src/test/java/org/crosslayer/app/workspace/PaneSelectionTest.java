package org.crosslayer.app.workspace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PaneSelectionTest {
    private final Selection shared = new Selection();
    private final PaneSelection pane = new PaneSelection(shared);
    private final PaneSelection other = new PaneSelection(shared);

    @BeforeEach
    void choose() {
        shared.choosePair(4, 3);
        shared.head().set(2);
    }

    private static String words(Selection selection) {
        return selection.primary().get() + "." + selection.head().get() + " / "
                + selection.pinned().get() + "." + selection.pinnedHead().get() + " @ "
                + selection.query().get();
    }

    @Test
    void aPaneThatFollowsSeesAndMakesEveryChoice() {
        assertEquals("4.2 / 3.-2 @ -1", words(pane.selection()));
        pane.selection().look(1, 5);
        pane.selection().pinnedHead().set(0);
        pane.selection().query().set(7);
        assertEquals("1.2 / 5.0 @ 7", words(shared));
        assertEquals("1.2 / 5.0 @ 7", words(other.selection()));
    }

    @Test
    void aPaneThatStaysHearsNothingUntilItFollowsAgain() {
        pane.follows().set(false);
        shared.choosePair(2, 1);
        shared.query().set(9);
        assertEquals("4.2 / 3.-2 @ -1", words(pane.selection()));
        pane.follows().set(true);
        assertEquals("2.2 / 1.-2 @ 9", words(pane.selection()));
    }

    @Test
    void whatIsChosenInAPaneThatStaysIsChosenForTheOthers() {
        pane.follows().set(false);
        shared.choosePair(2, 1);
        pane.selection().head().set(0);
        assertEquals("4.0 / 3.-2 @ -1", words(other.selection()));
    }

    @Test
    void anotherModelLeavesNoPaneWhereItWas() {
        pane.follows().set(false);
        shared.clear();
        assertTrue(pane.selection().isEmpty());
        shared.choosePair(1, 0);
        assertEquals("1.-1 / 0.-2 @ -1", words(pane.selection()));
        shared.choosePair(3, 2);
        assertEquals("1.-1 / 0.-2 @ -1", words(pane.selection()));
    }
}
