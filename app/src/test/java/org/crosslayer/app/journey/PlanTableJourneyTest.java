package org.crosslayer.app.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeoutException;
import javafx.geometry.Orientation;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollBar;
import javafx.scene.input.KeyCode;
import org.crosslayer.app.workspace.FakeAnalyst;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Ranges, presets and several plans, by mouse and by keyboard.
class PlanTableJourneyTest extends WindowTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void open() throws IOException, TimeoutException {
        FakeAnalyst analyst = new FakeAnalyst("model");
        Path text = Files.writeString(folder.resolve("text.txt"), "once upon a time ".repeat(100));
        open((_, _, _) -> analyst, Path.of("model"), text);
        awaitText("a baseline", "perplexity-status", "3 of 3 windows"::equals);
        awaitPlace("layer-5-number");
    }

    private List<Integer> selected() {
        return ((ListView<?>) node("plan-rows"))
                .getSelectionModel().getSelectedIndices().stream().sorted().toList();
    }

    @Test
    void rowsAreSelectedByDraggingAndSwitchedInOneStep() {
        drag("layer-2-number", "layer-4-number");
        await("three rows", () -> selected().toString(), () -> selected().equals(List.of(2, 3, 4)));
        click("layer-3-copy");
        awaitText("all three share", "plan-summary", "3 of 6 layers share"::equals);
        awaitText("they are measured", "perplexity-plan", "27.11"::equals);
        awaitText("each alone", "layer-3-cost", "+10.5 %"::equals);
        awaitText("and together", "layer-4-total", "+35.0 %"::equals);
        assertEquals("+22.1 %", text("layer-3-total"));
        press(KeyCode.SHORTCUT, KeyCode.Z);
        awaitText("one step takes it back", "plan-summary", "0 of 6 layers share"::equals);
    }

    @Test
    void rowsAreSelectedAndSwitchedByKeyboardAlone() {
        focus("plan-rows");
        press(KeyCode.HOME);
        press(KeyCode.DOWN);
        press(KeyCode.SHIFT, KeyCode.DOWN);
        press(KeyCode.SHIFT, KeyCode.DOWN);
        await("three rows", () -> selected().toString(), () -> selected().equals(List.of(1, 2, 3)));
        press(KeyCode.A);
        awaitText("aligned copies", "plan-summary", "3 of 6 layers share"::equals);
        assertEquals("← 2", text("layer-3-source"));
        press(KeyCode.O);
        awaitText("and their own again", "plan-summary", "0 of 6 layers share"::equals);
    }

    @Test
    void theRowThatHasTheKeyboardIsNoWiderThanTheOthers() {
        double before = node("layer-3-number").localToScene(0, 0).getX();
        focus("plan-rows");
        press(KeyCode.HOME);
        press(KeyCode.DOWN);
        press(KeyCode.DOWN);
        press(KeyCode.DOWN);
        await("the fourth row", () -> selected().toString(), () -> selected().equals(List.of(3)));
        assertEquals(before, node("layer-3-number").localToScene(0, 0).getX());
        assertTrue(
                node("plan-rows").lookupAll(".scroll-bar").stream()
                        .map(ScrollBar.class::cast)
                        .noneMatch(bar -> bar.getOrientation() == Orientation.HORIZONTAL && bar.isVisible()),
                "the plan scrolls sideways");
    }

    @Test
    void anotherSourceIsChosenInTheRow() {
        click("layer-5-copy");
        awaitText("it copies", "layer-5-source", "← 4"::equals);
        click("layer-5-source");
        chooseItem("source-1");
        awaitText("another source", "layer-5-source", "← 1"::equals);
    }

    @Test
    void presetsAreOneStepAndCanBeTakenBack() {
        click("plan-presets");
        chooseItem("preset-2");
        awaitText("every second layer shares", "plan-summary", "3 of 6 layers share"::equals);
        click("plan-presets");
        chooseItem("preset-none");
        awaitText("none", "plan-summary", "0 of 6 layers share"::equals);
        press(KeyCode.SHORTCUT, KeyCode.Z);
        awaitText("as before", "plan-summary", "3 of 6 layers share"::equals);
    }

    @Test
    void layersAreTriedAloneAndABudgetIsFilled() {
        click("plan-measure");
        awaitText("a layer that does not share was tried", "layer-5-cost", "+10.5 %"::equals);
        await("the measuring has ended", () -> text("plan-measure").endsWith("▸"));
        click("plan-presets");
        chooseItem("budget-20");
        awaitText("the cheapest within the budget", "plan-summary", "1 of 6 layers share"::equals);
    }

    @Test
    void plansAreTurnedToByKeyAndByClickAndNotedOn() {
        click("layer-3-copy");
        awaitText("A shares a layer", "plan-summary", "1 of 6 layers share"::equals);
        press(KeyCode.SHORTCUT, KeyCode.SHIFT, KeyCode.DIGIT2);
        awaitText("B shares none", "plan-summary", "0 of 6 layers share"::equals);
        click("plan-tab-1");
        awaitText("A again", "plan-summary", "1 of 6 layers share"::equals);
        click("plan-more");
        chooseItem("plan-annotate");
        write("plan-name", "first try");
        write("plan-notes", "copied by hand");
        press(KeyCode.ENTER);
        awaitText("its name", "plan-tab-1", "first try"::equals);
        assertEquals(
                "copied by hand",
                wiring().workspace().plans().plans().get().current().notes());
    }
}
