package org.crosslayer.app.alignment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import org.crosslayer.app.task.DirectTaskRunner;
import org.crosslayer.app.workspace.FakeAnalyst;
import org.crosslayer.app.workspace.Workspace;
import org.crosslayer.engine.model.LayerAttention;
import org.crosslayer.engine.model.LisaAdapter;
import org.crosslayer.engine.model.LisaOptions;
import org.crosslayer.engine.similarity.MatchMethod;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.junit.jupiter.api.Test;

class AlignmentViewModelTest {
    private final Workspace workspace = new Workspace();
    private final DirectTaskRunner runner = new DirectTaskRunner();
    private final AlignmentViewModel viewModel = new AlignmentViewModel(workspace, runner);
    private final FakeAnalyst analyst = new FakeAnalyst("model");

    private void look(int layer, int source) {
        workspace.show(analyst.subject());
        workspace.alignments().set(analyst.align(List.of(), MatchMethod.HUNGARIAN, Progress.NONE, Cancellation.NEVER));
        viewModel.looking().set(true);
        workspace.selection().choosePair(layer, source);
    }

    private AlignmentPicture picture() {
        return Objects.requireNonNull(viewModel.picture().get(), "a picture");
    }

    @Test
    void nothingIsAskedWhileNobodyLooks() {
        workspace.show(analyst.subject());
        workspace.selection().choosePair(4, 1);
        assertNull(viewModel.picture().get());
    }

    @Test
    void neighboursShowTheMatchingOfThePlan() {
        look(3, 2);
        assertEquals(List.of(3, 2, 1, 0), picture().order());
        assertNull(picture().learned());
        assertEquals("head 3", viewModel.lines().get().getFirst().name(), "the worst first");
        assertEquals("head 0", viewModel.lines().get().getFirst().partner());
    }

    @Test
    void anyOtherPairIsMatchedWhenItIsLookedAt() {
        look(4, 1);
        assertEquals(List.of(1, 0, 3, 2), picture().order());
        assertTrue(viewModel.summary().get().startsWith("Layer 4 from 1"));
    }

    @Test
    void aLisaLayerShowsWhatItHasLearnedAndWhatItsLowRankPartAdds() {
        look(3, 2);
        LisaAdapter adapter =
                LisaAdapter.random(analyst.summary().config(), LisaOptions.defaults(FakeAnalyst.HEADS), 1);
        workspace.plan().apply("use LiSA", workspace.plan().plan().get().with(3, new LayerAttention.Lisa(2, adapter)));
        assertNotNull(picture().learned());
        assertEquals(0.25, viewModel.lines().get().getFirst().added(), 1e-12);
        assertEquals(
                List.of("head 3", "head 2", "head 1", "head 0"),
                viewModel.lines().get().stream().map(ShareLine::name).toList(),
                "what explains least of its scores first");
        assertTrue(
                viewModel.summary().get().endsWith("low rank adds 25.0 %"),
                viewModel.summary().get());
        viewModel.scope().set(AlignmentViewModel.Scope.LAYERS);
        assertEquals(1, viewModel.lines().get().size());
        assertEquals("layer 3", viewModel.lines().get().getFirst().name());
        assertEquals(0.8, viewModel.lines().get().getFirst().whole(), 1e-12);
    }

    @Test
    void theLowestLayerHasNothingToTakeFrom() {
        look(0, 0);
        assertNull(viewModel.picture().get());
        assertTrue(viewModel.lines().get().isEmpty());
    }
}
