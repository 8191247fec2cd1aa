package org.crosslayer.app.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.TimeoutException;
import javafx.scene.input.KeyCode;
import org.crosslayer.app.workspace.EngineAnalyst;
import org.crosslayer.samples.SampleModels;
import org.crosslayer.viz.matrix.Cell;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// See, change, measure, take back: on the real sample model.
class SharingJourneyTest extends WindowTest {
    @BeforeEach
    void openTheSample() throws TimeoutException {
        open(EngineAnalyst::open, SampleModels.sample16l(), SampleModels.sampleText());
    }

    @Test
    void aHeatmapAppearsByItselfAndAClickAndASwitchMoveEverythingElse() {
        await(
                "the first heatmap",
                () -> heatmap("overview-heatmap").matrixProperty().get() != null);
        await("the maps", () -> heatmap("map-primary").matrixProperty().get() != null);

        clickCell("overview-heatmap", new Cell(7, 4));
        await(
                "the maps follow",
                () -> text("map-primary-title").startsWith("Layer 7 ")
                        && text("map-pinned-title").startsWith("Layer 4 "));
        assertEquals("Layer 7 and layer 4", text("overview-pair"));

        await("a baseline", () -> !text("perplexity-plan").equals("–"));
        assertEquals("no layer shares", text("perplexity-ratio"));

        click("layer-5-copy");
        awaitText("the measures follow", "perplexity-ratio", text -> text.startsWith("×"));
        assertEquals("← 4", text("layer-5-source"));
        assertTrue(text("perplexity-protocol").startsWith("windows of 512 tokens without overlap"));
        assertEquals("1 of 16 layers share", text("plan-summary"));
        assertEquals(
                List.of(new Cell(5, 4)),
                heatmap("overview-heatmap").marksProperty().get(),
                "the plan on the diagonal");

        press(KeyCode.SHORTCUT, KeyCode.Z);
        awaitText("the measures return", "perplexity-ratio", "no layer shares"::equals);
        assertEquals("", text("layer-5-source"));
        assertEquals(List.of(), heatmap("overview-heatmap").marksProperty().get());
    }

    @Test
    void anAlignedCopyIsMeasuredAsSoonAsItsHeadsAreMatched() {
        await("the plan", () -> isShowing("layer-3-aligned"));
        click("layer-3-aligned");
        awaitText("its heads are matched", "layer-3-source", "← 2"::equals);
        awaitText("the measures follow", "perplexity-ratio", text -> text.startsWith("×"));
    }
}
