package org.crosslayer.app.details;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.crosslayer.app.task.DirectTaskRunner;
import org.crosslayer.app.workspace.FakeAnalyst;
import org.crosslayer.app.workspace.Selection;
import org.crosslayer.app.workspace.Workspace;
import org.crosslayer.engine.similarity.MatchMethod;
import org.crosslayer.engine.similarity.SimilarityOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TablesViewModelTest {
    private final Workspace workspace = new Workspace();
    private final DirectTaskRunner runner = new DirectTaskRunner();
    private final TablesViewModel viewModel = new TablesViewModel(workspace, runner);
    private final FakeAnalyst analyst = new FakeAnalyst("model");

    @TempDir
    Path folder;

    private void open() {
        workspace.show(analyst.subject());
        workspace.selection().choosePair(3, 2);
    }

    @Test
    void nothingIsComputedWhileNobodyLooks() {
        runner.hold();
        open();
        assertEquals(0, runner.jobs().size());
        viewModel.looking().set(true);
        assertEquals(1, runner.jobs().size());
        runner.runAll();
        assertEquals(
                FakeAnalyst.LAYERS * FakeAnalyst.HEADS, viewModel.lines().get().size());
    }

    @Test
    void headsAreFilteredAndOrderedAndTheCaptionSaysHowMany() {
        viewModel.looking().set(true);
        open();
        viewModel.filter().set("entropy > 4 self = 25%");
        viewModel.order(new TablesViewModel.Order("sink", false));
        assertEquals(
                "L5",
                "L" + (int) viewModel.table().get().at(viewModel.lines().get().getFirst(), 0));
        assertEquals(7, viewModel.lines().get().size());
        assertTrue(viewModel.caption().get().startsWith("7 of 24 heads · means over rows · first key kept · “"));
        viewModel.filter().set("colour > 1");
        assertTrue(viewModel.problem().get().startsWith("No column is called “colour”"));
        assertEquals(24, viewModel.lines().get().size());
    }

    @Test
    void everyKindOfTableHasItsOwnFilter() {
        viewModel.looking().set(true);
        open();
        viewModel.filter().set("entropy > 4");
        viewModel.kind().set(TableKind.LAYER_PAIRS);
        assertEquals("", viewModel.filter().get());
        assertEquals("", viewModel.problem().get());
        viewModel.kind().set(TableKind.HEADS);
        assertEquals("entropy > 4", viewModel.filter().get());
        assertEquals(7, viewModel.lines().get().size());
    }

    @Test
    void donorsAppearWhenHeadsAreMatched() {
        viewModel.looking().set(true);
        open();
        NumberTable before = viewModel.table().get();
        assertTrue(Double.isNaN(before.at(5, before.column("donor"))));
        workspace.alignments().set(analyst.align(List.of(), MatchMethod.HUNGARIAN, (_, _) -> {}, () -> false));
        NumberTable after = viewModel.table().get();
        assertEquals("L0H2", after.text(5, after.column("donor")));
        assertEquals("", after.text(1, after.column("donor")));
    }

    @Test
    void aLineIsLookedAtEverywhereAndWhatIsLookedAtIsMarked() {
        viewModel.looking().set(true);
        open();
        viewModel.choose(4 * FakeAnalyst.HEADS + 1);
        assertEquals(4, workspace.selection().primary().get());
        assertEquals(1, workspace.selection().head().get());
        workspace.selection().choosePair(5, 1);
        workspace.selection().head().set(3);
        assertEquals(OptionalInt.of(23), viewModel.chosen());
        viewModel.pin(2 * FakeAnalyst.HEADS + 2);
        assertEquals(2, workspace.selection().pinned().get());
        assertEquals(2, workspace.selection().pinnedHead().get());
        assertEquals(5, workspace.selection().primary().get());
        viewModel.choose(4 * FakeAnalyst.HEADS);
        assertEquals(4, workspace.selection().primary().get());
        assertEquals(2, workspace.selection().pinned().get(), "what is pinned stays");
        assertEquals(2, workspace.selection().pinnedHead().get());
    }

    @Test
    void pairsOfLayersAreThoseOfTheOverview() {
        viewModel.looking().set(true);
        open();
        viewModel.kind().set(TableKind.LAYER_PAIRS);
        assertEquals("comparing layers …", viewModel.caption().get());
        workspace
                .similarity()
                .set(analyst.similarity(
                        List.of(new int[0], new int[0]),
                        SimilarityOptions.DEFAULT,
                        _ -> {},
                        (_, _) -> {},
                        () -> false));
        assertEquals(15, viewModel.lines().get().size());
        viewModel.choose(viewModel.lines().get().getFirst());
        assertEquals(3, workspace.selection().primary().get());
        assertEquals(2, workspace.selection().pinned().get());
        assertEquals(OptionalInt.of(viewModel.lines().get().getFirst()), viewModel.chosen());
    }

    @Test
    void pairsOfHeadsLockBothHeads() {
        viewModel.looking().set(true);
        open();
        workspace.alignments().set(analyst.align(List.of(), MatchMethod.HUNGARIAN, (_, _) -> {}, () -> false));
        viewModel.kind().set(TableKind.HEAD_PAIRS);
        viewModel.filter().set("matched = 1 head = L4H1");
        assertEquals(1, viewModel.lines().get().size());
        viewModel.choose(viewModel.lines().get().getFirst());
        Selection selection = workspace.selection();
        assertEquals(
                List.of(4, 1, 3, 2),
                List.of(
                        selection.primary().get(),
                        selection.head().get(),
                        selection.pinned().get(),
                        selection.pinnedHead().get()));
    }

    @Test
    void headsLikeTheChosenOneAreFoundAndStayWhileTheyAreFollowed() {
        viewModel.looking().set(true);
        open();
        viewModel.findLikeChosen();
        assertTrue(viewModel.caption().get().startsWith("Choose a head first"));
        workspace.selection().head().set(1);
        viewModel.findLikeChosen();
        assertTrue(viewModel
                .caption()
                .get()
                .startsWith("23 heads · like L3H1, Jensen–Shannon divergence, first key kept, 3 of 3 windows of"));
        NumberTable table = viewModel.table().get();
        int closest = viewModel.lines().get().getFirst();
        assertEquals(3, table.at(closest, table.column("layer")));
        assertEquals(0.01, table.at(closest, table.column("divergence")), 1e-9);
        viewModel.choose(viewModel.lines().get().getLast());
        assertTrue(viewModel.caption().get().contains("like L3H1"));
    }

    @Test
    void aSearchThatIsCancelledKeepsWhatIsKnown() {
        viewModel.looking().set(true);
        open();
        workspace.selection().head().set(0);
        runner.hold();
        viewModel.findLikeChosen();
        assertTrue(viewModel.caption().get().endsWith("comparing …"));
        runner.jobs().getFirst().cancel();
        assertEquals(0, runner.jobs().size());
    }

    @Test
    void theLinesThatAreShownAreSavedInTheirOrder() throws IOException {
        viewModel.looking().set(true);
        open();
        viewModel.filter().set("layer = 2");
        viewModel.order(new TablesViewModel.Order("head", true));
        Path file = folder.resolve(viewModel.fileName());
        assertEquals("model-heads.csv", viewModel.fileName());
        viewModel.save(file);
        List<String> lines = Files.readAllLines(file);
        assertEquals("layer,head,entropy,sink,distance,previous,self,induction,donor,divergence", lines.getFirst());
        assertEquals("2,3,2.3,0.3333333333333333,8.0,0.3,0.25,0.2,,", lines.get(1));
        assertEquals(5, lines.size());
        assertEquals(4, viewModel.tabular().lines().skip(1).count());
    }

    @Test
    void anotherTextStartsAnew() {
        viewModel.looking().set(true);
        open();
        runner.hold();
        workspace.show(new FakeAnalyst("other").subject());
        assertEquals(0, viewModel.lines().get().size());
        runner.runAll();
        assertEquals(24, viewModel.lines().get().size());
    }
}
