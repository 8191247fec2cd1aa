package org.crosslayer.app.maps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.crosslayer.app.task.DirectTaskRunner;
import org.crosslayer.app.workspace.FakeAnalyst;
import org.crosslayer.app.workspace.Selection;
import org.crosslayer.app.workspace.Workspace;
import org.crosslayer.engine.similarity.MatchMethod;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MapsViewModelTest {
    private final Workspace workspace = new Workspace();
    private final MapsViewModel viewModel = new MapsViewModel(workspace, new DirectTaskRunner());
    private final FakeAnalyst analyst = new FakeAnalyst("model");

    @BeforeEach
    void open() {
        workspace.show(analyst.subject());
    }

    private static MapPicture shown(javafx.beans.property.ReadOnlyObjectProperty<?> property) {
        return (MapPicture) assertPresent(property.get());
    }

    private static Object assertPresent(Object value) {
        assertNotNull(value);
        return value;
    }

    @Test
    void nothingIsDrawnBeforeAPairIsChosen() {
        assertNull(viewModel.primary().get());
    }

    @Test
    void bothMapsFollowTheChosenPair() {
        workspace.selection().choosePair(4, 1);
        assertEquals("Layer 4 · mean of 4 heads", shown(viewModel.primary()).title());
        assertEquals("Layer 1 · mean of 4 heads", shown(viewModel.pinned()).title());
        assertEquals(1.15f, shown(viewModel.pinned()).values().at(0, 0), 1e-6f);
    }

    @Test
    void aHeadIsShownBesideTheOneOfTheSameIndexWhileMatchesAreUnknown() {
        workspace.selection().choosePair(3, 2);
        workspace.selection().head().set(1);
        assertEquals("Layer 2 · head 1", shown(viewModel.pinned()).title());
    }

    @Test
    void aHeadIsShownBesideItsBestMatchOnceKnown() {
        workspace.selection().choosePair(3, 2);
        workspace.selection().head().set(1);
        workspace.alignments().set(analyst.align(List.of(), MatchMethod.HUNGARIAN, Progress.NONE, Cancellation.NEVER));
        assertEquals("Layer 2 · head 2, best match", shown(viewModel.pinned()).title());
        viewModel.matching().set(false);
        assertEquals("Layer 2 · head 1", shown(viewModel.pinned()).title());
    }

    @Test
    void theMeanNeedsNoMatch() {
        workspace.selection().choosePair(3, 2);
        workspace.selection().head().set(Selection.MEAN);
        assertEquals("Layer 2 · mean of 4 heads", shown(viewModel.pinned()).title());
    }

    @Test
    void aPinnedHeadIsShownUntilAnotherIsChosenHere() {
        workspace.selection().choosePair(3, 2);
        workspace.selection().head().set(1);
        workspace.selection().pinnedHead().set(3);
        assertEquals("Layer 2 · head 3, pinned", shown(viewModel.pinned()).title());
        viewModel.choose(2);
        assertEquals("Layer 2 · head 2", shown(viewModel.pinned()).title());
    }

    @Test
    void aLockedTokenIsARowAndTheMapsGoToWhereItIs() {
        workspace.selection().choosePair(3, 2);
        viewModel.lock(10);
        assertEquals(10, workspace.selection().query().get());
        assertEquals(10, shown(viewModel.primary()).query());
        workspace.selection().query().set(1000);
        assertEquals(
                "Layer 3 · mean of 4 heads · tokens 953–1016 by themselves",
                shown(viewModel.primary()).title());
        assertEquals(47, shown(viewModel.pinned()).query());
        viewModel.lock(47);
        assertEquals(Selection.NONE, workspace.selection().query().get());
        assertEquals(-1, shown(viewModel.primary()).query());
        workspace.selection().query().set(5);
        assertEquals("Layer 3 · mean of 4 heads", shown(viewModel.primary()).title());
    }
}
