package org.crosslayer.app.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.crosslayer.engine.LoadedModel;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.evaluation.Bos;
import org.crosslayer.engine.evaluation.Protocol;
import org.crosslayer.engine.evaluation.ProtocolKind;
import org.crosslayer.engine.experiment.ResultTable;
import org.crosslayer.engine.experiment.SensitivityExperiment;
import org.crosslayer.engine.experiment.SensitivityOptions;
import org.crosslayer.engine.experiment.SensitivityResult;
import org.crosslayer.engine.model.Deviation;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// How much the model minds when one layer's attention deviates.
@Command(
        name = "sensitivity",
        customSynopsis = "crosslayer experiment sensitivity MODEL (--text TEXT | --text-file FILE) --out FILE.json|csv"
                + " [OPTIONS]",
        description = {
            "Measures how much the model minds small deviations of one layer's attention, a layer at a time.",
            "A part of the pattern spread evenly over the keys, and normal noise on the scores, in several sizes."
        },
        footer = {
            "",
            "Example:",
            "  crosslayer experiment sensitivity sample-models/models/sample-16l --text-file book.txt \\",
            "      --max-windows 16 --out sensitivity.csv"
        })
final class SensitivityExperimentCommand extends ModelCommand {
    @ArgGroup(exclusive = true, multiplicity = "1")
    private TextSource text;

    @Option(
            names = "--layers",
            paramLabel = "LAYERS",
            converter = LayerList.Converter.class,
            description = "Layers that deviate, such as 0,3,5-8; default: all.")
    private LayerList layers = LayerList.NONE;

    @Option(
            names = "--shares",
            paramLabel = "SHARE,…",
            split = ",",
            defaultValue = "0.01,0.03,0.1,0.3",
            description = "Parts of the pattern that are spread evenly, each above 0 and at most 1; default: "
                    + "${DEFAULT-VALUE}.")
    private List<Double> shares;

    @Option(
            names = "--noise",
            paramLabel = "SIGMA,…",
            split = ",",
            defaultValue = "0.1,0.3,1.0",
            description = "Sizes of the noise on the scores, each above 0; default: ${DEFAULT-VALUE}.")
    private List<Double> sigmas;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Chooses the noise; default: ${DEFAULT-VALUE}.")
    private long seed;

    @Mixin
    private WindowOptions windows;

    @Mixin
    private ExperimentOutput output;

    @Override
    void checkUsage() throws EngineException, IOException, InputException {
        windows.checkUsage(this);
        try {
            SensitivityOptions _ = options(List.of(0));
        } catch (IllegalArgumentException e) {
            throw usage(e);
        }
        output.check(this);
    }

    @Override
    boolean readsText() {
        return true;
    }

    @Override
    void run(LoadedModel loaded, Session session) throws EngineException, IOException, InputException {
        List<Integer> chosen = layers.isEmpty()
                ? IntStream.range(0, loaded.config().nLayers()).boxed().toList()
                : layers.layers();
        Protocol protocol = windows.protocol(ProtocolKind.WINDOWS, Bos.OFF);
        try (SensitivityExperiment experiment =
                loaded.sensitivityExperiment(text.ids(loaded, false), protocol, options(chosen))) {
            SensitivityResult result = experiment.run(_ -> {}, session.progress(), session.cancellation());
            Map<String, Object> around = ExperimentOutput.around(
                    "sensitivity", loaded.summary().name(), text.name(), result.protocol(), result.windowsTotal());
            around.put("seed", seed);
            output.write(around, ResultTable.of(result));
            print(loaded, result, session.out());
        }
    }

    private SensitivityOptions options(List<Integer> chosen) {
        return new SensitivityOptions(chosen, shares, sigmas, seed);
    }

    private void print(LoadedModel loaded, SensitivityResult result, PrintWriter out) {
        out.println("Ratio of perplexity to the model as it is, with its 95 % interval; "
                + loaded.summary().name() + " on " + text.name());
        out.println(result.windowsTotal() + " " + result.protocol().words() + "; seed " + seed);
        List<Deviation> deviations = result.options().deviations();
        print("share of the pattern spread evenly", result, deviations, Deviation.UniformMix.class, out);
        print("normal noise on the scores", result, deviations, Deviation.ScoreNoise.class, out);
    }

    private static void print(
            String title,
            SensitivityResult result,
            List<Deviation> deviations,
            Class<? extends Deviation> kind,
            PrintWriter out) {
        List<Deviation> shown = deviations.stream().filter(kind::isInstance).toList();
        if (shown.isEmpty()) {
            return;
        }
        out.println();
        out.println(title);
        TextTable table = new TextTable();
        List<String> heading = new ArrayList<>(List.of("layer"));
        shown.forEach(deviation -> heading.add(String.valueOf(deviation.size())));
        table.row(heading);
        for (int layer : result.options().layers()) {
            List<String> cells = new ArrayList<>(List.of(String.valueOf(layer)));
            for (Deviation deviation : shown) {
                cells.add(ExperimentOutput.cell(
                        Objects.requireNonNull(result.point(layer, deviation)).report()));
            }
            table.row(cells);
        }
        table.print(out);
    }
}
