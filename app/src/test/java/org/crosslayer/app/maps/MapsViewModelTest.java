package org.crosslayer.app.maps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.crosslayer.app.task.DirectTaskRunner;
import org.crosslayer.app.workspace.FakeAnalyst;
import org.crosslayer.app.workspace.Selection;
import org.crosslayer.app.workspace.Workspace;
import org.crosslayer.engine.capture.MapPlace;
import org.crosslayer.engine.similarity.MatchMethod;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.crosslayer.viz.color.ColorMap;
import org.crosslayer.viz.color.ColorScale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MapsViewModelTest {
    private final Workspace workspace = new Workspace();
    private final MapsViewModel viewModel = new MapsViewModel(workspace, new DirectTaskRunner());
    private final FakeAnalyst analyst = new FakeAnalyst("model");

    @BeforeEach
    void open() {
        viewModel.looking().set(true);
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
        assertEquals(1.15f, (float) shown(viewModel.pinned()).at(0, 0), 1e-6f);
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
        viewModel.choose("by number", viewModel.look().get().withMatching(false));
        assertEquals("Layer 2 · head 1", shown(viewModel.pinned()).title());
    }

    @Test
    void theMeanNeedsNoMatch() {
        workspace.selection().choosePair(3, 2);
        workspace.selection().head().set(Selection.MEAN);
        assertEquals("Layer 2 · mean of 4 heads", shown(viewModel.pinned()).title());
    }

    @Test
    void aPinnedHeadStaysUntilItMayGoWithThePrimaryOneAgain() {
        workspace.selection().choosePair(3, 2);
        workspace.selection().head().set(1);
        viewModel.choosePinned(new MapPlace(2, 3));
        assertEquals("Layer 2 · head 3, pinned", shown(viewModel.pinned()).title());
        viewModel.choosePrimary(new MapPlace(3, 2));
        assertEquals("Layer 2 · head 3, pinned", shown(viewModel.pinned()).title());
        viewModel.choosePinned(MapPlace.mean(2));
        assertEquals(
                "Layer 2 · mean of 4 heads, pinned", shown(viewModel.pinned()).title());
        viewModel.pinAccordingly();
        assertEquals("Layer 2 · head 2", shown(viewModel.pinned()).title());
    }

    @Test
    void anyLayerAndHeadMayStandInEitherPlace() {
        workspace.selection().choosePair(3, 2);
        viewModel.choosePrimary(new MapPlace(0, 3));
        viewModel.choosePinned(new MapPlace(5, 1));
        assertEquals("Layer 0 · head 3", shown(viewModel.primary()).title());
        assertEquals("Layer 5 · head 1, pinned", shown(viewModel.pinned()).title());
        assertEquals(5.1, shown(viewModel.pinned()).at(2, 1), 1e-6);
        viewModel.choosePinned(new MapPlace(0, 0));
        assertEquals(0, shown(viewModel.pinned()).place().layer());
        assertEquals(0, shown(viewModel.primary()).place().layer());
    }

    @Test
    void theDifferenceIsPinnedLessPrimaryOnAScaleCentredOnZero() {
        viewModel.comparing().set(true);
        workspace.selection().choosePair(4, 1);
        MapPicture difference = shown(viewModel.difference());
        assertEquals("Layer 1 · mean of 4 heads − Layer 4 · mean of 4 heads", difference.title());
        assertEquals(-3, difference.at(5, 2), 1e-6);
        ColorScale scale = viewModel.look().get().difference(difference.matrix());
        assertEquals(-scale.high(), scale.low());
        assertEquals(ColorMap.DIVERGING, scale.map());
        assertEquals(3, scale.high(), 1e-6);
    }

    @Test
    void nothingIsCapturedWhileNobodyLooks() {
        viewModel.looking().set(false);
        workspace.selection().choosePair(4, 1);
        workspace.selection().head().set(2);
        workspace.passageTokens().set(32);
        assertEquals(0, analyst.captures());
        viewModel.comparing().set(true);
        assertEquals(1, analyst.captures());
        assertEquals("Layer 4 · head 2", shown(viewModel.primary()).title());
        viewModel.comparing().set(false);
        workspace.passageTokens().set(128);
        assertNull(viewModel.primary().get());
        assertEquals(1, analyst.captures());
    }

    @Test
    void ofAShortPassageAllMapsAreCapturedAtOnceAndOfALongOneThoseLookedAt() {
        workspace.selection().choosePair(4, 1);
        workspace.selection().choosePair(3, 2);
        assertEquals(1, analyst.captures());
        assertEquals(
                FakeAnalyst.LAYERS * (FakeAnalyst.HEADS + 1), analyst.captured().size());
        assertEquals(
                Set.of(MapPlace.mean(1)),
                KeptMaps.worthAsking(analyst.subject().config(), 4096, Set.of(MapPlace.mean(1))));
        viewModel.choosePassage(1024);
        workspace.selection().choosePair(4, 1);
        // The first of the two layers asks and then the second does; where there is a queue, the last wins.
        assertEquals(4, analyst.captures());
        assertEquals(1024, shown(viewModel.primary()).tokens());
    }

    @Test
    void whatReachesAFigureIsUndoneAndKeptInAProject() {
        workspace.selection().choosePair(4, 1);
        MapLook grey =
                MapLook.USUAL.with(ColorMap.GREY).with(MapLook.Spread.CLIPPED).withLocked(false);
        viewModel.choose("look otherwise", grey);
        viewModel.choosePassage(32);
        assertEquals(32, shown(viewModel.primary()).tokens());
        Map<String, Object> saved = viewModel.save();
        workspace.history().undo();
        assertEquals(64, shown(viewModel.primary()).tokens());
        workspace.history().undo();
        assertEquals(MapLook.USUAL, viewModel.look().get());
        viewModel.restore(saved);
        assertEquals(grey, viewModel.look().get());
        viewModel.restore(Map.of("colours", "mauve", "sameScale", "perhaps"));
        assertEquals(grey, viewModel.look().get());
    }

    @Test
    void escapeReleasesAndSaysWhetherThereWasAnything() {
        workspace.selection().choosePair(4, 1);
        viewModel.lock(7);
        assertTrue(viewModel.release());
        assertEquals(Selection.NONE, workspace.selection().query().get());
        assertFalse(viewModel.release());
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
