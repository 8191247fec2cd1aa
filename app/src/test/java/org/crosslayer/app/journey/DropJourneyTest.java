package org.crosslayer.app.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.crosslayer.app.workspace.FakeAnalyst;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever is dropped on the window is opened: a model folder, a GGUF file, a text, a plan, a project.
class DropJourneyTest extends WindowTest {
    @TempDir
    Path folder;

    private Path text = Path.of("unset");

    @BeforeEach
    void showAnEmptyWindow() throws TimeoutException, IOException {
        text = Files.writeString(folder.resolve("text.txt"), "once upon a time ".repeat(100));
        show((model, _, _) -> new FakeAnalyst(String.valueOf(model.getFileName())), Path.of("model"), text);
    }

    private void awaitModel(String name) {
        awaitText("the model " + name, "model-name", name::equals);
    }

    @Test
    void allFiveKindsAreOpened() throws IOException {
        drop(Files.createDirectory(folder.resolve("folder")));
        awaitModel("folder");
        drop(Files.createFile(folder.resolve("packed.gguf")));
        awaitModel("packed.gguf");
        drop(Files.writeString(folder.resolve("other.txt"), "another text ".repeat(100)));
        awaitText("the text", "text-name", "other.txt"::equals);
        drop(folder.resolve("two.json"));
        awaitText("the plan", "plan-summary", "2 of 6 layers share"::equals);
        Path project = folder.resolve("study.crosslayer");
        interact(() -> wiring().shell().saveProject(project));
        await("saved", () -> Files.exists(project));
        run("plan-clear");
        drop(project);
        awaitText("the project's plan", "plan-summary", "2 of 6 layers share"::equals);
    }

    @Test
    void aModelAndAPlanDroppedTogetherWaitForEachOther() throws IOException {
        Path model = Files.createDirectory(folder.resolve("folder"));
        interact(() -> wiring().shell().openDropped(List.of(folder.resolve("two.json"), model)));
        awaitModel("folder");
        awaitText("the plan", "plan-summary", "2 of 6 layers share"::equals);
    }

    @Test
    void withoutAModelTextAndPlanAreRefusedWithASentence() {
        drop(text);
        awaitText("a sentence", "message-text", words -> words.startsWith("text.txt is a text for a model to read."));
        drop(folder.resolve("two.json"));
        awaitText("a sentence", "message-text", words -> words.startsWith("two.json is a plan for the layers"));
        assertEquals("No model open", text("model-name"));
    }
}
