package org.crosslayer.app.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeoutException;
import javafx.application.ColorScheme;
import javafx.scene.Scene;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.paint.Color;
import org.crosslayer.app.control.Card;
import org.crosslayer.app.preferences.Theme;
import org.crosslayer.app.task.LogLine;
import org.crosslayer.app.task.UserMessage;
import org.crosslayer.app.workspace.FakeAnalyst;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The frame around the panes: the system's colours, the log, and what is said when something goes wrong.
class FrameJourneyTest extends WindowTest {
    @TempDir
    Path folder;

    @BeforeEach
    void open() throws TimeoutException, IOException {
        Path text = Files.writeString(folder.resolve("text.txt"), "once upon a time ".repeat(100));
        open((_, _, _) -> new FakeAnalyst("model"), Path.of("model"), text);
        awaitText("a chosen pair", "overview-pair", "Layer 3 and layer 2"::equals);
    }

    private Scene scene() {
        return wiring().view().root().getScene();
    }

    private boolean isDark() {
        return ((Labeled) node("overview-pair")).getTextFill().equals(Color.web("#e6e9ef"));
    }

    @Test
    void theSystemsColoursAreFollowedWhereThatIsChosen() {
        interact(() -> {
            scene().getPreferences().setColorScheme(ColorScheme.LIGHT);
            wiring().shell().preferences().theme().set(Theme.SYSTEM);
        });
        await("light as the system", () -> !isDark());
        interact(() -> scene().getPreferences().setColorScheme(ColorScheme.DARK));
        await("dark with the system", this::isDark);
        interact(() -> wiring().shell().preferences().theme().set(Theme.LIGHT));
        await("light by choice", () -> !isDark());
        interact(() -> scene().getPreferences().setColorScheme(ColorScheme.LIGHT));
        interact(() -> scene().getPreferences().setColorScheme(ColorScheme.DARK));
        awaitColours(false);
        assertFalse(isDark(), "the choice stands");
    }

    @Test
    void pagesThatNobodyLookedAtComeIntoTheWindowByThemselvesAndAfterAChangeOfTheSizeOfTextAgain() {
        await("all pages", () -> all("#log-card").size() == 1);
        interact(() -> {
            wiring().shell().preferences().textPercent().set(120);
            assertEquals(0, all("#log-card").size(), "only what is seen is styled at once");
        });
        await("all pages again", () -> all("#log-card").size() == 1);
        assertFalse(isShowing("log-card"), "nobody has turned to it");
    }

    @Test
    void theLogIsReadFilteredAndCopied() {
        interact(() -> {
            log.add(line(LogLine.Level.DEBUG, "a step", ""));
            log.add(line(LogLine.Level.INFO, "opened model", ""));
            log.add(line(LogLine.Level.ERROR, "no such head", "java.lang.IndexOutOfBoundsException"));
        });
        run("show-log-card");
        await("all but what is below info", () -> logged() == 2);
        interact(() -> level().setValue(LogLine.Level.ERROR));
        await("the grave one", () -> logged() == 1);
        interact(() -> level().setValue(LogLine.Level.DEBUG));
        await("all", () -> logged() == 3);
        focus("log-filter");
        type("head");
        await("the one with that word", () -> logged() == 1);
        focus("log-copy");
        press(KeyCode.SPACE);
        await("it is on the clipboard", () -> {
            String copied = String.valueOf(Clipboard.getSystemClipboard().getString());
            return copied.contains("no such head") && copied.contains("IndexOutOfBounds") && !copied.contains("opened");
        });
    }

    @Test
    void aFaultOffersItsDetailsAndTheLog() {
        interact(() -> wiring().workspace().message().set(UserMessage.ofBug(new IllegalStateException("odd"))));
        awaitText("a sentence", "message-title", "Unexpected fault"::equals);
        focus("message-copy");
        press(KeyCode.SPACE);
        await(
                "details for a report",
                () -> String.valueOf(Clipboard.getSystemClipboard().getString()).contains("IllegalStateException"));
        Card pane = card("log-card");
        assertFalse(pane.shown().get());
        focus("message-show-log-card");
        press(KeyCode.SPACE);
        await("the log", () -> pane.shown().get());
        focus("message-close");
        press(KeyCode.SPACE);
        await("read and gone", () -> !isShowing("message"));
    }

    @Test
    void whereTheWindowIsLowOneOfOverviewAndDetailsIsFolded() {
        Card overview = card("overview-card");
        interact(() -> scene().getWindow().setHeight(720));
        run("show-tables-card");
        await(
                "the details are there",
                () -> card("tables-card").shown().get() && overview.folded().get());
        run("show-overview-card");
        await(
                "the overview is there",
                () -> overview.shown().get() && card("tables-card").folded().get());
        interact(() -> scene().getWindow().setHeight(900));
        run("show-tables-card");
        await(
                "room for both",
                () -> overview.shown().get() && card("tables-card").shown().get());
    }

    @Test
    void notesOnTheProjectAreWrittenInTheWindow() {
        focus("project-notes");
        type("why layer 3");
        await(
                "they are the project's",
                () -> wiring().shell().project().notes().get().equals("why layer 3"));
        assertEquals("why layer 3", wiring().shell().project().notes().get());
    }

    private static LogLine line(LogLine.Level level, String message, String details) {
        return new LogLine(Instant.EPOCH, level, "Part", message, details);
    }

    private int logged() {
        return ((ListView<?>) node("log-lines")).getItems().size();
    }

    @SuppressWarnings("unchecked")
    private ChoiceBox<LogLine.Level> level() {
        return (ChoiceBox<LogLine.Level>) node("log-level");
    }
}
