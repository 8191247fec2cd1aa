package org.crosslayer.app.figure;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.crosslayer.app.figure.Recipe.Source;
import org.crosslayer.engine.LoadedModel;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.evaluation.EncodedText;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.crosslayer.viz.paper.Panel;
import org.crosslayer.viz.paper.Sheet;

/// Follows a recipe on an open model: numbers, pictures, captions, hashes.
public final class FigureMaker {
    private FigureMaker() {}

    /// A figure's panels with the recipe that makes them again.
    ///
    /// @param recipe  with all hashes filled in
    /// @param made    one a panel
    /// @param changed a sentence for each file that is not what the recipe was made with
    public record Outcome(Recipe recipe, List<Made> made, List<String> changed) {
        public Outcome {
            made = List.copyOf(made);
            changed = List.copyOf(changed);
        }

        /// The pictures alone.
        public List<Panel> panels() {
            return made.stream().map(Made::panel).toList();
        }

        /// The pictures on the recipe's paper.
        ///
        /// @throws RecipeException if size or style make no sense; one sentence
        public Sheet sheet() throws RecipeException {
            return recipe.paper().sheet(panels());
        }

        /// Dots an inch that the recipe wants of a picture.
        public double resolution() throws RecipeException {
            return recipe.paper().resolution();
        }

        /// The captions of all panels with their letters.
        public String caption() {
            if (made.size() == 1) {
                return made.getFirst().caption();
            }
            StringBuilder caption = new StringBuilder();
            for (int index = 0; index < made.size(); index++) {
                caption.append(index == 0 ? "(" : " (")
                        .append((char) ('a' + index))
                        .append(") ")
                        .append(made.get(index).caption());
            }
            return caption.toString();
        }
    }

    /// What in a recipe is not what it was made with, a sentence each; nothing is computed but hashes.
    ///
    /// @param folder the recipe's
    public static List<String> changes(Recipe recipe, LoadedModel model, Path folder)
            throws EngineException, IOException {
        return hashed(recipe, model, folder).changed();
    }

    /// Makes all panels.
    ///
    /// @param program name and version, for the recipe
    /// @param folder  the recipe's
    /// @param kept    what was computed for this model before
    /// @throws RecipeException if the recipe asks for what model or text do not have
    public static Outcome make(
            Recipe recipe,
            String program,
            LoadedModel model,
            Path folder,
            KeptPanels kept,
            Progress progress,
            Cancellation cancellation)
            throws EngineException, IOException, RecipeException {
        Path text = folder.resolve(recipe.text().path());
        if (!Files.isRegularFile(text)) {
            throw new NoSuchFileException(text.toString());
        }
        recipe.cutting().requireSensible();
        Hashed hashed = hashed(recipe, model, folder);
        EncodedText encoded = kept.text(String.valueOf(hashed.text().sha256()), () -> model.encode(content(text)));
        Evidence evidence = new Evidence(
                model,
                model.summary().name(),
                encoded,
                String.valueOf(text.getFileName()),
                recipe.cutting(),
                folder,
                progress,
                cancellation);
        PanelMaker maker = new PanelMaker(evidence);
        List<Made> made = new ArrayList<>();
        for (PanelRecipe panel : hashed.panels()) {
            cancellation.check();
            made.add(kept.make(hashed.text(), recipe.cutting(), panel, maker::bare));
        }
        List<PanelRecipe> filled = new ArrayList<>();
        for (int index = 0; index < made.size(); index++) {
            filled.add(PanelDefaults.filled(
                    hashed.panels().get(index), made.get(index).panel()));
        }
        Recipe complete = new Recipe(
                recipe.schemaVersion(),
                program,
                hashed.model(),
                hashed.tokenizer(),
                hashed.text(),
                recipe.cutting().filled(),
                recipe.seed() == null ? 0 : recipe.seed(),
                filled,
                recipe.paper().filled(made.size()));
        return new Outcome(complete, made, hashed.changed());
    }

    private static String content(Path text) throws IOException {
        try {
            return Files.readString(text, StandardCharsets.UTF_8);
        } catch (CharacterCodingException _) {
            throw new FileSystemException(text.toString(), null, "it is not a UTF-8 text; save it as UTF-8 first");
        }
    }

    private record Hashed(
            Source model, Source tokenizer, Source text, List<PanelRecipe> panels, List<String> changed) {}

    private static Hashed hashed(Recipe recipe, LoadedModel model, Path folder) throws EngineException, IOException {
        SourceHashes hashes = new SourceHashes(folder);
        Source modelSource = hashes.of("model", recipe.model(), model.identity().fingerprint());
        Source text = hashes.of("text", recipe.text());
        Source tokenizer = hashes.tokenizer(recipe, model.tokenizer());
        List<PanelRecipe> panels = new ArrayList<>();
        for (PanelRecipe panel : recipe.panels()) {
            panels.add(PanelSources.mapped(panel, hashes::of));
        }
        return new Hashed(modelSource, tokenizer, text, panels, hashes.changed());
    }
}
