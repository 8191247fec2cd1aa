package org.crosslayer.app.sharing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.crosslayer.app.task.DirectTaskRunner;
import org.crosslayer.app.task.Job;
import org.crosslayer.app.workspace.FakeAnalyst;
import org.crosslayer.app.workspace.PlanLoader;
import org.crosslayer.app.workspace.Workspace;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.LayerAttention;
import org.crosslayer.engine.model.LisaAdapter;
import org.crosslayer.engine.model.LisaOptions;
import org.crosslayer.engine.model.ModelConfig;
import org.junit.jupiter.api.Test;

class SharingViewModelTest {
    private final Workspace workspace = new Workspace();
    private final DirectTaskRunner runner = new DirectTaskRunner();
    private final FitViewModel fits = new FitViewModel(workspace, runner);
    private final LisaOptionsViewModel options = new LisaOptionsViewModel(workspace, runner);
    private final PlanLoader plans = new PlanLoader(workspace, runner, List.of(Path.of("fitted", "plan.json")));
    private final SharingViewModel viewModel = new SharingViewModel(workspace, runner, fits, options, plans);

    private void open() {
        workspace.show(new FakeAnalyst("model").subject());
    }

    private AttentionPlan plan() {
        return workspace.plan().plan().get();
    }

    @Test
    void everyLayerHasARowAndBeginsWithItsOwnAttention() {
        open();
        assertEquals(FakeAnalyst.LAYERS, viewModel.rows().size());
        assertTrue(viewModel.rows().stream().allMatch(row -> row.mode().get() == SharingMode.OWN));
        assertFalse(viewModel.rows().getFirst().canShare());
    }

    @Test
    void copyTakesThePatternOfTheLayerBelow() {
        open();
        viewModel.choose(3, SharingMode.COPY);
        assertEquals(new LayerAttention.CopyPattern(2), plan().at(3));
        assertEquals("← 2", viewModel.rows().get(3).source().get());
        assertEquals("1 of 6 layers share", viewModel.summary().get());
    }

    @Test
    void alignedUsesTheMatchedHeads() {
        open();
        viewModel.choose(2, SharingMode.ALIGNED);
        assertEquals(new LayerAttention.MappedPattern(1, List.of(3, 2, 1, 0)), plan().at(2));
    }

    @Test
    void alignedWaitsUntilHeadsAreMatched() {
        runner.hold();
        open();
        viewModel.choose(2, SharingMode.ALIGNED);
        assertEquals(AttentionPlan.none(FakeAnalyst.LAYERS), plan());
        assertEquals(SharingMode.ALIGNED, viewModel.rows().get(2).mode().get());
        assertEquals("← …", viewModel.rows().get(2).source().get());
        runner.runAll();
        assertTrue(plan().isShared(2));
        assertEquals("← 1", viewModel.rows().get(2).source().get());
    }

    @Test
    void cancellingTheMatchingPutsTheWaitingSwitchBack() {
        runner.hold();
        open();
        viewModel.choose(2, SharingMode.ALIGNED);
        List.copyOf(runner.jobs()).forEach(Job::cancel);
        assertEquals(SharingMode.OWN, viewModel.rows().get(2).mode().get());
    }

    @Test
    void twoLayersMayWaitForTheSameMatching() {
        runner.hold();
        open();
        viewModel.choose(2, SharingMode.ALIGNED);
        viewModel.choose(4, SharingMode.ALIGNED);
        runner.runAll();
        assertEquals(2, plan().sharedCount());
    }

    @Test
    void furtherSwitchesDoNotBeginTheMatchingAnew() {
        runner.hold();
        open();
        viewModel.choose(2, SharingMode.ALIGNED);
        List<Job> matching = List.copyOf(runner.jobs());
        viewModel.choose(4, SharingMode.ALIGNED);
        viewModel.choose(2, SharingMode.ALIGNED);
        assertEquals(matching, runner.jobs());
    }

    @Test
    void aStoppedMatchingBeginsAgainWithTheNextSwitch() {
        runner.hold();
        open();
        List.copyOf(runner.jobs()).forEach(Job::cancel);
        viewModel.choose(2, SharingMode.ALIGNED);
        runner.runAll();
        assertTrue(plan().isShared(2));
    }

