package org.crosslayer.app.workspace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.LayerAttention;
import org.crosslayer.engine.model.LisaAdapter;
import org.crosslayer.engine.model.LisaOptions;
import org.crosslayer.engine.model.ModelConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlanDocumentTest {
    private final UndoHistory history = new UndoHistory();

    @Test
    void betterPartsTakeTheirPlaceInEveryStepAndAreNone() {
        ModelConfig config = new FakeAnalyst("model").summary().config();
        LisaOptions options = LisaOptions.defaults(FakeAnalyst.HEADS);
        LisaAdapter first = LisaAdapter.random(config, options, 1);
        LisaAdapter better = LisaAdapter.random(config, options, 2);
        PlanDocument lisa = new PlanDocument(history);
        lisa.reset(6);
        lisa.apply("use LiSA in layer 3", AttentionPlan.none(6).with(3, new LayerAttention.Lisa(2, first)));
        lisa.apply("copy into layer 5", lisa.plan().get().with(5, new LayerAttention.CopyPattern(4)));
        history.undo();
        lisa.substitute(Map.of(first, better));
        assertEquals(new LayerAttention.Lisa(2, better), lisa.plan().get().at(3));
        assertEquals("use LiSA in layer 3", history.undoLabel().get());
        history.redo();
        assertEquals(new LayerAttention.Lisa(2, better), lisa.plan().get().at(3));
        history.undo();
        history.undo();
        assertEquals(AttentionPlan.none(6), lisa.plan().get());
        history.redo();
        assertEquals(new LayerAttention.Lisa(2, better), lisa.plan().get().at(3));
    }

    private final PlanDocument document = new PlanDocument(history);
    private final AttentionPlan none = AttentionPlan.none(4);
    private final AttentionPlan shared = none.with(2, new LayerAttention.CopyPattern(1));

    @BeforeEach
    void beginWithFourLayers() {
        document.reset(4);
    }

    @Test
    void undoAndRedoWalkThroughTheStepsAndNameThem() {
        document.apply("copy into layer 2", shared);
        assertEquals("copy into layer 2", history.undoLabel().get());
        history.undo();
        assertEquals(none, document.plan().get());
        assertEquals("", history.undoLabel().get());
        assertEquals("copy into layer 2", history.redoLabel().get());
        history.redo();
        assertEquals(shared, document.plan().get());
    }

    @Test
    void aNewStepAfterUndoForgetsWhatWasUndone() {
        document.apply("copy into layer 2", shared);
        history.undo();
        document.apply("copy into layer 3", none.with(3, new LayerAttention.CopyPattern(2)));
        assertEquals("", history.redoLabel().get());
    }

    @Test
    void aStepThatChangesNothingCannotBeUndone() {
        document.apply("clear the plan", none);
        assertEquals("", history.undoLabel().get());
    }

    @Test
    void undoAtTheBeginningDoesNothing() {
        history.undo();
        history.redo();
        assertEquals(none, document.plan().get());
    }

    @Test
    void anotherModelBeginsWithoutHistory() {
        document.apply("copy into layer 2", shared);
        document.reset(6);
        assertEquals(AttentionPlan.none(6), document.plan().get());
        assertEquals("", history.undoLabel().get());
    }
}
