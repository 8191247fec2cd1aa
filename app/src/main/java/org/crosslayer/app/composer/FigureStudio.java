package org.crosslayer.app.composer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.crosslayer.app.figure.FigureFiles;
import org.crosslayer.app.figure.FigureMaker;
import org.crosslayer.app.figure.PanelRecipe;
import org.crosslayer.app.figure.PanelSources;
import org.crosslayer.app.figure.Recipe;
import org.crosslayer.app.figure.RecipeException;
import org.crosslayer.app.figure.RecipeFile;
import org.crosslayer.app.figure.SheetRecipe;
import org.crosslayer.app.task.FileSentences;
import org.crosslayer.app.workspace.Subject;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.crosslayer.viz.color.ColorVision;
import org.crosslayer.viz.companion.FigureBundle;
import org.crosslayer.viz.companion.Latex;
import org.crosslayer.viz.companion.PanelTable;
import org.crosslayer.viz.paper.PaperPixels;
import org.crosslayer.viz.paper.Sheet;
import org.jspecify.annotations.Nullable;

/// Makes drafts into pictures, tables and files, by the same steps as `crosslayer figure`; on the engine's thread only.
/// What is wrong with a draft or a folder comes back as a sentence.
final class FigureStudio {
    /// Twice what a usual screen has, for sharp letters on fine ones.
    private static final double PREVIEW_DPI = 192;

    /// Enough to find out whether labels fit.
    private static final double TRIAL_DPI = 36;

    /// Something made, or the sentence that says why not.
    ///
    /// @param result null if there is none
    record Answer<T>(@Nullable T result, String problem) {}

    private interface Step<T> {
        T take() throws EngineException, IOException, RecipeException;
    }

    private final Attachments attachments;
    private @Nullable Path scratch;

    FigureStudio(Attachments attachments) {
        this.attachments = attachments;
    }

    /// Panels and paper of a recipe.
    Answer<FigureDraft> read(Path file) throws EngineException {
        return answer(() -> {
            Recipe recipe = RecipeFile.read(file);
            Path folder =
                    Objects.requireNonNull(file.toAbsolutePath().normalize().getParent(), "a file has a folder");
            List<PanelRecipe> panels = recipe.panels().stream()
                    .map(panel -> PanelSources.renamed(panel, path -> absolute(folder.resolve(path))))
                    .toList();
            return new FigureDraft(
                    panels,
                    Objects.requireNonNullElse(recipe.sheet(), SheetRecipe.DEFAULT),
                    Objects.requireNonNullElse(recipe.windows(), FigureDraft.EMPTY.cut()));
        });
    }

    /// The picture for the screen, with captions.
    Drawn draw(Subject subject, FigureDraft draft, Eyes eyes, Progress progress, Cancellation cancellation)
            throws EngineException {
        Answer<Drawn> answer = answer(() -> {
            FigureMaker.Outcome outcome = make(subject, draft, progress, cancellation);
            return drawn(outcome, PREVIEW_DPI, eyes);
        });
        return answer.result() == null ? Drawn.failed(answer.problem()) : answer.result();
    }

    /// The picture in its own resolution, for the clipboard.
    Answer<Drawn> picture(Subject subject, FigureDraft draft, Progress progress, Cancellation cancellation)
            throws EngineException {
        return answer(() -> {
            FigureMaker.Outcome outcome = make(subject, draft, progress, cancellation);
            return drawn(outcome, outcome.resolution(), Eyes.ALL);
        });
    }

    /// The tables of all panels.
    Answer<String> table(
            Subject subject, FigureDraft draft, TableForm form, Progress progress, Cancellation cancellation)
            throws EngineException {
        return answer(() -> make(subject, draft, progress, cancellation).panels().stream()
                .map(panel -> form.of(PanelTable.of(panel)))
                .collect(Collectors.joining("\n")));
    }