    @Test
    void aLisaLayerOfAPlanIsCalledSoAndNotAligned() {
        open();
        ModelConfig config = new FakeAnalyst("model").summary().config();
        LisaAdapter adapter = LisaAdapter.identity(config, LisaOptions.defaults(FakeAnalyst.HEADS));
        workspace.plan().apply("open a plan", plan().with(3, new LayerAttention.Lisa(2, adapter)));
        assertEquals(SharingMode.LISA, viewModel.rows().get(3).mode().get());
        assertEquals("← 2 r6", viewModel.rows().get(3).source().get());
        viewModel.choose(3, SharingMode.OWN);
        assertEquals(SharingMode.OWN, viewModel.rows().get(3).mode().get());
    }

    @Test
    void fittedPartsAreSwitchedOnAtOnceAndOffAndOnAgain() {
        open();
        assertEquals(LisaState.FITTED, viewModel.rows().get(3).lisa().get());
        viewModel.choose(3, SharingMode.LISA);
        AttentionPlan with = plan();
        assertTrue(with.at(3) instanceof LayerAttention.Lisa);
        viewModel.choose(3, SharingMode.OWN);
        viewModel.choose(3, SharingMode.LISA);
        assertEquals(with, plan());
        assertEquals("use LiSA in layer 3", workspace.history().undoLabel().get());
    }

    @Test
    void anOfferedPlanIsOneClickAndOneStep() {
        open();
        assertEquals("2 of 6", viewModel.offers().getFirst().extent());
        viewModel.use(viewModel.offers().getFirst());
        assertEquals(2, plan().sharedCount());
        assertEquals("open fitted", workspace.history().undoLabel().get());
        workspace.history().undo();
        assertEquals(0, plan().sharedCount());
    }

    @Test
    void aLayerThatIsNotFittedWaitsForTheFirstStateOfItsFit() {
        open();
        runner.hold();
        viewModel.choose(4, SharingMode.LISA);
        assertEquals(SharingMode.LISA, viewModel.rows().get(4).mode().get());
        assertEquals("← …", viewModel.rows().get(4).source().get());
        assertEquals(LisaState.FITTING, viewModel.rows().get(4).lisa().get());
        assertFalse(plan().isShared(4));
        runner.runAll();
        assertTrue(plan().at(4) instanceof LayerAttention.Lisa);
        assertEquals(LisaState.FITTED, viewModel.rows().get(4).lisa().get());
    }

    @Test
    void aFitThatIsCancelledBeforeItsFirstStateLeavesTheSwitchWhereItWas() {
        open();
        runner.hold();
        viewModel.choose(4, SharingMode.LISA);
        List.copyOf(runner.jobs()).forEach(Job::cancel);
        assertEquals(SharingMode.OWN, viewModel.rows().get(4).mode().get());
        assertEquals(LisaState.NOT_FITTED, viewModel.rows().get(4).lisa().get());
    }

    @Test
    void otherOptionsNeedAnotherFit() {
        open();
        options.setRank(4);
        assertEquals(LisaState.NOT_FITTED, viewModel.rows().get(3).lisa().get());
        options.setRank(6);
        assertEquals(LisaState.FITTED, viewModel.rows().get(3).lisa().get());
    }

    @Test
    void anchoredLayersTakeTheLastOrdinaryLayer() {
        open();
        options.setChained(false);
        viewModel.choose(2, SharingMode.LISA);
        viewModel.choose(3, SharingMode.LISA);
        viewModel.choose(4, SharingMode.LISA);
        assertEquals(1, ((LayerAttention.Lisa) plan().at(4)).source());
        assertEquals(1, ((LayerAttention.Lisa) plan().at(3)).source());
    }

    @Test
    void rowsFollowUndo() {
        open();
        viewModel.choose(3, SharingMode.COPY);
        workspace.history().undo();
        assertEquals(SharingMode.OWN, viewModel.rows().get(3).mode().get());
    }

    @Test
    void clearIsOneStepThatCanBeUndone() {
        open();
        viewModel.choose(3, SharingMode.COPY);
        viewModel.choose(4, SharingMode.COPY);
        viewModel.clear();
        assertEquals(0, plan().sharedCount());
        workspace.history().undo();
        assertEquals(2, plan().sharedCount());
    }
}
