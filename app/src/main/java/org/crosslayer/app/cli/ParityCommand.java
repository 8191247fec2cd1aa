package org.crosslayer.app.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.crosslayer.engine.LoadedModel;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.evaluation.ParityLine;
import org.crosslayer.engine.evaluation.ParityReport;
import org.crosslayer.engine.evaluation.ParityTolerance;
import org.crosslayer.engine.format.AtomicFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Proves that a model's numbers are right here.
@Command(
        name = "parity",
        customSynopsis = "crosslayer parity MODEL REFERENCE.safetensors [OPTIONS]",
        description = {
            "Compares logits, hidden states and attention patterns with what another program computed.",
            "The reference file holds input_ids [1,n] and any of logits [1,n,nVocab], hidden [nLayers+1,1,n,dModel] and attentions [nLayers,1,nHeads,n,n]; sample-models/recipes/make_reference.py makes one for any Hugging Face model. Exit status 1 if anything is outside of the tolerance."
        },
        footer = {
            "",
            "Example:",
            "  crosslayer parity sample-models/goldens/llama-mha \\",
            "      sample-models/goldens/llama-mha/golden.safetensors --out parity.md"
        })
final class ParityCommand extends ModelCommand {
    @Parameters(index = "1", paramLabel = "REFERENCE.safetensors", description = "What another program computed.")
    private Path reference;

    @Option(
            names = "--logit-tolerance",
            paramLabel = "X",
            description =
                    "For logits and hidden states, in units of the reference's largest value or 1; default: 0.002, on "
                            + "the device reference 0.0001.")
    private @Nullable Double values;

    @Option(
            names = "--pattern-tolerance",
            paramLabel = "X",
            description = "For attention patterns; default: 0.0001, on the device reference 0.00001.")
    private @Nullable Double pattern;

    @Option(names = "--out", paramLabel = "FILE.md", description = "Write the report as a page.")
    private @Nullable Path out;

    @Mixin
    private JsonOption json;

    @Override
    void checkUsage() throws EngineException, IOException, InputException {
        try {
            @Nullable ParityTolerance _ = tolerance();
        } catch (IllegalArgumentException e) {
            throw usage(e);
        }
        if (out != null) {
            Outputs.check(out);
        }
        json.check();
    }

    /// What was asked for; one number alone goes with the usual other one.
    private @Nullable ParityTolerance tolerance() {
        if (values == null && pattern == null) {
            return null;
        }
        return new ParityTolerance(
                values == null ? ParityTolerance.FAST.values() : values,
                pattern == null ? ParityTolerance.FAST.pattern() : pattern);
    }

    @Override
    boolean readsText() {
        return false;
    }

    @Override
    void run(LoadedModel loaded, Session session) throws EngineException, IOException, InputException {
        ParityReport report = loaded.parity(reference, tolerance(), session.progress(), session.cancellation());
        if (json.showsTable()) {
            table(report).print(session.out());
            session.out().println();
            session.out().println(report.tokens() + " tokens on " + report.device());
            session.out().println(report.toleranceWords());
            session.out().println(report.verdict());
        }
        if (out != null) {
            AtomicFile.write(out, stream -> stream.write(report.page().getBytes(StandardCharsets.UTF_8)));
        }
        json.write(result(report), session);
        if (!report.passes()) {
            throw new InputException(model() + " does not compute what " + reference + " says: " + report.verdict());
        }
    }

    private static TextTable table(ParityReport report) {
        TextTable table = new TextTable().row("compared", "deviation", "allowed", "reference up to", "", "where");
        for (ParityLine line : report.lines()) {
            table.row(
                    line.what(),
                    ParityReport.small(line.deviation()),
                    ParityReport.small(line.allowed()),
                    String.format(Locale.ROOT, "%.4g", line.reference()),
                    line.passes() ? "ok" : "OUTSIDE",
                    line.where());
        }
        return table;
    }

    private static Map<String, Object> result(ParityReport report) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("model", report.model());
        result.put("reference", report.reference());
        result.put("device", report.device());
        result.put("tokens", report.tokens());
        result.put("passes", report.passes());
        result.put(
                "tolerance",
                Map.of(
                        "values",
                        report.tolerance().values(),
                        "pattern",
                        report.tolerance().pattern()));
        List<Map<String, Object>> lines =
                report.lines().stream().map(ParityCommand::line).toList();
        result.put("lines", lines);
        return result;
    }

    /// JSON has no infinity: a number that is none on one side only is written as a word.
    private static Map<String, Object> line(ParityLine line) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("what", line.what());
        result.put("deviation", Double.isFinite(line.deviation()) ? line.deviation() : "not a number");
        result.put("allowed", line.allowed());
        result.put("reference", line.reference());
        result.put("where", line.where());
        result.put("passes", line.passes());
        return result;
    }
}
