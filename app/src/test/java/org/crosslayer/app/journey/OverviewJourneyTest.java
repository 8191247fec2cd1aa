package org.crosslayer.app.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.PickResult;
import org.crosslayer.app.figure.HeadMeasure;
import org.crosslayer.app.workspace.FakeAnalyst;
import org.crosslayer.app.workspace.Selection;
import org.crosslayer.engine.similarity.HeadMode;
import org.crosslayer.engine.similarity.Metric;
import org.crosslayer.engine.similarity.SinkHandling;
import org.crosslayer.viz.chart.ChartView;
import org.crosslayer.viz.matrix.Cell;
import org.crosslayer.viz.matrix.HeatmapView;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// All layers and heads at once, on the overview's pages.
class OverviewJourneyTest extends WindowTest {
    private final FakeAnalyst analyst = new FakeAnalyst("model");

    @BeforeEach
    void openModel() throws TimeoutException {
        open((_, _, _) -> analyst, Path.of("model"), Path.of("pom.xml"));
        awaitText("a chosen pair", "overview-pair", "Layer 3 and layer 2"::equals);
    }

    private Selection selection() {
        return wiring().workspace().selection();
    }

    @Test
    void theProfileIsTurnedToAndWalkedByKeyboardAndAsksWhy() {
        assertEquals(0, analyst.asked("influence"));
        run("show-scatter-card");
        focus("page-scatter-card");
        press(KeyCode.RIGHT);
        awaitText("what is known of the layer", "profile-chosen", words -> words.contains("block influence 0.3000"));
        focus("profile-influence");
        press(KeyCode.RIGHT);
        press(KeyCode.ENTER);
        await("the next layer is chosen", () -> selection().primary().get() == 4);
        awaitText("its numbers", "profile-chosen", words -> words.startsWith("Layer 4"));
        keepPicture("overview-profile", "profile-card");
        run("maximise-pane");
        click("profile-why");
        run("maximise-pane");
        await("the layer is asked about", () -> wiring().workspace().suspect().get() == 4);
        awaitPlace("blame-card");
    }

    @Test
    void headsOfTwoLayersAreZoomedToAndChosenAndLeft() {
        assertEquals(0, analyst.asked("headSimilarity"));
        focus("overview-heatmap");
        press(KeyCode.DOWN);
        press(KeyCode.CONTROL, KeyCode.ENTER);
        awaitText("the block of the chosen layers", "heads-block", "Heads of layer 3 and layer 2"::equals);
        await("its cells", () -> heatmap("heads-heatmap").matrixProperty().get() != null);
        focus("heads-heatmap");
        run("maximise-pane");
        clickCell("heads-heatmap", new Cell(14, 9));
        await(
                "the heads are looked at",
                () -> selection().head().get() == 2 && selection().pinnedHead().get() == 1);
        run("maximise-pane");
        awaitText("the maps follow", "map-primary-title", words -> words.contains("Layer 3 · head 2"));
        focus("heads-heatmap");
        press(KeyCode.ESCAPE);
        awaitText("all heads", "heads-block", "All heads"::equals);
        press(KeyCode.UP);
        press(KeyCode.UP);
        press(KeyCode.ENTER);
        await("another head by keyboard", () -> selection().head().get() < 2);
        keepPicture("overview-heads", "heads-card");
    }

    @Test
    void altPinsWithoutMovingWhatIsLookedAt() {
        focus("overview-heatmap");
        press(KeyCode.UP);
        press(KeyCode.UP);
        press(KeyCode.UP);
        altEnter("overview-heatmap");
        await("another layer is pinned", () -> selection().pinned().get() < 2);
        assertEquals(3, selection().primary().get());
        awaitText("the maps follow", "map-primary-title", words -> words.startsWith("Layer 3"));
        run("show-heads-card");
        await("its cells", () -> heatmap("heads-heatmap").matrixProperty().get() != null);
        focus("heads-heatmap");
        press(KeyCode.HOME);
        press(KeyCode.PAGE_UP);
        altEnter("heads-heatmap");
        await("a head is pinned", () -> selection().pinnedHead().get() >= 0);
        assertEquals(3, selection().primary().get());
        awaitText("it says so", "map-pinned-title", words -> words.endsWith(", pinned"));
    }

    @Test
    void altPinsAHeadOfTheScatter() {
        run("show-scatter-card");
        await("points", () -> chart("scatter-chart").dataProperty().get() != null);
        focus("scatter-chart");
        press(KeyCode.HOME);
        press(KeyCode.ENTER);
        await("a head is chosen", () -> selection().head().get() >= 0);
        int layer = selection().primary().get();
        int head = selection().head().get();
        press(KeyCode.END);
        awaitText("the last head", "scatter-reading", words -> words.startsWith("L5H3"));
        altEnter("scatter-chart");
        await(
                "it is pinned",
                () -> selection().pinned().get() == 5
                        && selection().pinnedHead().get() == 3);
        assertEquals(layer, selection().primary().get());
        assertEquals(head, selection().head().get());
        assertEquals(
                chart("scatter-chart").hoveredProperty().get(),
                chart("scatter-chart").pinnedProperty().get());
        awaitText(
                "the maps follow",
                "map-pinned-title",
                words -> words.startsWith("Layer 5 · head 3") && words.endsWith(", pinned"));
        keepPicture("overview-scatter-pinned", "scatter-card");
    }

