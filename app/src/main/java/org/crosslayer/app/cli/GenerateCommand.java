package org.crosslayer.app.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.crosslayer.engine.LoadedModel;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.evaluation.Generation;
import org.crosslayer.engine.evaluation.GenerationOptions;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Continues a text, greedily.
@Command(
        name = "generate",
        customSynopsis = "crosslayer generate MODEL (--text TEXT | --text-file FILE) [OPTIONS]",
        description = {"Continues a text.", "The likeliest token each time, until --tokens tokens or the end of text."},
        footer = {"", "Example:", "  crosslayer generate sample-models/models/sample-16l --text 'My dear,'"})
final class GenerateCommand extends ModelCommand {
    @ArgGroup(exclusive = true, multiplicity = "1")
    private TextSource text;

    @Option(
            names = "--tokens",
            paramLabel = "N",
            defaultValue = "64",
            description = "Tokens to generate at most; " + "default: ${DEFAULT-VALUE}.")
    private int tokens;

    @Option(
            names = "--temperature",
            paramLabel = "T",
            defaultValue = "0",
            description = "Divides the logits before a token is drawn; 0 takes the likeliest each time; default: "
                    + "${DEFAULT-VALUE}.")
    private double temperature;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Chooses what is drawn at a temperature above 0; default: ${DEFAULT-VALUE}.")
    private long seed;

    @Mixin
    private SpecialOption special;

    @Mixin
    private PlanOptions plan;

    @Mixin
    private JsonOption json;

    @Override
    void checkUsage() throws EngineException, IOException, InputException {
        if (tokens < 1) {
            throw usage("--tokens must be at least 1, not " + tokens);
        }
        if (!(temperature >= 0 && temperature < Double.POSITIVE_INFINITY)) {
            throw usage("--temperature must be a number from 0 on, not " + temperature);
        }
        json.check();
    }

    @Override
    boolean readsText() {
        return true;
    }

    @Override
    void run(LoadedModel loaded, Session session) throws EngineException, IOException, InputException {
        int[] ids = text.ids(loaded, special.isGiven());
        session.warn(text.bosWarning(loaded, special.isGiven()));
        Generation generation = loaded.generate(
                ids,
                new GenerationOptions(tokens, temperature, seed),
                plan.plan(loaded, session),
                session.progress(),
                session.cancellation());
        if (json.showsTable()) {
            session.out().println(text.read() + generation.text());
        }
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("promptIds", generation.promptIds());
        result.put("generatedIds", generation.generatedIds());
        result.put("text", generation.text());
        json.write(result, session);
    }
}
