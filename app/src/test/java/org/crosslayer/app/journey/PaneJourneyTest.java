package org.crosslayer.app.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import javafx.scene.Scene;
import javafx.scene.input.Clipboard;
import javafx.scene.input.DataFormat;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Region;
import org.crosslayer.app.control.Card;
import org.crosslayer.app.control.CardEvent;
import org.crosslayer.app.workspace.FakeAnalyst;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Panes can be taken out, made large, folded and arranged, and stay linked.
class PaneJourneyTest extends WindowTest {
    private static final List<String> PANES = List.of(
            "model",
            "text",
            "notes",
            "overview",
            "heads",
            "scatter",
            "profile",
            "maps",
            "difference",
            "alignment",
            "fit",
            "experiments",
            "tables",
            "losses",
            "blame",
            "generation",
            "plans",
            "history",
            "log",
            "plan",
            "perplexity",
            "speed");

    @TempDir
    Path folder;

    @BeforeEach
    void open() throws TimeoutException, IOException {
        Path text = Files.writeString(folder.resolve("text.txt"), "once upon a time ".repeat(100));
        open((_, _, _) -> new FakeAnalyst("model"), Path.of("model"), text);
        awaitText("a chosen pair", "overview-pair", "Layer 3 and layer 2"::equals);
    }

    private Scene mainScene() {
        return wiring().view().root().getScene();
    }

    private Scene sceneOf(String id) {
        return node(id).getScene();
    }

    @Test
    void aDetachedPaneIsTheSameNodeInAWindowOfItsOwnAndFollowsStill() {
        Card maps = card("maps-card");
        interact(() -> maps.ask(CardEvent.DETACH));
        await("a window of its own", () -> sceneOf("maps-card") != mainScene());
        assertTrue(maps.shown().get());
        interact(() -> wiring().workspace().selection().choosePair(5, 1));
        awaitText("it follows", "map-primary-title", title -> title.startsWith("Layer 5"));
        interact(() -> maps.getScene().getWindow().hide());
        await("it is back", () -> maps.getScene() == mainScene());
    }

    @Test
    void everyPaneIsDetachedCopiedMaximisedAndBroughtBack() {
        // One window for all: opening it takes longer than what is tried.
        for (String name : PANES) {
            tryOut(name);
        }
    }

    private void tryOut(String name) {
        Card pane = card(name + "-card");
        interact(() -> pane.ask(CardEvent.DETACH));
        await(
                "a window of its own",
                () -> pane.getScene() != mainScene() && pane.shown().get());
        interact(() -> {
            Clipboard.getSystemClipboard().clear();
            pane.ask(CardEvent.COPY);
        });
        assertTrue(onClipboard(DataFormat.IMAGE), name + ": its picture is copied");
        interact(() -> pane.ask(CardEvent.DETACH));
        await(name + " is back", () -> pane.getScene() == mainScene());
        interact(() -> pane.ask(CardEvent.MAXIMISE));
        await(name + " fills the body", () -> pane.getParent() == node("body"));
        interact(() -> pane.ask(CardEvent.MAXIMISE));
        await(name + " is in its place", () -> pane.getScene() == mainScene() && pane.getParent() != node("body"));
        assertNotNull(pane.export(), name + " can be exported");
        await(name + " offers it", () -> isShowing(name + "-card-export") || isShowing(name + "-card-actions"));
    }

    private boolean onClipboard(DataFormat format) {
        AtomicBoolean has = new AtomicBoolean();
        interact(() -> has.set(Clipboard.getSystemClipboard().hasContent(format)));
        return has.get();
    }

    @Test
    void aMaximisedPaneFillsTheWindowUntilItIsPutBack() {
        Card overview = card("overview-card");
        double before = overview.getHeight();
        focus("overview-heatmap");
        press(KeyCode.F11);
        await("it is large", () -> overview.getHeight() > before + 100);
        press(KeyCode.F11);
        await("it is back", () -> isShowing("plan-card") && overview.getHeight() < before + 50);
    }

    @Test
    void foldedDetailsLeaveTheRoomToTheRest() {
        Card log = card("log-card");
        boolean wasFolded = log.folded().get();
        run("fold-details");
        await("the other way", () -> log.folded().get() != wasFolded);
        assertEquals(wasFolded, log.shown().get());
        run("show-log-card");
        await("unfolded by turning to it", () -> log.shown().get());
    }

    @Test
    void aPaneThatWasWideBecomesAsNarrowAsItsZone() {
        run("show-blame-card");
        run("layout-share");
        await("there is room for its buttons", () -> isShowing("blame-card-export"));
        run("layout-explore");
        await("the plan is beside", () -> isShowing("project"));
        await(
                "no pane reaches under the plan",
                () -> right("blame-card") + " of " + left("plan-card"),
                () -> right("blame-card") <= left("plan-card") && right("maps-card") <= left("plan-card"));
        await(
                "its last button is not cut",
                () -> !isShowing("blame-card-maximise") || right("blame-card-maximise") <= right("blame-card"));
    }

    private double left(String id) {
        return node(id).localToScene(node(id).getLayoutBounds()).getMinX();
    }

    private double right(String id) {
        return node(id).localToScene(node(id).getLayoutBounds()).getMaxX();
    }

    @Test
    void threeLayoutsShowWhatTheySay() {
        Scene scene = mainScene();
        run("layout-share");
        await("no project", () -> isShowing("plan-card") && !isShowing("project"));
        assertTrue(isShowing("maps-card"));
        run("layout-figure");
        await("evidence alone", () -> !isShowing("plan-card") && isShowing("maps-card"));
        // It stays where it is, so that nothing is styled anew, and computes nothing there.
        assertEquals(scene, sceneOf("plan-card"));
        assertFalse(card("plan-card").shown().get());
        run("layout-explore");
        await("all of it", () -> isShowing("plan-card") && isShowing("project"));
        assertTrue(card("plan-card").shown().get());
    }

    @Test
    void aMaximisedPaneHidesTheOthersWhereTheyAre() {
        Scene scene = mainScene();
        Card maps = card("maps-card");
        interact(() -> maps.ask(CardEvent.MAXIMISE));
        await("it is alone", () -> isShowing("maps-card") && !isShowing("plan-card"));
        assertEquals(scene, sceneOf("plan-card"));
        assertFalse(card("plan-card").shown().get());
        interact(() -> maps.ask(CardEvent.MAXIMISE));
        await("all are back", () -> isShowing("maps-card") && isShowing("plan-card"));
    }

    @Test
    void zonesAreMadeWiderByTheirDividersAndALayoutPutsThemBack() {
        Region project = (Region) node("project");
        Region plan = (Region) node("plan-card");
        double subject = project.getWidth();
        double action = plan.getWidth();
        drag("zones-divider-1", 60);
        await(
                "the left zone is wider",
                () -> subject + " to " + project.getWidth(),
                () -> project.getWidth() == subject + 60);
        assertEquals(action, plan.getWidth());
        drag("zones-divider-2", 40);
        await(
                "so narrow that nothing is cut",
                () -> action + " to " + plan.getWidth(),
                () -> plan.getWidth() == action);
        drag("zones-divider-2", -40);
        await("the right zone is wider", () -> action + " to " + plan.getWidth(), () -> plan.getWidth() == action + 40);
        drag("zones-divider-1", 900);
        await(
                "no zone leaves the window",
                () -> project.getWidth() > subject
                        && right("plan-card") <= mainScene().getWidth());
        assertEquals(action + 40, plan.getWidth());
        run("layout-figure");
        run("layout-explore");
        await("as at first", () -> project.getWidth() == subject && plan.getWidth() == action);
    }
}
