package org.crosslayer.app.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import org.crosslayer.app.control.PaneExport;
import org.crosslayer.app.task.Remedy;
import org.crosslayer.app.workspace.FailingAnalyst;
import org.crosslayer.app.workspace.FakeAnalyst;
import org.crosslayer.engine.error.BadFileException;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.error.NotEnoughMemoryException;
import org.crosslayer.engine.error.NumericFaultException;
import org.crosslayer.engine.error.TooLittleTextException;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.LayerAttention;
import org.crosslayer.engine.similarity.Metric;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever a job fails at, its message offers what helps, and trying again gives what was wanted.
class FailureJourneyTest extends WindowTest {
    private final FailingAnalyst failing = new FailingAnalyst(new FakeAnalyst("model"));

    @TempDir
    Path folder;

    @BeforeEach
    void open() throws TimeoutException, IOException {
        Path text = Files.writeString(folder.resolve("text.txt"), "once upon a time ".repeat(100));
        open((_, _, _) -> failing.analyst(), Path.of("model"), text);
        awaitText("a chosen pair", "overview-pair", "Layer 3 and layer 2"::equals);
        awaitText("a baseline", "perplexity-status", "3 of 3 windows"::equals);
        await("quiet", () -> wiring().shell().jobs().isEmpty());
    }

    private static EngineException memory() {
        return new NotEnoughMemoryException("Something", 2L << 30, 1L << 30, "use less");
    }

    private static EngineException shortText() {
        return new TooLittleTextException(3, 512, "one window", "choose a longer text");
    }

    private static EngineException file() {
        return new BadFileException(Path.of("a.safetensors"), "ends too early.");
    }

    /// Lets a question fail, sees that the message offers a way out, takes “Try again” by keyboard, and waits for
    /// what was wanted.
    private void expect(String question, Exception fault, Runnable asking, String offer, BooleanSupplier done) {
        failing.failOnce(question, fault);
        asking.run();
        await("the message of " + question, () -> failing.hasFailed() && isShowing("message"));
        assertFalse(all("#message-" + offer).isEmpty(), question + " offers " + offer);
        focus("message-retry");
        press(KeyCode.SPACE);
        await(question + " was done after all", done);
        await("the message is gone", () -> !isShowing("message"));
        await("quiet", () -> wiring().shell().jobs().isEmpty());
    }

    private boolean hasPicture(String heatmap) {
        return heatmap(heatmap).matrixProperty().get() != null;
    }

    private void turnTo(String page) {
        interact(() -> ((ToggleButton) node(page)).fire());
    }

    @Test
    void whatTheOverviewCannotComputeIsTriedAgain() {
        expect(
                "headSimilarity",
                memory(),
                () -> run("show-heads-card"),
                Remedy.BUDGET.command(),
                () -> hasPicture("heads-heatmap"));
        expect(
                "headStatistics",
                new IllegalStateException("odd"),
                () -> run("show-scatter-card"),
                Remedy.LOG.command(),
                () -> text("scatter-caption").startsWith("every head as a point"));
        expect(
                "influence",
                new NumericFaultException("layer 3"),
                () -> run("show-profile-card"),
                Remedy.INSPECT.command(),
                () -> text("profile-caption").contains("block influence on 3 of 3 windows"));
        expect(
                "similarity",
                shortText(),
                () -> interact(() -> wiring().workspace()
                        .evidence()
                        .choose(wiring().workspace().evidence().settings().get().with(Metric.COSINE))),
                Remedy.OTHER_TEXT.command(),
                () -> text("overview-caption").startsWith("cosine"));
    }

    @Test
    void mapsDetailsAndMeasuresAreTriedAgain() {
        expect(
                "maps",
                memory(),
                () -> interact(() -> wiring().workspace().passageTokens().set(32)),
                Remedy.BUDGET.command(),
                () -> hasPicture("map-primary"));
        expect(
                "evaluate",
                new NumericFaultException("logits of token 17"),
                () -> interact(() -> wiring().workspace()
                        .plan()
                        .apply("copy", AttentionPlan.none(6).with(4, new LayerAttention.CopyPattern(3)))),
                Remedy.INSPECT.command(),
                () -> text("perplexity-ratio").equals("× 1.105"));
        expect(
                "losses",
                shortText(),
                () -> turnTo("page-losses-card"),
                Remedy.OTHER_TEXT.command(),
                () -> text("losses-caption").startsWith("mean +0."));
        expect(
                "generate",
                new IllegalStateException("odd"),
                () -> press(KeyCode.SHORTCUT, KeyCode.SHIFT, KeyCode.G),
                Remedy.LOG.command(),
                () -> text("generation-status").startsWith("first difference"));
        expect("speed", file(), () -> click("measure-speed"), Remedy.LOG.command(), () -> !text("prefill-plan")
                .equals("→ –"));
    }

