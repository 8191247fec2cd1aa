package org.crosslayer.app.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.stage.Window;
import org.crosslayer.app.control.Hint;
import org.crosslayer.app.help.ContextHelp;
import org.crosslayer.app.help.Glossary;
import org.crosslayer.app.workspace.FakeAnalyst;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whoever does not know a word finds it explained where he is.
class HelpJourneyTest extends WindowTest {
    @TempDir
    Path folder;

    @BeforeEach
    void open() throws TimeoutException, IOException {
        Path text = Files.writeString(folder.resolve("text.txt"), "once upon a time ".repeat(100));
        open((_, _, _) -> new FakeAnalyst("model"), Path.of("model"), text);
        awaitText("a chosen pair", "overview-pair", "Layer 3 and layer 2"::equals);
    }

    @Test
    void f1ExplainsWhatHasTheKeyboard() {
        focus("metric");
        press(KeyCode.F1);
        await("an explanation", () -> isShowing("explanation-box"));
        assertTrue(all(".help-meaning").stream()
                .anyMatch(node -> ((javafx.scene.control.Label) node).getText().contains("Jensen–Shannon")));
        press(KeyCode.ESCAPE);
        await("it is gone", () -> all("#explanation-box").isEmpty());
        assertTrue(node("metric").isFocused(), "the keyboard is back where it was");
    }

    @Test
    void whatIsPointedAtSaysWhatItIsFor() {
        click("status");
        point("metric");
        await("the words beside it", () -> Window.getWindows().stream()
                .anyMatch(window -> window instanceof Tooltip tooltip
                        && tooltip.isShowing()
                        && tooltip.getText().equals(Hint.of(node("metric")))));
    }

    @Test
    void everythingThatTakesTheKeyboardIsExplained() {
        Glossary glossary = Glossary.open();
        List<String> mute = new ArrayList<>();
        interact(() -> {
            var commands = wiring().view().commands();
            for (var command : commands.commands()) {
                if (command.id().startsWith("show-")) {
                    commands.run(command, wiring().view().root().getScene().getWindow());
                    collect(wiring().view().root(), glossary, mute);
                }
            }
        });
        assertEquals(List.of(), mute.stream().distinct().toList());
    }

    private static void collect(Node node, Glossary glossary, List<String> mute) {
        if (!node.isVisible()) {
            return;
        }
        if (node.isFocusTraversable()) {
            ContextHelp help = ContextHelp.about(node, glossary);
            if (help.title().isBlank() || help.title().equals("…")) {
                mute.add(node.getClass().getSimpleName() + "#" + node.getId() + " " + node.getStyleClass());
            }
        }
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> collect(child, glossary, mute));
        }
    }

    /// A word that can be chosen is in the glossary, or in what is said about the box.
    @Test
    void everyChoiceThatTheWindowOffersIsExplained() {
        Glossary glossary = Glossary.open();
        Set<String> unknown = new TreeSet<>();
        AtomicInteger looked = new AtomicInteger();
        interact(() -> {
            var commands = wiring().view().commands();
            for (var command : commands.commands()) {
                if (command.id().startsWith("show-")) {
                    commands.run(command, wiring().view().root().getScene().getWindow());
                    wiring().view().root().applyCss();
                    for (Node node : wiring().view().root().lookupAll(".choice-box")) {
                        if (node instanceof ChoiceBox<?> box) {
                            check(box, glossary, looked, unknown);
                        }
                    }
                }
            }
        });
        assertEquals(Set.of(), unknown);
        assertTrue(looked.get() > 20, "only " + looked + " choices were looked at");
    }

    private static <T> void check(ChoiceBox<T> box, Glossary glossary, AtomicInteger looked, Set<String> unknown) {
        String meaning = ContextHelp.about(box, glossary).meaning().toLowerCase(Locale.ROOT);
        for (T item : box.getItems()) {
            String words = box.getConverter() == null
                    ? String.valueOf(item)
                    : box.getConverter().toString(item);
            looked.incrementAndGet();
            boolean isNumber = words.matches(".*\\d.*");
            if (!isNumber && glossary.about(words).isEmpty() && !meaning.contains(words.toLowerCase(Locale.ROOT))) {
                unknown.add(box.getId() + ": " + words);
            }
        }
    }

    @Test
    void theFirstUseIsShownInThreeStepsOnce() {
        interact(() -> wiring().view().greet());
        awaitText("the first step", "walk-title", title -> title.startsWith("1  See"));
        press(KeyCode.ENTER);
        awaitText("the second", "walk-title", title -> title.startsWith("2  Compare"));
        press(KeyCode.ENTER);
        awaitText("the third", "walk-title", title -> title.startsWith("3  Let a layer share"));
        press(KeyCode.ENTER);
        await("it is over", () -> all("#walk-through").isEmpty());
        interact(() -> wiring().view().greet());
        assertEquals(0, all("#walk-through").size(), "it is shown once");
    }

    @Test
    void theGlossaryIsSearchedByLetters() {
        press(KeyCode.SHIFT, KeyCode.F1);
        await("the words", () -> isShowing("help"));
        click("help-filter");
        type("hungar");
        await(
                "few are left",
                () -> all(".help-word").size() <= 3 && !all(".help-word").isEmpty());
    }
}
