package org.crosslayer.app.workspace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.crosslayer.app.task.DirectTaskRunner;
import org.junit.jupiter.api.Test;

class PlanLoaderTest {
    private final Workspace workspace = new Workspace();
    private final DirectTaskRunner runner = new DirectTaskRunner();
    private final FakeAnalyst analyst = new FakeAnalyst("model");
    private final PlanLoader plans = new PlanLoader(
            workspace, runner, List.of(Path.of("nine", "plan.json"), Path.of("elsewhere", "other.json")));

    @Test
    void plansOfAnotherModelAreNotOffered() {
        workspace.show(analyst.subject());
        assertEquals(
                List.of("nine"), plans.offers().stream().map(SavedPlan::name).toList());
        assertEquals("2 of 6", plans.offers().getFirst().extent());
        assertEquals("rank 6", plans.offers().getFirst().rank());
    }

    @Test
    void aPlanOfAnotherModelIsRefusedWithASentenceAndNothingIsLost() {
        workspace.show(analyst.subject());
        plans.use(plans.offers().getFirst());
        plans.open(Path.of("other.json"));
        assertTrue(Objects.requireNonNull(workspace.message().get())
                .whatHappened()
                .contains("was made for another model"));
        assertEquals(2, workspace.plan().plan().get().sharedCount());
    }

    @Test
    void savingKeepsPlanPartsAndHowTheyCameAbout() {
        workspace.show(analyst.subject());
        plans.open(Path.of("mine.json"));
        plans.save(Path.of("copy.json"));
        SavedPlan saved = Objects.requireNonNull(analyst.saved());
        assertEquals(workspace.plan().plan().get(), saved.plan());
        assertEquals("novel.txt", saved.calibration());
        assertEquals("mine.json", saved.notes().how().get("layer 2"));
        assertEquals(
                "Plan saved", Objects.requireNonNull(workspace.message().get()).title());
    }
}
