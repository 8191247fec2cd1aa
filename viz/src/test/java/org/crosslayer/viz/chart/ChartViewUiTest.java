package org.crosslayer.viz.chart;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javafx.application.Platform;
import javafx.geometry.Point2D;
import javafx.scene.Scene;
import javafx.scene.image.PixelFormat;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.PickResult;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.crosslayer.viz.chart.ChartData.ChartAxis;
import org.crosslayer.viz.chart.ChartData.Mark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

@ExtendWith(ApplicationExtension.class)
class ChartViewUiTest {
    private static final ChartSeries.Point MIDDLE = ChartSeries.Point.between(2, 5, 4, 6);
    private static final ChartData DATA = new ChartData(
            ChartAxis.counting("layer"),
            ChartAxis.of("cost"),
            Mark.LINES,
            List.of(new ChartSeries(
                    "copied", List.of(ChartSeries.Point.at(1, 0), MIDDLE, ChartSeries.Point.at(3, 10)))));

    private final ChartView view = new ChartView();

    @Start
    void show(Stage stage) {
        view.dataProperty().set(DATA);
        stage.setScene(new Scene(new StackPane(view), 400, 240));
        stage.setX(0);
        stage.setY(0);
        stage.show();
    }

    @Test
    void chartsAreRehearsedAwayFromTheWindowsThread() {
        assertFalse(Platform.isFxApplicationThread());
        assertDoesNotThrow(ChartRehearsal::play);
    }

    @Test
    void theMouseFindsPoints(FxRobot robot) {
        List<ChartChoice> chosen = new ArrayList<>();
        robot.interact(() -> view.setOnChosen(chosen::add));
        WaitForAsyncUtils.waitForFxEvents();
        Point2D place = place(robot);
        robot.moveTo(view.localToScreen(place));
        assertEquals(new ChartChoice("copied", MIDDLE), view.hoveredProperty().get());
        robot.clickOn(view.localToScreen(place));
        assertEquals(List.of(new ChartChoice("copied", MIDDLE)), chosen);
        robot.moveTo(view.localToScreen(place.add(0, 40)));
        assertNull(view.hoveredProperty().get());
    }

    @Test
    void theKeyboardWalksAndChooses(FxRobot robot) {
        List<ChartChoice> chosen = new ArrayList<>();
        robot.interact(() -> {
            view.setOnChosen(chosen::add);
            view.markedProperty().set(2);
            view.requestFocus();
        });
        WaitForAsyncUtils.waitForFxEvents();
        robot.push(KeyCode.RIGHT);
        assertEquals("layer 3, cost 10", view.getAccessibleText());
        robot.push(KeyCode.RIGHT);
        assertEquals("layer 3, cost 10", view.getAccessibleText());
        robot.push(KeyCode.HOME);
        assertEquals("layer 1, cost 0", view.getAccessibleText());
        robot.push(KeyCode.END);
        robot.push(KeyCode.LEFT);
        robot.push(KeyCode.ENTER);
        assertEquals(List.of(new ChartChoice("copied", MIDDLE)), chosen);
    }

    @Test
    void theChosenPointHasARing(FxRobot robot) {
        int[] before = pixels(robot);
        robot.interact(() -> view.chosenProperty().set(new ChartChoice("copied", MIDDLE)));
        WaitForAsyncUtils.waitForFxEvents();
        assertFalse(Arrays.equals(before, pixels(robot)));
    }

    @Test
    void altPinsByMouseAndKeyAndThePinnedPointHasARing(FxRobot robot) {
        List<ChartChoice> chosen = new ArrayList<>();
        List<ChartChoice> pinned = new ArrayList<>();
        robot.interact(() -> view.setOnChosen(chosen::add));
        WaitForAsyncUtils.waitForFxEvents();
        Point2D place = place(robot);
        robot.interact(() -> view.fireEvent(altClick(place)));
        assertEquals(List.of(new ChartChoice("copied", MIDDLE)), chosen, "where nobody pins, Alt chooses");
        robot.interact(() -> view.setOnPinned(pinned::add));
        robot.interact(() -> view.fireEvent(altClick(place)));
        robot.moveTo(view.localToScreen(place));
        robot.interact(() ->
                view.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.ENTER, false, false, true, false)));
        assertEquals(List.of(new ChartChoice("copied", MIDDLE), new ChartChoice("copied", MIDDLE)), pinned);
        assertEquals(1, chosen.size());
        robot.moveTo(view.localToScreen(place.add(0, 40)));
        int[] before = pixels(robot);
        robot.interact(() -> view.pinnedProperty().set(pinned.getFirst()));
        WaitForAsyncUtils.waitForFxEvents();
        assertFalse(Arrays.equals(before, pixels(robot)));
    }

    /// The headless platform's robot holds no Alt.
    private static MouseEvent altClick(Point2D at) {
        return new MouseEvent(
                MouseEvent.MOUSE_CLICKED,
                at.getX(),
                at.getY(),
                at.getX(),
                at.getY(),
                MouseButton.PRIMARY,
                1,
                false,
                false,
                true,
                false,
                false,
                false,
                false,
                false,
                false,
                true,
                new PickResult(null, at.getX(), at.getY()));
    }

    @Test
    void aStylesheetSetsTheColours(FxRobot robot) {
        robot.interact(() -> view.setStyle("-cl-chart-text: #e6e9ef; -cl-chart-line: #323845;"));
        robot.interact(view::applyCss);
        assertEquals(0xFFE6E9EF, view.colorsProperty().get().text());
        assertEquals(0xFF323845, view.colorsProperty().get().line());
        assertEquals(ChartColors.Palette.DARK, view.colorsProperty().get().palette());
    }

    @Test
    void theMarkedPlaceIsSeen(FxRobot robot) {
        int[] before = pixels(robot);
        robot.interact(() -> view.markedProperty().set(2));
        WaitForAsyncUtils.waitForFxEvents();
        assertFalse(Arrays.equals(before, pixels(robot)));
    }

    /// Where the middle point stands: the middle of the pixels of its colour, which a symmetric line puts there.
    private Point2D place(FxRobot robot) {
        int[] pixels = pixels(robot);
        int blue = ChartColors.LIGHT.palette().of(0);
        double x = 0;
        double y = 0;
        int count = 0;
        for (int i = 0; i < pixels.length; i++) {
            if (pixels[i] == blue) {
                x += i % 400;
                y += Math.floorDiv(i, 400);
                count++;
            }
        }
        return new Point2D(x / count, y / count);
    }

    private int[] pixels(FxRobot robot) {
        int[] pixels = new int[400 * 240];
        robot.interact(() -> view.snapshot(null, null)
                .getPixelReader()
                .getPixels(0, 0, 400, 240, PixelFormat.getIntArgbInstance(), pixels, 0, 400));
        return pixels;
    }
}
