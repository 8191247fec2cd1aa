package org.crosslayer.viz.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.application.Platform;
import javafx.geometry.Point2D;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.PickResult;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.HBox;
import javafx.stage.Stage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

@ExtendWith(ApplicationExtension.class)
class HeatmapViewUiTest {
    private static final int SIDE = 16;

    private final List<CellChoice> choices = new ArrayList<>();
    private HeatmapView view = new HeatmapView();
    private HeatmapView linked = new HeatmapView();

    @Start
    void start(Stage stage) {
        view = new HeatmapView();
        linked = new HeatmapView();
        view.setMatrix(layers());
        linked.setMatrix(layers());
        linked.setViewport(view.viewport());
        linked.crosshairProperty().bindBidirectional(view.crosshairProperty());
        view.setOnCellChosen(choices::add);
        stage.setScene(new Scene(new HBox(view, linked), 900, 440));
        stage.show();
    }

    @BeforeEach
    void isDrawn() throws TimeoutException {
        until(() -> view.plot() != null && linked.plot() != null);
    }

    @Test
    void hoveringSaysTheValueInBothLinkedViewsAndChoosesNothing(FxRobot robot) throws TimeoutException {
        robot.moveTo(pointOf(3, 7));
        until(() -> view.readingProperty().get() != null);
        CellReading reading = view.readingProperty().get();
        assertNotNull(reading);
        assertEquals(new Cell(3, 7), reading.cell());
        assertEquals("layer 3, layer 7: 0.307 nats", reading.text());
        assertEquals(reading.text(), view.getAccessibleText());
        assertEquals(reading, linked.readingProperty().get());
        assertNull(view.selectedProperty().get());
        assertTrue(choices.isEmpty());
    }

    @Test
    void clickSelectsAndAltClickOnlyTells(FxRobot robot) throws TimeoutException {
        robot.clickOn(pointOf(5, 2));
        until(() -> choices.size() == 1);
        assertEquals(new Cell(5, 2), view.selectedProperty().get());
        assertFalse(choices.getFirst().alt());
        robot.interact(() -> altClick(9, 9));
        until(() -> choices.size() == 2);
        assertEquals(new CellChoice(new Cell(9, 9), true, false, false), choices.getLast());
        assertEquals(new Cell(5, 2), view.selectedProperty().get());
    }

    @Test
    void arrowsMoveTheCellAndEnterChoosesIt(FxRobot robot) throws TimeoutException {
        robot.clickOn(pointOf(5, 2));
        until(() -> choices.size() == 1);
        robot.type(KeyCode.RIGHT).type(KeyCode.RIGHT).type(KeyCode.UP);
        until(() -> new Cell(4, 4).equals(view.crosshairProperty().get()));
        assertEquals("layer 4, layer 4: 0.404 nats", view.getAccessibleText());
        assertEquals(new Cell(5, 2), view.selectedProperty().get());
        robot.type(KeyCode.ENTER);
        until(() -> choices.size() == 2);
        assertEquals(new Cell(4, 4), view.selectedProperty().get());
        robot.type(KeyCode.HOME).type(KeyCode.PAGE_UP).type(KeyCode.LEFT);
        until(() -> new Cell(0, 0).equals(view.crosshairProperty().get()));
    }

    @Test
    void wheelZoomsAboutThePointerInBothViewsAndDoubleClickResets(FxRobot robot) throws TimeoutException {
        robot.interact(() -> scroll(8, 8, 120));
        until(() -> view.viewport().isZoomed());
        GridWindow window = linked.viewport().window();
        assertTrue(window.rows() < SIDE && window.top() < 8 && window.top() + window.rows() > 9, window.toString());
        robot.doubleClickOn(pointOf(8, 8));
        until(() -> !view.viewport().isZoomed());
    }

    @Test
    void aClickOnALabelTellsItsRowOrColumnToWhoeverAsked(FxRobot robot) throws TimeoutException {
        List<Integer> labels = new ArrayList<>();
        robot.interact(() -> view.setOnLabelChosen(labels::add));
        Box plot = view.plot();
        Box row = view.boxOf(new Cell(6, 0));
        Box column = view.boxOf(new Cell(0, 10));
        assertNotNull(plot);
        assertNotNull(row);
        assertNotNull(column);
        robot.clickOn(view.localToScreen(plot.x() - 9, row.y() + row.height() / 2));
        until(() -> labels.equals(List.of(6)));
        robot.clickOn(view.localToScreen(column.x() + column.width() / 2, plot.y() - 12));
        until(() -> labels.equals(List.of(6, 10)));
        assertTrue(choices.isEmpty(), "no cell was chosen");
    }

    @Test
    void draggingPansAZoomedMap(FxRobot robot) throws TimeoutException {
        Platform.runLater(() -> view.viewport().show(new GridWindow(6, 6, 4, 4)));
        until(() -> view.viewport().isZoomed());
        WaitForAsyncUtils.waitForFxEvents();
        Point2D middle = pointOf(8, 8);
        robot.drag(middle).moveTo(middle.add(60, 60)).drop();
        until(() -> view.viewport().window().top() < 6);
        assertTrue(view.viewport().window().left() < 6);
        assertTrue(choices.isEmpty(), "a drag chooses nothing");
    }

