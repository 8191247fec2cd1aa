package org.crosslayer.app.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Labeled;
import javafx.scene.control.Slider;
import javafx.scene.input.KeyCode;
import javafx.scene.text.Text;
import org.crosslayer.app.workspace.FakeAnalyst;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is chosen is in force at once.
class PreferencesJourneyTest extends WindowTest {
    @TempDir
    Path folder;

    @BeforeEach
    void open() throws TimeoutException, IOException {
        Path text = Files.writeString(folder.resolve("text.txt"), "once upon a time ".repeat(100));
        open((_, _, _) -> new FakeAnalyst("model"), Path.of("model"), text);
        awaitText("a chosen pair", "overview-pair", "Layer 3 and layer 2"::equals);
    }

    @Test
    void theSizeOfTextChangesAtOnceByKeyboard() {
        double before = ((Labeled) node("overview-pair")).getFont().getSize();
        run("preferences");
        await("the window", () -> isShowing("pref-text-size"));
        Slider slider = (Slider) node("pref-text-size");
        interact(slider::requestFocus);
        press(KeyCode.RIGHT);
        press(KeyCode.RIGHT);
        await("20 % more", () -> wiring().shell().preferences().textPercent().get() == 120);
        await(
                "larger letters",
                () -> Math.abs(((Labeled) node("overview-pair")).getFont().getSize() - 1.2 * before) < 0.2);
    }

    @Test
    void atTwiceTheSizeNoWordOfTheFrameIsCut() {
        interact(() -> wiring().shell().preferences().textPercent().set(200));
        List<String> cut = new ArrayList<>();
        interact(() -> {
            // The screen of the tests is small; a large one is tried without drawing on it.
            Parent root = wiring().view().root();
            root.applyCss();
            root.resize(2400, 1700);
            root.layout();
            for (Node node :
                    root.lookupAll(".labeled, .button, .toggle-button, .menu-button, .check-box, .card-title")) {
                if (node instanceof Labeled labeled && labeled.isVisible() && isCut(labeled)) {
                    cut.add(labeled.getId() + ": " + labeled.getText());
                }
            }
        });
        assertEquals(List.of(), cut);
    }

    /// What is drawn is not what was to be said.
    private static boolean isCut(Labeled labeled) {
        return labeled.lookupAll(".text").stream()
                .filter(Text.class::isInstance)
                .map(text -> ((Text) text).getText())
                .anyMatch(drawn -> drawn.endsWith("…") && !labeled.getText().endsWith("…"));
    }

    @Test
    void darkColoursReachTheWindowsBeside() {
        run("preferences");
        await("the window", () -> isShowing("pref-theme"));
        run("theme");
        await("dark there too", () -> node("pref-theme").getScene().getStylesheets().stream()
                .anyMatch(sheet -> sheet.endsWith("dark.css")));
        assertTrue(isShowing("pref-theme"));
    }
}
