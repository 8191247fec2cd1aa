package org.crosslayer.app.journey;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeoutException;
import javafx.scene.control.Labeled;
import javafx.scene.control.Slider;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
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
    void darkColoursReachTheWindowsBeside() {
        run("preferences");
        await("the window", () -> isShowing("pref-theme"));
        run("theme");
        awaitColours(true);
        await("dark there too", () -> ((Region) node("pref-theme").getScene().getRoot())
                .getBackground()
                .getFills()
                .getFirst()
                .getFill()
                .equals(Color.web("#1c2028")));
        assertTrue(isShowing("pref-theme"));
    }
}