    @Test
    void altThatPinsByMouseDoesNotOpenTheMenu() {
        HeatmapView heatmap = heatmap("overview-heatmap");
        focus("overview-heatmap");
        AtomicInteger heard = new AtomicInteger();
        interact(() -> {
            heatmap.getScene().addEventHandler(KeyEvent.KEY_RELEASED, _ -> heard.incrementAndGet());
            heatmap.fireEvent(altPress());
            heatmap.fireEvent(altReleased());
        });
        assertEquals(0, heard.get(), "held for a click");
        interact(() -> heatmap.fireEvent(altReleased()));
        assertEquals(1, heard.get(), "pressed for the menu");
    }

    private static KeyEvent altReleased() {
        return new KeyEvent(KeyEvent.KEY_RELEASED, "", "", KeyCode.ALT, false, false, false, false);
    }

    private static MouseEvent altPress() {
        return new MouseEvent(
                MouseEvent.MOUSE_PRESSED,
                1,
                1,
                1,
                1,
                MouseButton.PRIMARY,
                1,
                false,
                false,
                true,
                false,
                true,
                false,
                false,
                false,
                false,
                true,
                new PickResult(null, 1, 1));
    }

    /// The headless platform's robot holds no Alt.
    private void altEnter(String id) {
        interact(() -> node(id).fireEvent(
                        new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.ENTER, false, false, true, false)));
    }

    @Test
    void aPointOfTheScatterIsLookedAtEverywhere() {
        run("show-scatter-card");
        await("points", () -> chart("scatter-chart").dataProperty().get() != null);
        focus("scatter-chart");
        press(KeyCode.END);
        awaitText("the last head", "scatter-reading", words -> words.startsWith("L5H3"));
        press(KeyCode.ENTER);
        await(
                "it is looked at",
                () -> selection().primary().get() == 5 && selection().head().get() == 3);
        awaitText("the maps follow", "map-primary-title", words -> words.contains("Layer 5 · head 3"));
        ChoiceBox<HeadMeasure> along = choice("scatter-x");
        interact(() -> along.setValue(HeadMeasure.INDUCTION));
        run("undo");
        assertEquals(HeadMeasure.ENTROPY, along.getValue());
        keepPicture("overview-scatter", "scatter-card");
    }

    @Test
    void aPageThatStaysKeepsItsHeadAndTheOthersGoOn() {
        for (String page : List.of("heads", "scatter", "profile")) {
            run("show-" + page + "-card");
            interact(() -> ((ToggleButton) node(page + "-card-follow")).setSelected(false));
        }
        interact(() -> {
            selection().choosePair(5, 4);
            selection().head().set(1);
        });
        awaitText("the maps go on", "map-primary-title", words -> words.startsWith("Layer 5 · head 1"));
        awaitText("the profile stays", "profile-chosen", words -> words.startsWith("Layer 3"));
        interact(() -> ((ToggleButton) node("profile-card-follow")).setSelected(true));
        awaitText("it catches up", "profile-chosen", words -> words.startsWith("Layer 5"));
    }

    private ChartView chart(String id) {
        return (ChartView) node(id);
    }

    @Test
    void layersAreMeasuredAloneFromTheProfile() {
        run("show-profile-card");
        focus("profile-costs");
        run("maximise-pane");
        keepPicture("overview-profile-invitation", "profile-card");
        click("profile-invitation");
        awaitText("all of them", "profile-caption", words -> words.contains("5 of 5 layers alone"));
        assertFalse(isShowing("profile-invitation"));
    }

    @Test
    void whatIsChosenOnceIsObeyedAndSaidEverywhere() {
        run("show-tables-card");
        ChoiceBox<Metric> metric = choice("metric");
        ChoiceBox<SinkHandling> sink = choice("sink");
        interact(() -> metric.setValue(Metric.COSINE));
        interact(() -> sink.setValue(SinkHandling.DROP_KEY));
        awaitText("the overview's caption", "overview-caption", OverviewJourneyTest::isNew);
        awaitText("the tables' caption", "tables-caption", words -> words.contains("first key dropped"));
        run("show-profile-card");
        awaitText("the profile's caption", "profile-caption", OverviewJourneyTest::isNew);
        ChoiceBox<HeadMode> heads = choice("head-mode");
        interact(() -> heads.setValue(HeadMode.SAME_INDEX));
        awaitText("the head mode in the caption", "profile-caption", words -> words.contains("same index"));
        awaitText("and the text", "profile-caption", words -> words.contains("“pom.xml” · 3 windows of"));
        run("show-heads-card");
        awaitText(
                "the heads' caption",
                "heads-caption",
                words -> words.startsWith("cosine similarity")
                        && words.contains("first key dropped")
                        && words.contains("“pom.xml”"));
        run("show-scatter-card");
        awaitText(
                "the scatter's caption",
                "scatter-caption",
                words -> words.contains("first key dropped") && words.contains("“pom.xml”"));
        run("show-profile-card");
        awaitText(
                "in the overview's too",
                "overview-caption",
                words -> words.contains("same index") && words.contains("“pom.xml”"));
        run("undo");
        run("undo");
        run("undo");
        assertEquals(Metric.JSD, metric.getValue());
        assertEquals(SinkHandling.KEEP, sink.getValue());
        awaitText("the profile's caption again", "profile-caption", words -> words.contains("first key kept"));
        awaitText("the tables' caption again", "tables-caption", words -> words.contains("first key kept"));
        assertTrue(text("profile-caption").startsWith("Jensen–Shannon divergence"));
    }

    private static boolean isNew(String words) {
        return words.startsWith("cosine similarity, heads averaged first, first key dropped");
    }

    @SuppressWarnings("unchecked") // by its id
    private <T> ChoiceBox<T> choice(String id) {
        return (ChoiceBox<T>) node(id);
    }
}
