package org.crosslayer.app.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.crosslayer.engine.LoadedModel;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.evaluation.SpeedReport;
import org.crosslayer.engine.evaluation.SpeedReport.Paired;
import org.crosslayer.engine.evaluation.SpeedReport.Samples;
import org.crosslayer.engine.evaluation.SpeedRequest;
import org.crosslayer.engine.model.AttentionPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Times prefill and decoding, no sharing and plan in turns.
@Command(
        name = "speed",
        customSynopsis = "crosslayer speed MODEL [OPTIONS]",
        description = {
            "Measures tokens per second, without and with sharing in turns.",
            "Prefill is reading a prompt, decode is generating. Without a plan both sides are the same model, which shows the noise.",
            "The prompt is the vocabulary in its order, ids 0, 1, 2 and so on; no tokenizer is needed, but for --align."
        },
        footer = {"", "Example:", "  crosslayer speed sample-models/models/sample-16l --copy 1,3-8 --repeats 9"})
final class SpeedCommand extends ModelCommand {
    @Mixin
    private PlanOptions plan;

    @Option(
            names = "--prompt",
            paramLabel = "N",
            defaultValue = "512",
            description = "Tokens of the prompt; " + "default: ${DEFAULT-VALUE}.")
    private int prompt;

    @Option(
            names = "--generate",
            paramLabel = "N",
            defaultValue = "128",
            description = "Tokens to generate; " + "default: ${DEFAULT-VALUE}.")
    private int generate;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "1",
            description = "Sequences at once; " + "default: ${DEFAULT-VALUE}.")
    private int batch;

    @Option(
            names = "--repeats",
            paramLabel = "N",
            defaultValue = "5",
            description = "Timed runs of each side; " + "default: ${DEFAULT-VALUE}.")
    private int repeats;

    @Mixin
    private JsonOption json;

    @Override
    void checkUsage() throws EngineException, IOException, InputException {
        try {
            SpeedRequest _ = request();
        } catch (IllegalArgumentException e) {
            throw usage(e);
        }
        json.check();
    }

    @Override
    boolean readsText() {
        return plan.readsText();
    }

    @Override
    void run(LoadedModel loaded, Session session) throws EngineException, IOException, InputException {
        // How fast a dense model runs does not depend on what it reads, so that no tokenizer is needed.
        int[] ids = IntStream.range(0, loaded.config().nVocab()).toArray();
        AttentionPlan shared = plan.plan(loaded, session);
        SpeedReport report = loaded.speed(ids, shared, request(), session.progress(), session.cancellation());
        if (json.showsTable()) {
            session.out()
                    .println(report.device() + ", prompt " + prompt + ", generated " + generate + ", batch " + batch
                            + ", " + repeats + " runs of each side in turns; tokens per second: median; "
                            + "ratio: median of the ratios of neighbouring runs");
            session.out().println(plan.words());
            new TextTable()
                    .row("", "no sharing", plan.isGiven() ? "plan" : "again", "ratio", "")
                    .row(line("prefill", report.prefill()))
                    .row(line("decode", report.decode()))
                    .print(session.out());
        }
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("prefill", paired(report.prefill()));
        result.put("decode", paired(report.decode()));
        result.put("plan", plan.words());
        result.put("prompt", prompt);
        result.put("generate", generate);
        result.put("batch", batch);
        result.put("repeats", repeats);
        result.put("unit", "tokens per second");
        result.put("device", report.device());
        json.write(result, session);
    }

    private SpeedRequest request() {
        return new SpeedRequest(prompt, generate, batch, repeats);
    }

    private static String[] line(String name, Paired paired) {
        return new String[] {
            name,
            String.format(Locale.ROOT, "%.1f", paired.baseline().median()),
            String.format(Locale.ROOT, "%.1f", paired.plan().median()),
            String.format(Locale.ROOT, "%.3f", paired.ratio()),
            paired.isWithinNoise() ? "no measurable change" : ""
        };
    }

    private static Map<String, Object> paired(Paired paired) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("baseline", samples(paired.baseline()));
        result.put("plan", samples(paired.plan()));
        result.put("ratio", paired.ratio());
        return result;
    }

    private static Map<String, Object> samples(Samples samples) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("median", samples.median());
        result.put("samples", samples.samples());
        return result;
    }
}
