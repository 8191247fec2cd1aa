package org.crosslayer.app.journey;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeoutException;
import javafx.scene.Node;
import javafx.scene.control.ListView;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import org.crosslayer.app.workspace.FakeAnalyst;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What was done in the window is there as commands; jobs are listed and stopped.
class HistoryJourneyTest extends WindowTest {
    private final FakeAnalyst analyst = new FakeAnalyst("model");

    @TempDir
    Path folder;

    @BeforeEach
    void open() throws TimeoutException, IOException {
        Path text = Files.writeString(folder.resolve("a text.txt"), "once upon a time ".repeat(100));
        open((_, _, _) -> analyst, Path.of("model"), text);
        awaitText("a baseline", "perplexity-status", "3 of 3 windows"::equals);
    }

    private String clipboard() {
        String[] text = {""};
        interact(() -> text[0] = String.valueOf(Clipboard.getSystemClipboard().getString()));
        return text[0];
    }

    @Test
    void aSwitchBecomesACommandWithItsPlan() {
        focus("layer-4-copy");
        press(KeyCode.SPACE);
        awaitText("the measures follow", "perplexity-ratio", "× 1.105"::equals);
        run("show-history-card");
        ListView<?> lines = (ListView<?>) node("history-lines");
        await("a line", () -> lines.getItems().stream()
                .anyMatch(line -> line.toString().contains("1 of 6 layers sharing")));
        interact(() -> lines.getSelectionModel().selectLast());
        focus("history-lines");
        press(KeyCode.SHORTCUT, KeyCode.C);
        await("a command", () -> clipboard().startsWith("crosslayer perplexity "));
        assertTrue(clipboard().contains("/a text.txt' --protocol windows --window "), clipboard());
        assertTrue(clipboard().contains(" --plan "), clipboard());
        focus("history-script");
        press(KeyCode.SPACE);
        await("a script", () -> clipboard().startsWith("#!/usr/bin/env bash"));
    }

    @Test
    void jobsThatDoNotFitAreCountedAndListedByKeyboard() {
        Runnable letGo = holdEngine();
        for (String command : List.of("measure-all-windows", "plan-measure", "time-plan", "generate")) {
            run(command);
        }
        await("jobs wait", () -> wiring().shell().jobs().size() >= 4);
        await(
                "those that do not fit are counted",
                () -> isShowing("jobs-more") && text("jobs-more").equals("+" + hidden()));
        Node more = node("jobs-more");
        assertTrue(more.getAccessibleText().startsWith(hidden() + " more job"), more.getAccessibleText());
        assertTrue(
                more.localToScene(more.getLayoutBounds()).getMaxX()
                        < node("device")
                                .localToScene(node("device").getLayoutBounds())
                                .getMinX(),
                "it stands before the device");
        focus("jobs-more");
        press(KeyCode.SPACE);
        await(
                "all are listed",
                () -> all("#tasks .job-cancel").size()
                        == wiring().shell().jobs().size());
        letGo.run();
        await("none is left to count", () -> wiring().shell().jobs().isEmpty() && !isShowing("jobs-more"));
    }

    /// Jobs that are under way and not seen in the line below.
    private long hidden() {
        return wiring().shell().jobs().size()
                - all("#jobs > .job").stream().filter(Node::isVisible).count();
    }

    @Test
    void jobsAreListedAndAllStopped() {
        analyst.timeForEver();
        click("measure-speed");
        await("a job", () -> !all(".job-cancel").isEmpty());
        run("tasks");
        await("it is listed", () -> all("#tasks .job-cancel").size() == 1);
        click("tasks-cancel-all");
        await("none is left", () -> isShowing("tasks-none"));
    }
}
