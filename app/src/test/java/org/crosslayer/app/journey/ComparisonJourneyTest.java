package org.crosslayer.app.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import org.crosslayer.app.control.PaneExport;
import org.crosslayer.app.workspace.FakeAnalyst;
import org.crosslayer.viz.chart.ChartData;
import org.crosslayer.viz.chart.ChartView;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Plans A, B and C beside each other, and what every change did.
class ComparisonJourneyTest extends WindowTest {
    private static final int PLAN_COLUMNS = 11;

    @TempDir
    Path folder;

    @BeforeEach
    void open() throws TimeoutException, IOException {
        Path text = Files.writeString(folder.resolve("text.txt"), "once upon a time ".repeat(100));
        open((_, _, _) -> new FakeAnalyst("model"), Path.of("model"), text);
        awaitText("a baseline", "perplexity-status", "3 of 3 windows"::equals);
        awaitPlace("layer-5-number");
    }

    @Test
    void plansStandSideBySideAreTurnedToByEnterAndExported() {
        click("layer-3-copy");
        awaitText("A is measured", "perplexity-ratio", "× 1.105"::equals);
        press(KeyCode.SHORTCUT, KeyCode.SHIFT, KeyCode.DIGIT2);
        click("layer-2-copy");
        click("layer-4-copy");
        awaitText("B is measured", "perplexity-ratio", "× 1.221"::equals);
        run("show-plans-card");
        TableView<?> table = (TableView<?>) node("plans-table");
        await("three plans", () -> table.getItems().size() == 3);
        await("the difference of A to B", () -> cell(table, 0, 3).startsWith("−2.33 (× 0.905"));
        assertEquals("this plan", cell(table, 1, 3));
        ChartData changes = ((ChartView) node("changes-chart")).dataProperty().get();
        assertNotNull(changes, "what each change did");
        assertTrue(changes.series().getFirst().points().size() >= 3);
        PaneExport export = Objects.requireNonNull(card("plans-card").export());
        interact(() -> assertEquals(
                List.of("A\tfalse\t1\t6", "B\ttrue\t2\t6", "C\tfalse\t0\t6"),
                String.valueOf(export.table())
                        .lines()
                        .skip(1)
                        .map(line -> line.substring(0, line.indexOf("\t6") + 2))
                        .toList()));
        interact(() -> table.getSelectionModel().select(0));
        focus("plans-table");
        press(KeyCode.ENTER);
        awaitText("A is worked on", "plan-summary", "1 of 6 layers share"::equals);
        assertEquals("this plan", cell(table, 0, 3));
    }

    @Test
    void inALowWindowThePlansDoNotScrollSidewaysAndAsLargeAsItTheyHaveAllColumnsAndTheChart() {
        run("show-plans-card");
        TableView<?> table = (TableView<?>) node("plans-table");
        await("three plans", () -> table.getItems().size() == 3);
        for (int time = 0; time < 2; time++) {
            await(
                    "columns that fit",
                    () -> seen(table),
                    () -> fits(table) && table.getVisibleLeafColumns().size() < PLAN_COLUMNS);
            click("plans-card-maximise");
            await(
                    "all of them",
                    () -> seen(table),
                    () -> fits(table) && table.getVisibleLeafColumns().size() == PLAN_COLUMNS);
            assertTrue(node("changes-chart").getParent().isVisible(), "the chart has room");
            click("plans-card-maximise");
        }
    }

    /// Columns without a heading are not seen.
    private static boolean fits(TableView<?> table) {
        double columns = table.getVisibleLeafColumns().stream()
                .mapToDouble(TableColumn::getWidth)
                .sum();
        return columns <= table.getWidth()
                && table.getVisibleLeafColumns().stream()
                        .allMatch(column -> column.getGraphic().getScene() != null);
    }

    private static String seen(TableView<?> table) {
        return table.getVisibleLeafColumns().size() + " columns in " + table.getWidth();
    }

    private static String cell(TableView<?> table, int row, int column) {
        return String.valueOf(table.getColumns().get(column).getCellData(row));
    }
}
