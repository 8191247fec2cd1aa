package org.crosslayer.app.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.crosslayer.engine.LoadedModel;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.evaluation.Bos;
import org.crosslayer.engine.evaluation.Protocol;
import org.crosslayer.engine.evaluation.ProtocolKind;
import org.crosslayer.engine.experiment.ResultTable;
import org.crosslayer.engine.experiment.SharingExperiment;
import org.crosslayer.engine.experiment.SharingMethod;
import org.crosslayer.engine.experiment.SharingOptions;
import org.crosslayer.engine.experiment.SharingPoint;
import org.crosslayer.engine.experiment.SharingResult;
import org.crosslayer.engine.experiment.SharingSeries;
import org.crosslayer.engine.model.LayerAttention;
import org.crosslayer.engine.similarity.MatchMethod;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What sharing costs, layer by layer and as it spreads.
@Command(
        name = "sharing",
        customSynopsis =
                "crosslayer experiment sharing MODEL (--text TEXT | --text-file FILE) --out FILE.json|csv [OPTIONS]",
        description = {
            "Measures what sharing costs: the pattern copied, its heads aligned first, and LiSA.",
            "One layer at a time, and more and more layers. All on the same tokens, as ratios to the model without "
                    + "sharing, with 95-percent intervals."
        },
        footer = {
            "",
            "Example:",
            "  crosslayer experiment sharing sample-models/models/sample-16l --text-file book.txt \\",
            "      --max-windows 16 --out sharing.csv"
        })
final class SharingExperimentCommand extends ModelCommand {
    @ArgGroup(exclusive = true, multiplicity = "1")
    private TextSource text;

    @Option(
            names = "--plan",
            paramLabel = "PLAN.json",
            description = "Takes the fitted LiSA layers of this plan; layers without are aligned without training.")
    private @Nullable Path plan;

    @Option(
            names = "--layers",
            paramLabel = "LAYERS",
            converter = LayerList.Converter.class,
            description = "Layers to share, such as 1,3,5-8; default: all but 0.")
    private LayerList layers = LayerList.NONE;

    @Option(
            names = "--order",
            paramLabel = "ORDER,…",
            split = ",",
            defaultValue = "cheapest-first,top-down",
            description = "How layers are added: cheapest-first (by their aligned cost alone), top-down, bottom-up; or "
                    + "single for no adding at all. Default: ${DEFAULT-VALUE}.")
    private List<SharingSeries> orders;

    @Option(
            names = "--method",
            paramLabel = "argmin|hungarian",
            defaultValue = "argmin",
            description = "How heads are matched, on the first 8 windows measured; default: ${DEFAULT-VALUE}.")
    private MatchMethod method;

    @Mixin
    private WindowOptions windows;

    @Mixin
    private ExperimentOutput output;

    @Override
    void checkUsage() throws EngineException, IOException, InputException {
        windows.checkUsage(this);
        output.check(this);
    }

    @Override
    boolean readsText() {
        return true;
    }

    @Override
    void run(LoadedModel loaded, Session session) throws EngineException, IOException, InputException {
        int nLayers = loaded.config().nLayers();
        layers.check(nLayers);
        if (nLayers < 2) {
            throw new InputException(
                    "This model has one layer, and sharing needs a layer below: choose another model.");
        }
        Map<Integer, LayerAttention.Lisa> fitted =
                plan == null ? Map.of() : SharingOptions.fittedIn(loaded.readPlan(plan));
        List<Integer> chosen =
                layers.isEmpty() ? IntStream.range(1, nLayers).boxed().toList() : layers.layers();
        SharingOptions options = new SharingOptions(chosen, orders, method, fitted);
        Protocol protocol = windows.protocol(ProtocolKind.WINDOWS, Bos.OFF);
        try (SharingExperiment experiment = loaded.sharingExperiment(text.ids(loaded, false), protocol, options)) {
            SharingResult result = experiment.run(_ -> {}, session.progress(), session.cancellation());
            output.write(around(loaded, result), ResultTable.of(result));
            print(loaded, result, session.out());
        }
    }

    private Map<String, Object> around(LoadedModel loaded, SharingResult result) {
        Map<String, Object> around = ExperimentOutput.around(
                "sharing", loaded.summary().name(), text.name(), result.protocol(), result.windowsTotal());
        around.put("match", Spelling.of(result.options().match()));
        around.put("untrained", result.options().untrained());
        if (plan != null) {
            around.put("plan", String.valueOf(plan.getFileName()));
        }
        return around;
    }

    private void print(LoadedModel loaded, SharingResult result, PrintWriter out) {
        out.println("Ratio of perplexity to the model without sharing, with its 95 % interval; "
                + loaded.summary().name() + " on " + text.name());
        out.println(result.windowsTotal() + " " + result.protocol().words() + "; heads matched by "
                + Spelling.of(result.options().match()));
        List<Integer> untrained = result.options().untrained();
        if (!untrained.isEmpty()) {
            out.println("LiSA without training, alignment only, in layers " + new LayerList(untrained).words());
        }
        for (SharingSeries series : result.options().series()) {
            out.println();
            out.println(series.words());
            table(result, series).print(out);
        }
    }

    private static TextTable table(SharingResult result, SharingSeries series) {
        TextTable table = new TextTable()
                .row(
                        series.isCumulative() ? "added layer" : "layer",
                        SharingMethod.COPIED.words(),
                        SharingMethod.ALIGNED.words(),
                        SharingMethod.LISA.words());
        for (int layer : result.order(series)) {
            table.row(
                    String.valueOf(layer),
                    cell(result.point(series, SharingMethod.COPIED, layer)),
                    cell(result.point(series, SharingMethod.ALIGNED, layer)),
                    cell(result.point(series, SharingMethod.LISA, layer)));
        }
        return table;
    }

    private static String cell(@Nullable SharingPoint point) {
        return ExperimentOutput.cell(point == null ? null : point.report());
    }
}
