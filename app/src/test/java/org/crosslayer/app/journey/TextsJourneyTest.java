package org.crosslayer.app.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeoutException;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import org.crosslayer.app.workspace.FakeAnalyst;
import org.crosslayer.app.workspace.Subject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A project has several texts, of which one is read.
class TextsJourneyTest extends WindowTest {
    @TempDir
    Path folder;

    private Path first = Path.of("unset");
    private Path second = Path.of("unset");

    @BeforeEach
    void open() throws TimeoutException, IOException {
        first = Files.writeString(folder.resolve("first.txt"), "once upon a time ".repeat(100));
        second = Files.writeString(folder.resolve("second.txt"), "in another land ".repeat(120));
        open((_, _, _) -> new FakeAnalyst("model"), Path.of("model"), first);
        awaitText("a chosen pair", "overview-pair", "Layer 3 and layer 2"::equals);
        drop(second);
        awaitRead("second.txt");
    }

    @Test
    void textsAreChosenBetweenTakenBackAndForgotten() {
        assertEquals(List.of(first, second), wiring().workspace().texts().get());
        choose("text-0");
        awaitRead("first.txt");
        run("undo");
        awaitRead("second.txt");
        choose("text-forget");
        awaitRead("first.txt");
        assertEquals(List.of(first), wiring().workspace().texts().get());
        assertTrue(item("text-forget").isDisable(), "the last one stays");
    }

    @Test
    void theProjectKeepsThem() {
        Path file = folder.resolve("study.crosslayer");
        interact(() -> wiring().shell().saveProject(file));
        await("saved", () -> file.toAbsolutePath()
                .equals(wiring().shell().project().path().get()));
        choose("text-forget");
        awaitRead("first.txt");
        drop(file);
        awaitRead("second.txt");
        await("both again", () -> wiring().workspace().texts().get().equals(List.of(first, second)));
    }

    @Test
    void aTextThatIsGoneIsToldAndTriedAgain() throws IOException {
        Files.delete(first);
        choose("text-0");
        awaitText(
                "a sentence", "message-text", words -> words.contains("first.txt") && words.contains("cannot be read"));
        assertEquals("second.txt", text("evidence-text"), "what was open stays");
        Files.writeString(first, "once again ".repeat(100));
        focus("message-retry");
        press(javafx.scene.input.KeyCode.SPACE);
        awaitRead("first.txt");
        assertTrue(!isShowing("message"), "the trouble is over");
    }

    private void awaitRead(String name) {
        awaitText(name + " is named", "evidence-text", name::equals);
        await(name + " is read", () -> {
            @Nullable Subject subject = wiring().workspace().subject().get();
            return subject != null && subject.text().name().equals(name);
        });
    }

    private MenuItem item(String id) {
        return ((MenuButton) node("evidence-text"))
                .getItems().stream()
                        .filter(each -> id.equals(each.getId()))
                        .findFirst()
                        .orElseThrow();
    }

    private void choose(String id) {
        interact(() -> item(id).fire());
    }
}
