package org.crosslayer.app.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.crosslayer.app.measures.MeasuresViewModel;
import org.crosslayer.app.task.DirectTaskRunner;
import org.crosslayer.app.workspace.FakeAnalyst;
import org.crosslayer.app.workspace.Workspace;
import org.crosslayer.engine.evaluation.ProtocolKind;
import org.crosslayer.engine.model.LayerAttention;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ComparisonViewModelTest {
    private final Workspace workspace = new Workspace();
    private final DirectTaskRunner runner = new DirectTaskRunner();
    private final MeasuresViewModel measures = new MeasuresViewModel(workspace, runner);
    private final ComparisonViewModel viewModel = new ComparisonViewModel(workspace);

    @BeforeEach
    void open() {
        workspace.show(new FakeAnalyst("model").subject());
    }

    private void copyInto(int layer) {
        workspace
                .plan()
                .apply(
                        "copy into layer " + layer,
                        workspace.plan().plan().get().with(layer, new LayerAttention.CopyPattern(layer - 1)));
    }

    private String cell(int plan, String column) {
        return viewModel.lines().get().get(plan).cells().get(PlanLine.COLUMNS.indexOf(column) - 1);
    }

    private List<String> changes() {
        return viewModel.changes().stream().map(Change::label).toList();
    }

    @Test
    void plansStandSideBySideWithTheirDifferenceToTheOneWorkedOn() {
        copyInto(2);
        workspace.plans().turnTo(1);
        copyInto(2);
        copyInto(3);
        assertEquals("1 of 6", cell(0, "Layers"));
        assertEquals("22.20", cell(0, "Perplexity"));
        assertEquals("24.53", cell(1, "Perplexity"));
        assertEquals("1.221", cell(1, "× none"));
        assertEquals("this plan", cell(1, "Difference"));
        assertEquals("−2.33 (× 0.905)", cell(0, "Difference"));
        assertEquals("−4.45 (× 0.819)", cell(2, "Difference"));
        assertEquals("−33.3 %", cell(1, "K cache"));
        assertEquals("same", cell(2, "K cache"));
    }

    @Test
    void whatWasTimedAndMeasuredOnAllWindowsIsThereToo() {
        copyInto(2);
        assertEquals("–", cell(0, "Prefill"));
        assertEquals("–", cell(0, "All windows"));
        measures.measureSpeed();
        measures.exact().start();
        assertEquals("× 1.20", cell(0, "Prefill"));
        assertEquals("no change", cell(0, "Decode"));
        assertEquals("× 1.105", cell(0, "All windows"));
        workspace.plans().note("one layer");
        assertEquals("one layer", cell(0, "Notes"));
    }

    @Test
    void everyChangeIsNotedWithWhatItDid() {
        copyInto(2);
        copyInto(4);
        workspace.history().undo();
        assertEquals(
                List.of("at the beginning", "copy into layer 2", "copy into layer 4", "undo copy into layer 4"),
                changes());
        assertEquals(
                "2 · copy into layer 4: × 1.221 (+0.116) after × 1.105",
                viewModel.changes().get(2).words(2, viewModel.changes().get(1)));
        assertEquals("0 · at the beginning: × 1.000", viewModel.changes().get(0).words(0, null));
    }

    @Test
    void anotherProtocolBeginsAnew() {
        copyInto(2);
        workspace.protocol().set(ProtocolKind.STRIDE);
        assertEquals(List.of("copy into layer 2"), changes());
        assertEquals("–", cell(1, "Perplexity"));
    }
}