    /// Writes the figure with everything behind it; its recipe makes it again.
    Answer<List<Path>> write(
            Subject subject, FigureDraft draft, Path file, Progress progress, Cancellation cancellation)
            throws EngineException {
        return answer(() -> {
            Path folder =
                    Objects.requireNonNull(file.toAbsolutePath().normalize().getParent(), "a file has a folder");
            if (!Files.isDirectory(folder)) {
                throw new RecipeException(folder + " is no folder: make it first, or choose another one.");
            }
            Recipe recipe = draft.recipe(
                    from(folder, subject.summary().path()),
                    from(folder, subject.text().path()));
            String stem = FigureBundle.stem(file);
            Map<String, Path> files = new LinkedHashMap<>();
            List<PanelRecipe> panels = recipe.panels().stream()
                    .map(panel -> PanelSources.renamed(panel, path -> {
                        if (!attachments.holds(path)) {
                            return from(folder, Path.of(path));
                        }
                        String name = stem + "-" + path;
                        files.put(path, folder.resolve(name));
                        return name;
                    }))
                    .toList();
            // Everything that can be wrong with the draft is wrong before the first file is written.
            preview(make(subject, draft, progress, cancellation).sheet(), TRIAL_DPI, ColorVision.FULL);
            attachments.write(subject.analyst(), files);
            FigureMaker.Outcome outcome = subject.analyst().figure(recipe.with(panels), folder, progress, cancellation);
            return FigureFiles.write(outcome, folder, file);
        });
    }

    private FigureMaker.Outcome make(Subject subject, FigureDraft draft, Progress progress, Cancellation cancellation)
            throws EngineException, IOException, RecipeException {
        Path folder = scratch();
        Map<String, Path> files = new LinkedHashMap<>();
        draft.panels().stream()
                .flatMap(panel -> PanelSources.paths(panel).stream())
                .filter(attachments::holds)
                .filter(name -> Files.notExists(folder.resolve(name)))
                .forEach(name -> files.put(name, folder.resolve(name)));
        attachments.write(subject.analyst(), files);
        Recipe recipe = draft.recipe(
                absolute(subject.summary().path()), absolute(subject.text().path()));
        return subject.analyst().figure(recipe, folder, progress, cancellation);
    }

    private Path scratch() throws IOException {
        Path folder = scratch;
        if (folder == null) {
            folder = Files.createTempDirectory("crosslayer-figure");
            folder.toFile().deleteOnExit();
            scratch = folder;
        }
        return folder;
    }

    private static Drawn drawn(FigureMaker.Outcome outcome, double dpi, Eyes eyes) throws RecipeException {
        PaperPreview preview = preview(outcome.sheet(), dpi, eyes.vision());
        return new Drawn(preview, outcome.caption(), "\\caption{" + Latex.escaped(outcome.caption()) + "}", "");
    }

    private static PaperPreview preview(Sheet sheet, double dpi, ColorVision vision) throws RecipeException {
        try {
            return PaperPreview.of(PaperPixels.of(sheet, dpi, vision));
        } catch (IllegalArgumentException tooSmall) {
            throw new RecipeException(String.valueOf(tooSmall.getMessage()));
        }
    }

    private static <T> Answer<T> answer(Step<T> step) throws EngineException {
        try {
            return new Answer<>(step.take(), "");
        } catch (RecipeException fault) {
            return new Answer<>(null, String.valueOf(fault.getMessage()));
        } catch (IOException fault) {
            return new Answer<>(null, FileSentences.of(fault));
        }
    }

    private static String absolute(Path path) {
        return path.toAbsolutePath().normalize().toString();
    }

    /// A path as a recipe in this folder names it: relative, so that both can move together, where there is a way.
    private static String from(Path folder, Path path) {
        Path there = path.toAbsolutePath().normalize();
        return Objects.equals(folder.getRoot(), there.getRoot())
                ? folder.relativize(there).toString().replace('\\', '/')
                : there.toString();
    }
}
