package org.crosslayer.app.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import javafx.scene.Node;
import javafx.scene.control.ListView;
import javafx.scene.control.TableView;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.text.Text;
import org.crosslayer.app.control.PaneExport;
import org.crosslayer.app.workspace.FakeAnalyst;
import org.crosslayer.app.workspace.Selection;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The lowest row: tables, losses on the text, who is to blame, and what is written.
class DetailsJourneyTest extends WindowTest {
    private final FakeAnalyst analyst = new FakeAnalyst("model");

    @TempDir
    Path folder;

    @BeforeEach
    void open() throws TimeoutException, IOException {
        Path text = Files.writeString(folder.resolve("text.txt"), "once upon a time 👧 ".repeat(100));
        open((_, _, _) -> analyst, Path.of("model"), text);
        awaitText("a baseline", "perplexity-status", "3 of 3 windows"::equals);
        awaitText("a chosen pair", "overview-pair", "Layer 3 and layer 2"::equals);
    }

    @Test
    void headsAreFilteredByTypingAndALineIsChosenByKey() {
        turnTo("page-tables-card");
        await("all heads", () -> lines("details-table") == FakeAnalyst.LAYERS * FakeAnalyst.HEADS);
        press(KeyCode.SHORTCUT, KeyCode.F);
        await("the filter has the keyboard", () -> one("tables-filter").isFocused());
        type("entropy > 4");
        await("the heads that are left", () -> lines("details-table") == 7);
        focus("details-table");
        press(KeyCode.END);
        await(
                "the last head is chosen",
                () -> selection().primary().get() == 5 && selection().head().get() == 3);
        awaitText("the maps follow", "map-primary-title", title -> title.startsWith("Layer 5 · head 3"));
        press(KeyCode.SHORTCUT, KeyCode.C);
        await(
                "the lines are on the clipboard",
                () -> clipboard().lines().count() == 8 && clipboard().startsWith("layer\thead\tentropy"));
    }

    @Test
    void columnsAreChosenByKeyboardAndKept() {
        turnTo("page-tables-card");
        await("all heads", () -> lines("details-table") == FakeAnalyst.LAYERS * FakeAnalyst.HEADS);
        run("table-columns");
        awaitPlace("tables-column-entropy");
        press(KeyCode.DOWN);
        press(KeyCode.ENTER);
        await("it is hidden", () -> !columns().contains("entropy"));
        assertEquals(
                Set.of("heads.entropy"),
                wiring().shell().preferences().hiddenColumns().get());
        press(KeyCode.SHORTCUT, KeyCode.F);
        await("the filter has the keyboard", () -> one("tables-filter").isFocused());
        type("entropy > 4");
        await("it can be used all the same", () -> lines("details-table") == 7);
        focus("tables-columns");
        press(KeyCode.SPACE);
        awaitPlace("tables-column-entropy");
        chooseItem("tables-columns-all");
        await("it is back", () -> columns().contains("entropy"));
        assertEquals(Set.of(), wiring().shell().preferences().hiddenColumns().get());
    }

    private List<String> columns() {
        return ((TableView<?>) one("details-table"))
                .getVisibleLeafColumns().stream().map(column -> column.getId()).toList();
    }

    @Test
    void aConditionThatCannotBeReadIsSaidInASentence() {
        turnTo("page-tables-card");
        await("all heads", () -> lines("details-table") == FakeAnalyst.LAYERS * FakeAnalyst.HEADS);
        press(KeyCode.SHORTCUT, KeyCode.F);
        await("the filter has the keyboard", () -> one("tables-filter").isFocused());
        type("colour > 2");
        awaitText("a sentence", "tables-problem", words -> words.startsWith("No column is called “colour”"));
        assertEquals(FakeAnalyst.LAYERS * FakeAnalyst.HEADS, lines("details-table"));
    }

