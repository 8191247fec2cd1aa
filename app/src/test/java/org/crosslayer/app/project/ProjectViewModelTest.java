package org.crosslayer.app.project;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.crosslayer.app.workspace.FakeAnalyst;
import org.crosslayer.app.workspace.OpenText;
import org.crosslayer.app.workspace.Subject;
import org.crosslayer.app.workspace.Workspace;
import org.crosslayer.engine.tokenizer.BosCheck;
import org.crosslayer.engine.tokenizer.BosRule;
import org.junit.jupiter.api.Test;

class ProjectViewModelTest {
    private final Workspace workspace = new Workspace();
    private final ProjectViewModel viewModel = new ProjectViewModel(workspace);

    private String excerpt(String content) {
        Subject subject = new FakeAnalyst("model").subject();
        workspace.show(subject.with(new OpenText(
                Path.of("text.txt"), content, List.of(1, 2), new BosCheck("<s>", new BosRule(true, "config"), true))));
        return viewModel.facts().get().excerpt();
    }

    @Test
    void aPassageThatDoesNotFitTheMemoryComesWithAnOffer() {
        FakeAnalyst analyst = new FakeAnalyst("model");
        analyst.leaveRoomFor(24);
        workspace.show(analyst.subject());
        ProjectViewModel.Memory memory = viewModel.memory().get();
        assertEquals(24, memory.offer());
        assertTrue(memory.verdict().startsWith("The maps of the first 64 tokens are not drawn. "), memory.verdict());
        assertTrue(memory.verdict().contains("24 tokens fit"), memory.verdict());
        viewModel.acceptOffer();
        assertEquals(24, workspace.passageTokens().get());
        assertEquals("", viewModel.memory().get().verdict());
    }

    @Test
    void withoutAnyRoomThereIsNoOffer() {
        FakeAnalyst analyst = new FakeAnalyst("model");
        analyst.leaveRoomFor(0);
        workspace.show(analyst.subject());
        assertEquals(0, viewModel.memory().get().offer());
        viewModel.acceptOffer();
        assertEquals(64, workspace.passageTokens().get());
    }

    @Test
    void aShortTextIsShownWholeOnOneLine() {
        assertEquals("once upon a time", excerpt("  once\n upon  a\ttime \n"));
    }

    @Test
    void whatTheModelWantsBeforeATextIsSaid() {
        String _ = excerpt("a text");
        assertTrue(viewModel.facts().get().textFacts().stream()
                .anyMatch(fact -> fact.name().equals("BOS")
                        && fact.value().equals("wanted first")
                        && fact.explanation().contains("(config); the text begins with it.")));
    }

    @Test
    void aLongTextIsCutAfterAWord() {
        assertEquals("word ".repeat(26).strip() + " …", excerpt("word  ".repeat(100_000)));
    }

    @Test
    void aTextThatBeginsWithNothingButSpaceSaysThatItGoesOn() {
        assertEquals("a …", excerpt("a" + " ".repeat(5000) + "b"));
    }
}