    @Test
    void nothingIsPaintedWhileHiddenAndAllWhenShownAgain() throws TimeoutException {
        WaitForAsyncUtils.waitForAsyncFx(1000, () -> {
            HBox parent = (HBox) view.getParent();
            parent.setVisible(false);
            view.setMatrix(LabelledMatrix.of(4, 40, new double[160]));
            parent.getScene().getRoot().layout();
        });
        Box before = view.plot();
        WaitForAsyncUtils.waitForFxEvents();
        assertEquals(before, view.plot());
        Platform.runLater(() -> view.getParent().setVisible(true));
        until(() -> !String.valueOf(before).equals(String.valueOf(view.plot())));
    }

    @Test
    void aStylesheetSetsColoursAndLabelSizeAtOnce() throws TimeoutException {
        Box before = view.plot();
        assertNotNull(before);
        Platform.runLater(
                () -> view.setStyle("-fx-base: #123456; -cl-heatmap-text: -fx-base; -cl-heatmap-label-size: 20;"));
        until(() -> view.palette().figureColors().text() == 0xFF123456);
        until(() -> !before.equals(view.plot()));
    }

    @Test
    void aMapOf4096TokensIsDrawnOnNothingLargerThanTheView() throws TimeoutException {
        int side = 4096;
        FloatSource large = new FloatSource(side);
        Platform.runLater(() -> view.setMatrix(large));
        until(() -> view.matrixProperty().get() != null
                && view.matrixProperty().get().rows() == side);
        until(() -> view.boxOf(new Cell(side - 1, side - 1)) != null);
        for (javafx.scene.Node canvas : view.lookupAll("Canvas")) {
            double width = canvas.getLayoutBounds().getWidth();
            double height = canvas.getLayoutBounds().getHeight();
            assertTrue(width <= view.getWidth() && height <= view.getHeight(), width + " × " + height);
        }
        assertFalse(view.lookupAll("Canvas").isEmpty());
    }

    /// Many numbers that take no memory.
    private record FloatSource(int side) implements MatrixSource {
        @Override
        public int rows() {
            return side;
        }

        @Override
        public int columns() {
            return side;
        }

        @Override
        public double valueAt(int row, int column) {
            return (row + column) % 7;
        }

        @Override
        public String rowLabel(int row) {
            return "word" + row;
        }

        @Override
        public String columnLabel(int column) {
            return "word" + column;
        }

        @Override
        public Caption caption() {
            return layers().caption();
        }
    }

    @Test
    void aCellAfterItsQueryIsSpokenAsSuch() {
        LabelledMatrix causal = layers().asCausal();
        assertEquals(
                "layer 2, layer 3: not seen (layer comes later)",
                CellReading.of(causal, new Cell(2, 3)).text());
    }

    /// The cell (r, c) holds r / 10 + c / 1000.
    private static LabelledMatrix layers() {
        double[] values = new double[SIDE * SIDE];
        for (int index = 0; index < values.length; index++) {
            int row = index / SIDE;
            values[index] = row / 10.0 + index % SIDE / 1000.0;
        }
        Caption caption = new Caption("Layers", Axis.of("layer"), Axis.of("layer"), "divergence", "nats");
        return LabelledMatrix.of(SIDE, SIDE, values).captioned(caption);
    }

    /// The headless robot leaves the keys held out of mouse events.
    private void altClick(int row, int column) {
        Point2D at = view.screenToLocal(pointOf(row, column));
        PickResult pick = new PickResult(view, at.getX(), at.getY());
        MouseButton left = MouseButton.PRIMARY;
        view.fireEvent(new MouseEvent(
                MouseEvent.MOUSE_CLICKED,
                at.getX(),
                at.getY(),
                0,
                0,
                left,
                1,
                false,
                false,
                true,
                false,
                true,
                false,
                false,
                true,
                false,
                true,
                pick));
    }

    /// The headless robot turns its wheel at the corner of the window, wherever the pointer is.
    private void scroll(int row, int column, double pixels) {
        Point2D at = view.screenToLocal(pointOf(row, column));
        PickResult pick = new PickResult(view, at.getX(), at.getY());
        view.fireEvent(new ScrollEvent(
                ScrollEvent.SCROLL,
                at.getX(),
                at.getY(),
                0,
                0,
                false,
                false,
                false,
                false,
                false,
                false,
                0,
                pixels,
                0,
                pixels,
                ScrollEvent.HorizontalTextScrollUnits.NONE,
                0,
                ScrollEvent.VerticalTextScrollUnits.NONE,
                0,
                0,
                pick));
    }

    private Point2D pointOf(int row, int column) {
        Box box = view.boxOf(new Cell(row, column));
        assertNotNull(box);
        return view.localToScreen(box.x() + box.width() / 2, box.y() + box.height() / 2);
    }

    private static void until(Callable<Boolean> condition) throws TimeoutException {
        WaitForAsyncUtils.waitFor(10, TimeUnit.SECONDS, condition);
        WaitForAsyncUtils.waitForFxEvents();
    }
}
