package org.crosslayer.app.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeoutException;
import javafx.scene.input.KeyCode;
import org.crosslayer.app.workspace.EngineAnalyst;
import org.crosslayer.app.workspace.FakeAnalyst;
import org.crosslayer.engine.Device;
import org.crosslayer.engine.Engine;
import org.crosslayer.engine.LoadedModel;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.LayerAttention;
import org.crosslayer.engine.model.LisaAdapter;
import org.crosslayer.engine.model.LisaOptions;
import org.crosslayer.engine.sharing.FitNotes;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.crosslayer.samples.SampleModels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// LiSA from the window: fit, switch, stop, open what was fitted before.
class LisaJourneyTest extends WindowTest {
    private static final int FEW_STEPS = 2;

    private final FakeAnalyst analyst = new FakeAnalyst("model");

    @TempDir
    Path folder;

    private void openTheDouble() throws TimeoutException, IOException {
        Path text = Files.writeString(folder.resolve("text.txt"), "once upon a time ".repeat(100));
        open(
                (_, _, _) -> analyst,
                Path.of("model"),
                text,
                List.of(folder.resolve("nine").resolve("plan.json")));
        awaitText("a baseline", "perplexity-status", "3 of 3 windows"::equals);
    }

    @Test
    void aLayerOfTheSampleIsFittedAndThePerplexityFollows() throws TimeoutException {
        open(EngineAnalyst::open, SampleModels.sample16l(), SampleModels.sampleText());
        awaitText("a baseline", "perplexity-ratio", "no layer shares"::equals);
        click("lisa-options-open");
        await("the options", () -> isShowing("lisa-steps-local"));
        assertEquals("6", number("lisa-rank"));
        assertEquals("8", number("lisa-hidden"));
        setNumber("lisa-steps-local", FEW_STEPS);
        press(KeyCode.ESCAPE);
        assertEquals("LiSA ○", text("layer-2-lisa"));

        click("layer-2-lisa");
        awaitText("the layer is fitted", "layer-2-lisa", "LiSA ●"::equals);
        awaitText("it is in the plan", "layer-2-source", "← 1 r6"::equals);
        awaitText("the measures follow", "perplexity-ratio", text -> text.startsWith("×"));
        awaitText("and say what they rest on", "perplexity-warning", text -> text.startsWith("Flattered"));
        assertTrue(text("savings-channels").startsWith("−"));

        click("layer-2-own");
        awaitText("it is off", "perplexity-ratio", "no layer shares"::equals);
        click("layer-2-lisa");
        assertEquals("← 1 r6", text("layer-2-source"), "on again at once");

        clickFirst("#layer-2-number");
        click("page-alignment-card");
        await(
                "the matched pairs",
                () -> heatmap("alignment-after").marksProperty().get().size() == 8);
        await(
                "what was learned",
                () -> heatmap("alignment-learned").matrixProperty().get() != null);
        awaitText("what it explains", "alignment-summary", text -> text.contains("low rank adds"));
        assertEquals(8, lines("alignment-table"));
    }

    @Test
    void aFitIsStoppedInTheStatusBarAndItsBestStateStays() throws TimeoutException, IOException {
        openTheDouble();
        analyst.stopFitAt(2);
        click("layer-4-lisa");
        awaitText("the first state is in the plan", "layer-4-source", text -> text.endsWith(" %"));
        assertEquals("LiSA ◐", text("layer-4-lisa"));
        awaitText("it is timed", "prefill-plan", text -> !text.equals("→ –"));
        await("the fit is left, and what waits for it", () -> all(".job-cancel").size() == 2);
        clickFirst(".job-cancel");
        awaitText("it is kept", "layer-4-lisa", "LiSA ●"::equals);
        awaitText("it is measured", "perplexity-plan", "22.20"::equals);
        click("page-fit-card");
        awaitText("the page says so", "fit-progress", text -> text.startsWith("Stopped early"));
        analyst.stopFitAt(-1);
        focus("fit-go-on");
        press(KeyCode.SPACE);
        awaitText("it goes on", "fit-progress", text -> text.startsWith("Fitted; kept is"));
    }

    @Test
    void aFittedPlanThatCameAlongIsOneClick() throws TimeoutException, IOException {
        openTheDouble();
        await("the offer", () -> isShowing("offer-nine"));
        assertEquals("2 of 6", text("offer-nine"));
        click("offer-nine");
        awaitText("it is the plan", "plan-summary", "2 of 6 layers share"::equals);
        awaitText("it is measured", "perplexity-plan", "24.53"::equals);
        press(KeyCode.SHORTCUT, KeyCode.Z);
        awaitText("one step takes it back", "plan-summary", "0 of 6 layers share"::equals);
    }

    @Test
    void partsThatWereFittedToAnotherModelAreRefusedWithASentence()
            throws TimeoutException, IOException, EngineException {
        Path plan = folder.resolve("plan.json");
        try (LoadedModel other =
                Engine.open(SampleModels.golden("llama-mha"), Device.REFERENCE, Progress.NONE, Cancellation.NEVER)) {
            LisaAdapter adapter = LisaAdapter.random(
                    other.config(), LisaOptions.defaults(other.config().nHeads()), 1);
            other.writePlan(
                    plan,
                    AttentionPlan.none(other.config().nLayers()).with(2, new LayerAttention.Lisa(1, adapter)),
                    FitNotes.NONE);
        }
        open(EngineAnalyst::open, SampleModels.sample16l(), SampleModels.sampleText());
        awaitText("a baseline", "perplexity-ratio", "no layer shares"::equals);
        drop(plan);
        awaitText("a sentence", "message-text", text -> text.contains("is a plan for a model of 4 layers"));
        assertEquals("0 of 16 layers share", text("plan-summary"));
    }
}
