package org.crosslayer.app.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeoutException;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.TreeTableView;
import javafx.scene.input.KeyCode;
import org.crosslayer.app.workspace.EngineAnalyst;
import org.crosslayer.samples.SampleModels;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;

/// What is this model, and is it computed right? On the bundled model.
class InspectionJourneyTest extends WindowTest {
    private final FxRobot robot = new FxRobot();

    @BeforeEach
    void openTheSample() throws TimeoutException {
        open(EngineAnalyst::open, SampleModels.sample16l(), SampleModels.sampleText());
        await("the model is open", () -> text("model-name").equals("sample-16l"));
    }

    @Test
    void theInspectorShowsTensorsAndAFilterSiftsThem() {
        press(KeyCode.SHORTCUT, KeyCode.I);
        awaitPlace("tensor-tree");
        await("the facts", () -> !all("#inspector-facts .card").isEmpty());
        TreeTableView<?> tree = robot.lookup("#tensor-tree").query();
        TextInputControl filter = robot.lookup("#tensor-filter").query();
        robot.interact(() -> filter.setText("layers.3 q_proj"));
        await("one tensor is left", () -> tree.getExpandedItemCount() == 6);
        press(KeyCode.ESCAPE);
        await(
                "the inspector is closed",
                () -> robot.lookup("#inspector").tryQuery().isEmpty());
    }

    @Test
    void aReferenceFileGivesAReport() {
        robot.interact(
                () -> wiring().parity().check(SampleModels.golden("sample-16l").resolve("golden.safetensors")));
        await("the report", () -> isShowing("parity-verdict"));
        assertEquals("✓ The same numbers as the reference, within the tolerance.", text("parity-verdict"));
        assertTrue(text("parity-tolerance").startsWith("Allowed: "), text("parity-tolerance"));
        assertTrue(text("parity-run").startsWith("80 tokens of golden.safetensors"), text("parity-run"));
        press(KeyCode.ESCAPE);
        await("the report is closed", () -> robot.lookup("#parity").tryQuery().isEmpty());
    }
}
