package org.crosslayer.app.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeoutException;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import org.crosslayer.app.workspace.FakeAnalyst;
import org.crosslayer.app.workspace.Selection;
import org.crosslayer.viz.color.ColorMap;
import org.crosslayer.viz.color.ColorScale;
import org.crosslayer.viz.matrix.Cell;
import org.crosslayer.viz.matrix.GridWindow;
import org.crosslayer.viz.matrix.MatrixSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two maps side by side, their difference, colours, and panes that stay.
class MapsJourneyTest extends WindowTest {
    private final FakeAnalyst analyst = new FakeAnalyst("model");

    @TempDir
    Path folder;

    @BeforeEach
    void open() throws TimeoutException, IOException {
        Path text = Files.writeString(folder.resolve("text.txt"), "once upon a time ".repeat(100));
        open((_, _, _) -> analyst, Path.of("model"), text);
        awaitText("a baseline", "perplexity-status", "3 of 3 windows"::equals);
        awaitText("maps", "map-pinned-title", "Layer 2 · mean of 4 heads"::equals);
    }

    private Selection selection() {
        return wiring().workspace().selection();
    }

    private void turnTo(String page) {
        interact(() -> ((ToggleButton) node(page)).fire());
    }

    private ColorScale scale(String id) {
        ColorScale scale = heatmap(id).scaleProperty().get();
        if (scale == null) {
            throw new AssertionError(id + " has no scale");
        }
        return scale;
    }

    private void choose(String menu, String item) {
        interact(() -> {
            MenuButton button = (MenuButton) node(menu);
            button.getOnShowing().handle(null);
            button.getItems().stream()
                    .filter(each -> item.equals(each.getId()))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no " + item))
                    .fire();
        });
    }

    @Test
    void aClickLocksTheRowsTokenInBothMapsAndEscapeReleasesIt() {
        clickCell("map-primary", new Cell(40, 12));
        await("the token is locked", () -> selection().query().get() == 40);
        await("in both maps", () -> chosenRow("map-pinned") == 40);
        focus("map-pinned");
        press(KeyCode.ESCAPE);
        await("it is released", () -> selection().query().get() == Selection.NONE);
        await("in both", () -> heatmap("map-primary").selectedProperty().get() == null);
    }

    @Test
    void aClickOnTheLabelOfATokenLocksIt() {
        clickRowLabel("map-pinned", 20);
        await("the token is locked", () -> selection().query().get() == 20);
        await("in both maps", () -> chosenRow("map-primary") == 20);
        clickRowLabel("map-pinned", 20);
        await("the same again releases it", () -> selection().query().get() == Selection.NONE);
    }

    @Test
    void whatIsClippedIsSaidAboveTheMaps() {
        awaitText("logarithmic at first", "map-primary-reading", words -> words.endsWith("attention, log"));
        choose("maps-view", "map-scale-clipped");
        awaitText("clipped", "map-primary-reading", words -> words.endsWith("clipped 1–99 %"));
        choose("maps-view", "map-scale-linear");
        awaitText("all of it", "map-primary-reading", words -> words.endsWith("attention"));
    }

    @Test
    void theKeyboardReadsZoomsAndMovesBothMaps() {
        focus("map-primary");
        press(KeyCode.PAGE_UP);
        press(KeyCode.HOME);
        awaitText("the first cell", "map-primary-reading", words -> words.startsWith("query 0 “o”, key 0 “o”"));
        assertEquals(Selection.NONE, selection().query().get(), "reading chooses nothing");
        press(KeyCode.PLUS);
        press(KeyCode.PLUS);
        GridWindow near = heatmap("map-primary").viewport().window();
        assertTrue(near.rows() < 64);
        press(KeyCode.PAGE_DOWN);
        await(
                "the window follows the crosshair",
                () -> heatmap("map-primary").viewport().window().top() > near.top());
        assertEquals(
                heatmap("map-primary").viewport().window(),
                heatmap("map-pinned").viewport().window());
        press(KeyCode.DIGIT0);
        await("the whole again", () -> !heatmap("map-pinned").viewport().isZoomed());
    }

