package org.crosslayer.app.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeoutException;
import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import org.crosslayer.app.workspace.FakeAnalyst;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever is dropped on the window is opened: a model folder, a GGUF file, a text, a plan, a project,
/// a figure's recipe.
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
    void aFiguresRecipeIsOpenedInTheFigureWindowAndIsNoPlan() throws IOException {
        Path model = Files.createDirectory(folder.resolve("folder"));
        Path recipe = Files.writeString(folder.resolve("pair.recipe.json"), """
                {"schemaVersion": 1, "model": {"path": "elsewhere"}, "text": {"path": "other.txt"},
                 "panels": [{"kind": "layers"}, {"kind": "bands", "layer": 3}], "sheet": {"venue": "ICML", "columns": 2}}
                """);
        drop(recipe);
        awaitText(
                "a sentence", "message-text", words -> words.startsWith("pair.recipe.json is the recipe of a figure"));
        drop(model);
        awaitModel("folder");
        drop(recipe);
        await("its panels", () -> wiring().figures().draft().get().panels().size() == 2);
        await("its window", () -> isShowing("figure-window"));
        assertEquals("ICML", wiring().figures().draft().get().sheet().venue());
        assertEquals("0 of 6 layers share", text("plan-summary"));
    }

    @Test
    void allFiveKindsAreTakenOverTheFirstStepsAndThePalette() throws IOException {
        interact(() -> wiring().view().greet());
        awaitText("the first step", "walk-title", title -> title.startsWith("1  See"));
        letGoOver("walk-through", Files.createDirectory(folder.resolve("folder")));
        awaitModel("folder");
        letGoOver("overlay", Files.createFile(folder.resolve("packed.gguf")));
        awaitModel("packed.gguf");
        press(KeyCode.ESCAPE);
        press(KeyCode.SHORTCUT, KeyCode.K);
        await("the palette", () -> isShowing("palette-box"));
        letGoOver("palette-query", Files.writeString(folder.resolve("other.txt"), "another text ".repeat(100)));
        awaitText("the text", "text-name", "other.txt"::equals);
        letGoOver("palette-box", folder.resolve("two.json"));
        awaitText("the plan", "plan-summary", "2 of 6 layers share"::equals);
        Path project = folder.resolve("study.crosslayer");
        interact(() -> wiring().shell().saveProject(project));
        await("saved", () -> Files.exists(project));
        run("plan-clear");
        letGoOver("palette-box", project);
        awaitText("the project's plan", "plan-summary", "2 of 6 layers share"::equals);
    }

    private void letGoOver(String id, Path file) {
        Node node = all("#" + id).iterator().next();
        interact(() -> assertTrue(Drops.on(node, file), "taken over " + id));
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
