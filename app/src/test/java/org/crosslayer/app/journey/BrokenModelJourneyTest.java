package org.crosslayer.app.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeoutException;
import org.crosslayer.app.workspace.EngineAnalyst;
import org.crosslayer.app.workspace.FakeAnalyst;
import org.crosslayer.samples.SampleModels;
import org.crosslayer.viz.matrix.Cell;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A folder that is no model gives the engine's sentence, and the model that was open goes on.
class BrokenModelJourneyTest extends WindowTest {
    @TempDir
    Path folder;

    @BeforeEach
    void openAModelThatWorks() throws TimeoutException {
        FakeAnalyst good = new FakeAnalyst("good");
        open(
                (path, progress, cancellation) ->
                        path.equals(Path.of("good")) ? good : EngineAnalyst.open(path, progress, cancellation),
                Path.of("good"),
                SampleModels.sampleText());
        await(
                "the first heatmap",
                () -> heatmap("overview-heatmap").matrixProperty().get() != null);
        await("the maps", () -> heatmap("map-primary").matrixProperty().get() != null);
    }

    @Test
    void anEmptyFolderGivesASentenceAndTheOldModelStaysUsable() {
        openModel(folder);
        expectMessageAndAWorkingModel();
        click("message-close");
        assertFalse(isShowing("message"));
    }

    @Test
    void aDamagedConfigurationGivesASentenceToo() throws IOException {
        Files.writeString(folder.resolve("config.json"), "{ \"model_type\": ");
        openModel(folder);
        expectMessageAndAWorkingModel();
        assertTrue(text("message-text").contains("config.json"), text("message-text"));
    }

    private void expectMessageAndAWorkingModel() {
        awaitPlace("message");
        assertTrue(text("message-text").contains(folder.getFileName().toString()), text("message-text"));
        assertEquals("good", text("model-name"));
        clickCell("overview-heatmap", new Cell(5, 2));
        awaitText("the chosen pair", "overview-pair", "Layer 5 and layer 2"::equals);
        awaitText("the maps still follow", "map-primary-title", title -> title.startsWith("Layer 5 "));
    }
}
