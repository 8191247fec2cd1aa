package org.crosslayer.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.crosslayer.engine.LoadedModel;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.error.NumericFaultException;
import org.crosslayer.engine.fitting.FitOptions;
import org.crosslayer.engine.fitting.FitPoint;
import org.crosslayer.engine.fitting.FitResult;
import org.crosslayer.engine.fitting.Fitter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Fits LiSA layers and writes them as a plan.
@Command(
        name = "fit",
        customSynopsis = "crosslayer fit MODEL --layers LAYERS --text-file FILE --out FOLDER [OPTIONS]",
        description = {
            "Fits layers that take the attention of the layer below and correct it (LiSA).",
            "Nothing of the model itself changes. Writes plan.json and adapter.safetensors, for --plan of perplexity, speed, generate and attention. The text is the calibration text: use another one to measure. Ctrl-C stops and keeps the best state."
        },
        footer = {
            "",
            "Example:",
            "  crosslayer fit sample-models/models/sample-16l --layers 1,3-8,11,12 --rank 6 \\",
            "      --text-file book.txt --out fitted"
        })
final class FitCommand extends ModelCommand {
    @Mixin
    private FitArguments fit;

    @ArgGroup(exclusive = true, multiplicity = "1")
    private TextSource text;

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            required = true,
            description = "Where plan.json and adapter.safetensors go; made if it is not there.")
    private Path out;

    @Option(
            names = "--checkpoint",
            paramLabel = "FILE",
            description = "Keep everything that going on takes here, at every held-out measure and when stopped.")
    private @Nullable Path checkpoint;

    @Option(
            names = "--resume",
            paramLabel = "FILE",
            description = "Go on from a checkpoint, with the same model, text and options.")
    private @Nullable Path resume;

    @Mixin
    private JsonOption json;

    private @Nullable EngineException unsaved;

    @Override
    void checkUsage() throws EngineException, IOException, InputException {
        fit.checkUsage(this);
        if (fit.isAlignOnly() && (checkpoint != null || resume != null)) {
            throw usage("--align-only has no steps: it takes neither --checkpoint nor --resume.");
        }
        Outputs.checkFolder(out);
        if (checkpoint != null) {
            Outputs.check(checkpoint);
        }
        json.check();
    }

    @Override
    boolean readsText() {
        return true;
    }

    @Override
    void run(LoadedModel loaded, Session session) throws EngineException, IOException, InputException {
        FitOptions options = fit.options(loaded.config());
        int[] ids = text.ids(loaded, false);
        long begun = System.nanoTime();
        try (Fitter fitter =
                resume == null ? loaded.fitter(ids, options, Map.of()) : loaded.resumeFit(ids, options, resume)) {
            FitProgress progress = new FitProgress(session.progress());
            Outcome outcome = new Outcome(loaded, session, options, ids.length, progress, begun);
            if (fit.isAlignOnly()) {
                FitResult aligned = fitter.align(progress, session.cancellation());
                FitReport _ = keep(outcome, aligned, true);
            } else {
                train(fitter, outcome);
            }
        }
        if (unsaved != null) {
            throw unsaved;
        }
    }

    /// What a report is made of, whenever the fit ends.
    private record Outcome(
            LoadedModel model, Session session, FitOptions options, int tokens, FitProgress progress, long begun) {}

    private void train(Fitter fitter, Outcome outcome) throws EngineException, IOException {
        try {
            fitter.run(
                    point -> {
                        outcome.progress().accept(point);
                        saveAfter(fitter, point);
                    },
                    outcome.progress(),
                    outcome.session().cancellation());
        } catch (CancellationException e) {
            FitResult best = fitter.best().orElseThrow(() -> e);
            save(fitter);
            throw new StoppedException(keep(outcome, best, false).stopped());
        } catch (NumericFaultException e) {
            keep(outcome, fitter.best().orElseThrow(() -> e), false);
            throw e;
        }
        keep(outcome, fitter.best().orElseThrow(), true);
    }

    private void saveAfter(Fitter fitter, FitPoint point) {
        if (point.heldOut() != null) {
            save(fitter);
        }
    }

    /// A checkpoint that cannot be written is no reason to throw a fit away; it is told at the end.
    private void save(Fitter fitter) {
        if (checkpoint != null) {
            try {
                fitter.save(checkpoint);
                unsaved = null;
            } catch (EngineException e) {
                unsaved = e;
            }
        }
    }

    private FitReport keep(Outcome outcome, FitResult best, boolean finished) throws EngineException, IOException {
        FitReport report = new FitReport(
                outcome.options(),
                text.name(),
                outcome.tokens(),
                outcome.progress().curve(),
                best,
                (System.nanoTime() - outcome.begun()) / 1e9,
                finished,
                out);
        Files.createDirectories(out);
        report.writePlan(outcome.model());
        if (json.showsTable()) {
            report.table(outcome.model()).print(outcome.session().out());
        }
        json.write(report.json(outcome.model()), outcome.session());
        return report;
    }
}