    @Test
    void aPlanThatCannotBeReadOrWrittenOffersAnotherPlace() {
        expect(
                "readPlan",
                file(),
                () -> drop(folder.resolve("two.json")),
                Remedy.OTHER_PLAN.command(),
                () -> text("plan-summary").equals("2 of 6 layers share"));
        failing.failOnce("writePlan", file());
        interact(() -> wiring().shell().savePlan(Path.of("plan.json")));
        await("the message", () -> failing.hasFailed() && isShowing("message"));
        assertEquals(1, all("#message-" + Remedy.PLAN_ELSEWHERE.command()).size());
        focus("message-retry");
        press(KeyCode.SPACE);
        awaitText("it is saved", "message-title", "Plan saved"::equals);
    }

    @Test
    void whatHelpsIsDoneFromTheMessage() {
        failing.failOnce("headSimilarity", memory());
        run("show-heads-card");
        awaitText("a sentence", "message-title", "Not enough memory"::equals);
        focus("message-" + Remedy.BUDGET.command());
        press(KeyCode.SPACE);
        await("where the budget is", () -> !all("#pref-memory").isEmpty());
    }

    @Test
    void aTableThatCannotBeWrittenIsTriedAgain() throws IOException {
        Path taken = Files.createDirectory(folder.resolve("model.csv"));
        Files.writeString(taken.resolve("full"), "");
        PaneExport pane = card("model-card").export();
        assertTrue(pane != null && pane.ready().getValue());
        interact(() -> wiring().exports().write(taken, pane));
        awaitText("a sentence", "message-title", "Not saved"::equals);
        Files.delete(taken.resolve("full"));
        Files.delete(taken);
        focus("message-retry");
        press(KeyCode.SPACE);
        await("it is written", () -> Files.isRegularFile(taken));
        assertTrue(Files.readString(taken).startsWith("fact,value\nname,model\n"));
    }

    @Test
    void whatTheFigureWindowCannotDrawReadOrWriteIsTriedAgain() throws IOException {
        failing.failOnce("figure", memory());
        run("export-figure");
        awaitFigureProblem("Something needs 2048 MiB", Remedy.BUDGET);
        retryFigure();
        await("it is drawn", () -> !wiring().figures().drawn().get().caption().isEmpty());

        Path recipe = Files.writeString(folder.resolve("a.recipe.json"), "{");
        interact(() -> wiring().figures().open(recipe));
        awaitFigureProblem("a.recipe.json", Remedy.OTHER_RECIPE);
        Files.writeString(recipe, """
                {"schemaVersion": 1, "model": {"path": "model"}, "text": {"path": "text.txt"},
                "panels": [{"kind": "layers"}, {"kind": "profile"}]}""");
        retryFigure();
        await("it is opened", () -> wiring().figures().draft().get().panels().size() == 2);
        await("it is drawn", () -> wiring().shell().jobs().isEmpty());

        Path figure = folder.resolve("later").resolve("a.svg");
        interact(() -> wiring().figures().export(figure));
        awaitFigureProblem("later", Remedy.FIGURE_ELSEWHERE);
        Files.createDirectory(folder.resolve("later"));
        retryFigure();
        await("it is written", () -> Files.isRegularFile(figure));
        awaitText("it says so", "figure-status", words -> words.startsWith("Written: "));
    }

    @Test
    void aFigureThatCannotBeDrawnAsItWasChangedIsTakenBack() {
        run("export-figure");
        await("it is drawn", () -> !wiring().figures().drawn().get().caption().isEmpty());
        interact(() -> wiring().figures().form().width().set("9"));
        awaitText("too small", "figure-problem", words -> words.contains("too small for its labels"));
        focus("figure-problem-undo");
        press(KeyCode.SPACE);
        await("all is well", () -> text("figure-problem").isEmpty());
        assertEquals("", wiring().figures().form().width().get());
        interact(() -> wiring().figures().form().pointSize().set("large"));
        awaitText("no number", "figure-problem", words -> words.contains("large"));
        focus("figure-problem-reset");
        press(KeyCode.SPACE);
        await("all is well", () -> text("figure-problem").isEmpty());
        assertEquals("", wiring().figures().form().pointSize().get());
    }

    private void awaitFigureProblem(String words, Remedy offer) {
        awaitText("a sentence", "figure-problem", sentence -> sentence.contains(words));
        assertEquals(1, all("#figure-problem-" + offer.command()).size(), "offers " + offer);
    }

    private void retryFigure() {
        focus("figure-problem-retry");
        press(KeyCode.SPACE);
        await("the sentence is gone", () -> text("figure-problem").isEmpty());
    }

    @Test
    void everyRemedyIsACommandOfTheWindow() {
        List<String> commands = wiring().view().commands().commands().stream()
                .map(command -> command.id())
                .toList();
        assertTrue(commands.containsAll(
                Arrays.stream(Remedy.values()).map(Remedy::command).toList()));
    }
}
