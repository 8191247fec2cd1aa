package org.crosslayer.app.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeoutException;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import org.crosslayer.app.workspace.FakeAnalyst;
import org.crosslayer.viz.chart.ChartView;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The paper's claims, one click each: a table and a chart fill, can be stopped, and choose layers for all panes.
class ExperimentsJourneyTest extends WindowTest {
    private final FakeAnalyst analyst = new FakeAnalyst("model");

    @TempDir
    Path folder;

    @BeforeEach
    void turnToTheExperiments() throws TimeoutException, IOException {
        Path text = Files.writeString(folder.resolve("text.txt"), "once upon a time ".repeat(100));
        open((_, _, _) -> analyst, Path.of("model"), text);
        awaitText("a baseline", "perplexity-status", "3 of 3 windows"::equals);
        run("show-experiments-card");
        awaitPlace("experiment-start");
    }

    @Test
    void aClickFillsTableAndChartAndARowChoosesALayer() {
        focus("experiment-start");
        press(KeyCode.SPACE);
        await("all layers", () -> table().getItems().size() == FakeAnalyst.LAYERS - 1);
        await("a chart", () -> chart().dataProperty().get() != null);
        awaitText(
                "what it is of", "experiment-caption", text -> text.startsWith("model · “text.txt” · 3 of 3 windows"));
        awaitText("it has ended", "experiment-start", "▶ Run"::equals);

        focus("experiment-table");
        press(KeyCode.HOME);
        await(
                "layer 1 is chosen",
                () -> wiring().workspace().selection().primary().get() == 1);
        press(KeyCode.DOWN);
        await(
                "layer 2 is chosen",
                () -> wiring().workspace().selection().primary().get() == 2);
        await("and marked in the chart", () -> chart().markedProperty().get() == 2);
        assertTrue(isShowing("experiment-copy"));
    }

    @Test
    void stoppedHalfWayItKeepsWhatIsKnown() {
        analyst.timeForEver();
        focus("experiment-start");
        press(KeyCode.SPACE);
        await("the first layers", () -> !table().getItems().isEmpty());
        assertEquals("■ Stop", text("experiment-start"));
        focus("experiment-start");
        press(KeyCode.SPACE);
        awaitText("it has stopped", "experiment-start", "▶ Run"::equals);
        await("no job is left", () -> all(".job-cancel").isEmpty());
        assertEquals(1, table().getItems().size());
    }

    @SuppressWarnings("unchecked") // found by its id
    private TableView<Object> table() {
        return (TableView<Object>) all("#experiment-table").iterator().next();
    }

    private ChartView chart() {
        return (ChartView) all("#experiment-chart").iterator().next();
    }
}