    @Test
    void headsLikeTheChosenOneAreFoundByKey() {
        interact(() -> selection().head().set(1));
        press(KeyCode.SHORTCUT, KeyCode.SHIFT, KeyCode.H);
        awaitText(
                "heads like it",
                "tables-caption",
                words -> words.startsWith("23 heads · like L3H1, Jensen–Shannon divergence, first key kept, 3 of 3"));
        focus("details-table");
        press(KeyCode.HOME);
        await("the nearest is chosen", () -> selection().head().get() != 1);
        assertEquals(3, selection().primary().get());
        assertTrue(text("tables-caption").contains("like L3H1"), "the list stays where it was");
        press(KeyCode.END);
        await("the farthest is chosen", () -> selection().primary().get() != 3);
        interact(() -> selection().choosePair(5, 4));
        focus("details-table");
        press(KeyCode.HOME);
        await("the nearest again", () -> selection().primary().get() == 3);
    }

    @Test
    void everyTokensChangeIsPaintedNamedAndLockedByKey() {
        focus("layer-4-copy");
        press(KeyCode.SPACE);
        awaitText("the measures follow", "perplexity-ratio", "× 1.105"::equals);
        turnTo("page-losses-card");
        awaitText("the losses", "losses-caption", words -> words.startsWith("mean +0."));
        await("shades of both directions", () -> isSeen(".loss-dearer") && isSeen(".loss-cheaper"));
        await("marks beside the colour", () -> isSeen(".loss-dearer-line"));
        focus("losses-text");
        press(KeyCode.HOME);
        press(KeyCode.RIGHT);
        awaitText(
                "its numbers",
                "losses-reading",
                words -> words.startsWith("+0.100 nats · token 1 “n” · id 110 · 3.000 without"));
        assertEquals(Selection.NONE, selection().query().get(), "pointing chooses nothing");
        press(KeyCode.ENTER);
        await("the token is locked", () -> selection().query().get() == 1);
        await("and framed", () -> isSeen(".loss-locked"));
        press(KeyCode.ESCAPE);
        await("and released", () -> selection().query().get() == Selection.NONE);
        focus("losses-worst");
        press(KeyCode.HOME);
        press(KeyCode.ENTER);
        await("the worst is locked", () -> selection().query().get() % 100 == 42);
    }

    @Test
    void thePaintedTextIsExportedAsADrawingAndAsNumbers() throws IOException {
        focus("layer-4-copy");
        press(KeyCode.SPACE);
        turnTo("page-losses-card");
        awaitText("the losses", "losses-caption", words -> words.startsWith("mean +0."));
        PaneExport pane = Objects.requireNonNull(card("losses-card").export());
        Path drawing = folder.resolve("painted.svg");
        Path numbers = folder.resolve("painted.csv");
        interact(() -> {
            wiring().exports().write(drawing, pane);
            wiring().exports().write(numbers, pane);
        });
        String svg = Files.readString(drawing);
        assertTrue(svg.contains("<text") && svg.contains("nats a token"), "text and legend");
        assertTrue(svg.contains("text.txt") && svg.contains("tokens in 3 windows"), "it says of what");
        assertTrue(Files.readString(numbers).startsWith("token,id,text,baselineNats,planNats"));
    }

    @Test
    void fromALayerToHeadsAndTokenInTwoSteps() {
        interact(() -> selection().choosePair(4, 3));
        press(KeyCode.SHORTCUT, KeyCode.SHIFT, KeyCode.Y);
        awaitText("an answer", "blame-summary", words -> words.startsWith("Layer 4 does not share"));
        await("who is to blame", () -> items("blame-heads") == FakeAnalyst.HEADS && items("blame-tokens") > 0);
        focus("blame-heads");
        press(KeyCode.HOME);
        press(KeyCode.ENTER);
        await(
                "both heads and the token are locked",
                () -> selection().head().get() != Selection.MEAN
                        && selection().pinnedHead().get() >= 0
                        && selection().query().get() % 100 == 42);
        assertEquals(4, selection().primary().get());
        assertEquals(3, selection().pinned().get());
        awaitText("its own map", "map-primary-title", title -> title.startsWith("Layer 4 · head "));
        awaitText(
                "what it gets",
                "map-pinned-title",
                title -> title.startsWith("Layer 3 · head ") && title.contains(", pinned"));
        await(
                "the token is locked in both maps",
                () -> heatmap("map-primary").selectedProperty().get() != null
                        && heatmap("map-pinned").selectedProperty().get() != null);
    }

