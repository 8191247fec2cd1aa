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