    @Test
    void theDifferenceIsAPageOfItsOwnAndIsMadeWhenItIsTurnedTo() {
        assertNull(heatmap("map-difference").matrixProperty().get(), "nobody looks yet");
        turnTo("page-difference-card");
        awaitText("its title", "map-difference-title", "Layer 2 · mean of 4 heads − Layer 3 · mean of 4 heads"::equals);
        ColorScale scale = scale("map-difference");
        assertEquals(ColorMap.DIVERGING, scale.map());
        assertEquals(-scale.high(), scale.low());
        assertNotNull(card("difference-card").export(), "it can be exported");
    }

    @Test
    void bothMapsHaveOneScaleUntilABadgeSaysOtherwiseAndUndoBringsItBack() {
        assertEquals(scale("map-primary"), scale("map-pinned"));
        assertFalse(isShowing("map-primary-badge"));
        choose("maps-view", "map-same-scale");
        await("badges", () -> isShowing("map-primary-badge") && isShowing("map-pinned-badge"));
        assertFalse(scale("map-primary").equals(scale("map-pinned")));
        choose("maps-view", "map-colours-cividis");
        await("other colours", () -> scale("map-primary").map() == ColorMap.CIVIDIS);
        run("undo");
        run("undo");
        await("as before", () -> scale("map-primary").equals(scale("map-pinned")) && !isShowing("map-primary-badge"));
    }

    @Test
    void anyHeadOfAnyLayerIsChosenInTheTitle() {
        interact(() -> {
            MenuButton title = (MenuButton) node("map-pinned-title");
            title.getOnShowing().handle(null);
            Menu layer = (Menu) title.getItems().stream()
                    .filter(item -> "map-pinned-layer-5".equals(item.getId()))
                    .findFirst()
                    .orElseThrow();
            layer.getOnShowing().handle(null);
            layer.getItems().getLast().fire();
        });
        awaitText("it is pinned", "map-pinned-title", "Layer 5 · head 3, pinned"::equals);
        awaitText("the other stays", "map-primary-title", "Layer 3 · mean of 4 heads"::equals);
    }

    @Test
    void aPaneThatStaysKeepsItsMapsAndTheOthersGoOn() {
        interact(() -> ((ToggleButton) node("maps-card-follow")).setSelected(false));
        interact(() -> selection().choosePair(5, 1));
        awaitText("the overview follows", "overview-pair", "Layer 5 and layer 1"::equals);
        assertEquals("Layer 3 · mean of 4 heads", text("map-primary-title"));
        assertEquals("stays", text("maps-card-follow"));
        interact(() -> ((ToggleButton) node("maps-card-follow")).setSelected(true));
        awaitText("it catches up", "map-primary-title", "Layer 5 · mean of 4 heads"::equals);
    }

    @Test
    void aLongerPassageIsChosenInTheMenu() {
        interact(() -> wiring().workspace().passageTokens().set(256));
        await("256 rows", () -> rows("map-primary") == 256);
        interact(() -> {
            MenuButton view = (MenuButton) node("maps-view");
            view.getOnShowing().handle(null);
            Menu tokens = (Menu) view.getItems().getLast();
            RadioMenuItem shortest = (RadioMenuItem) tokens.getItems().getFirst();
            assertEquals("32", shortest.getText());
            shortest.fire();
        });
        await("32 rows", () -> rows("map-primary") == 32);
    }

    private int chosenRow(String map) {
        @Nullable Cell cell = heatmap(map).selectedProperty().get();
        return cell == null ? -1 : cell.row();
    }

    private int rows(String map) {
        @Nullable MatrixSource matrix = heatmap(map).matrixProperty().get();
        return matrix == null ? 0 : matrix.rows();
    }
}