    @Test
    void twoClicksLeadFromARowToThoseToBlame() {
        rightClick("layer-4-number");
        chooseItem("rows-explain");
        awaitText("an answer", "blame-summary", words -> words.startsWith("Layer 4 does not share"));
        await(
                "heads, passages and tokens",
                () -> items("blame-heads") == FakeAnalyst.HEADS
                        && items("blame-passages") > 0
                        && items("blame-tokens") > 0);
    }

    @Test
    void theSamePromptIsContinuedTwiceAndTheDifferenceIsMarked() {
        focus("layer-2-copy");
        press(KeyCode.SPACE);
        awaitText("the measures follow", "perplexity-ratio", "× 1.105"::equals);
        press(KeyCode.SHORTCUT, KeyCode.SHIFT, KeyCode.G);
        awaitText("both texts", "generation-status", "first difference at token 6 of 64"::equals);
        assertEquals("Plan: 1 layer shares", text("generation-plan-title"));
        awaitText("it has ended", "generation-start", "▶ Generate"::equals);
        await(
                "the first difference is marked on both sides",
                () -> words(".generated-word").stream()
                                .filter(word -> !word.isBlank())
                                .count()
                        == 2);
        await("the marks are seen", () -> all(".generated-mark").stream().allMatch(Node::isVisible));
        assertEquals(2, new HashSet<>(words(".generated-word")).size(), "it is one");
        assertEquals(1, new HashSet<>(words(".generated-shared")).size(), "before it both are the same");
    }

    @Test
    void generatingIsStoppedAndKeepsWhatIsWritten() {
        analyst.timeForEver();
        press(KeyCode.SHORTCUT, KeyCode.SHIFT, KeyCode.G);
        awaitText("some text", "generation-status", words -> words.startsWith("no difference so far in 6"));
        focus("generation-start");
        press(KeyCode.SPACE);
        awaitText(
                "it has stopped",
                "generation-status",
                words -> words.startsWith("stopped · no difference so far in 6"));
        await("no job is left", () -> all(".job-cancel").isEmpty());
    }

    @Test
    void hiddenPanesAskNothing() {
        turnTo("page-log-card");
        await("the log", () -> isShowing("log-card"));
        focus("layer-2-copy");
        press(KeyCode.SPACE);
        awaitText("the measures follow", "perplexity-ratio", "× 1.105"::equals);
        await("quiet", () -> wiring().shell().jobs().isEmpty());
        for (String question : List.of("losses", "headsLike", "generate", "headSimilarity", "influence")) {
            assertEquals(0, analyst.asked(question), question);
        }
        turnTo("page-losses-card");
        awaitText("asked when looked at", "losses-caption", words -> words.startsWith("mean +0."));
        assertTrue(analyst.asked("losses") > 0);
    }

    private List<String> words(String selector) {
        return all(selector).stream().map(node -> ((Text) node).getText()).toList();
    }

    /// By keyboard, so that it does not matter how wide the titles are.
    private void turnTo(String page) {
        focus(page);
        press(KeyCode.SPACE);
    }

    private Selection selection() {
        return wiring().workspace().selection();
    }

    private boolean isSeen(String selector) {
        return all(selector).stream().anyMatch(Node::isVisible);
    }

    private Node one(String id) {
        return all("#" + id).iterator().next();
    }

    private int items(String id) {
        return ((ListView<?>) one(id)).getItems().size();
    }

    private String clipboard() {
        return String.valueOf(Clipboard.getSystemClipboard().getString());
    }
}
