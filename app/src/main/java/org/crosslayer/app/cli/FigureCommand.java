package org.crosslayer.app.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.crosslayer.app.figure.FigureFiles;
import org.crosslayer.app.figure.FigureMaker;
import org.crosslayer.app.figure.KeptPanels;
import org.crosslayer.app.figure.Program;
import org.crosslayer.app.figure.Recipe;
import org.crosslayer.app.figure.RecipeException;
import org.crosslayer.app.figure.RecipeFile;
import org.crosslayer.engine.Engine;
import org.crosslayer.engine.LoadedModel;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.viz.companion.FigureArrays;
import org.crosslayer.viz.paper.Panel;
import org.crosslayer.viz.paper.PaperFormat;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Makes a figure for a paper from its recipe.
@Command(
        name = "figure",
        customSynopsis = "crosslayer figure RECIPE.json --out FILE.pdf|svg|png [OPTIONS]",
        description = {
            "Makes a figure for a paper from its recipe, with everything behind it.",
            "Beside the figure go its data (.npz, .csv), tables, programs that draw it with matplotlib and pgfplots,",
            "a caption and the recipe with all hashes. The same data give the same bytes."
        },
        footer = {
            "",
            "Example:",
            "  crosslayer figure docs/figures/layers.recipe.json --out layers.pdf --out layers.png",
            "  crosslayer figure docs/figures/layers.recipe.json --from-data layers.npz --out layers.svg"
        })
final class FigureCommand extends SessionCommand {
    @Parameters(paramLabel = "RECIPE.json", description = "What the figure shows, of which model and text, how large.")
    private Path recipe;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            required = true,
            description = "The figure: .pdf, .svg or .png. Given again, the same figure in another format too.")
    private List<Path> out;

    @Option(
            names = "--from-data",
            paramLabel = "FILE.npz",
            description = "Draw again from a figure's data, without the model; only the recipe's sheet is used.")
    private @Nullable Path data;

    @Option(names = "--alone", description = "Write the figure only, nothing beside it.")
    private boolean alone;

    @Option(
            names = "--accept-changes",
            description = "Go on although model, text or plans are not those that the recipe was made with.")
    private boolean acceptsChanges;

    @Option(
            names = "--device",
            paramLabel = "cpu|cuda|cuda-tf32|cuda-bf16|auto|reference",
            defaultValue = "cpu",
            description =
                    "Where the model runs; default: cpu. 'auto' takes an NVIDIA card where there is one. 'reference' is plain and slow.")
    private DeviceName device;

    @Override
    void checkUsage() throws EngineException, IOException, InputException {
        for (Path file : out) {
            if (PaperFormat.of(file).isEmpty()) {
                throw usage("--out must end in .pdf, .svg or .png, not as in '" + file + "'");
            }
            Outputs.check(file);
        }
    }

    @Override
    void run(Session session) throws EngineException, IOException, InputException, RecipeException {
        Recipe read = RecipeFile.read(recipe);
        Path from = data;
        if (from != null) {
            draw(session, read, FigureArrays.read(from), out);
            return;
        }
        Path folder = Objects.requireNonNull(recipe.toAbsolutePath().normalize().getParent(), "a file has a folder");
        Path model = folder.resolve(read.model().path()).normalize();
        try (LoadedModel loaded = Engine.open(model, device.device(), session.progress(), session.cancellation())) {
            requireUnchanged(FigureMaker.changes(read, loaded, folder));
            FigureMaker.Outcome outcome = FigureMaker.make(
                    read,
                    Program.words(),
                    loaded,
                    folder,
                    new KeptPanels(),
                    session.progress(),
                    session.cancellation());
            if (alone) {
                draw(session, outcome.recipe(), outcome.panels(), out);
            } else {
                FigureFiles.write(outcome, folder, out.getFirst()).forEach(session.out()::println);
                draw(session, outcome.recipe(), outcome.panels(), out.subList(1, out.size()));
            }
        }
    }

    private static void draw(Session session, Recipe recipe, List<Panel> panels, List<Path> files)
            throws IOException, RecipeException {
        for (Path file : files) {
            FigureFiles.draw(recipe, panels, file);
            session.out().println(file);
        }
    }

    private void requireUnchanged(List<String> changes) throws InputException {
        if (!changes.isEmpty() && !acceptsChanges) {
            throw new InputException(String.join(" ", changes)
                    + " Use the same files, or --accept-changes to make the figure of what is there.");
        }
    }
}
