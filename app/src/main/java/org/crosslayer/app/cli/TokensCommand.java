package org.crosslayer.app.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.tokenizer.Tokenizer;
import org.crosslayer.engine.tokenizer.TokenizerFiles;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Prints a text's token ids.
@Command(
        name = "tokens",
        customSynopsis = "crosslayer tokens MODEL (--text TEXT | --text-file FILE) [OPTIONS]",
        description = {"Prints the token ids of a text in one line.", "Only the model's tokenizer is needed."},
        footer = {"", "Example:", "  crosslayer tokens sample-models/models/sample-16l --text 'My dear aunt'"})
final class TokensCommand extends Subcommand {
    @ArgGroup(exclusive = true, multiplicity = "1")
    private TextSource text;

    @Mixin
    private SpecialOption special;

    @Mixin
    private JsonOption json;

    @Override
    void checkUsage() throws EngineException, IOException, InputException {
        json.check();
    }

    @Override
    void run(Session session) throws EngineException, IOException, InputException {
        String words = text.read();
        try (Tokenizer tokenizer = TokenizerFiles.open(model())) {
            List<Integer> ids = tokenizer.encode(words, special.isGiven()).ids();
            if (json.showsTable()) {
                session.out().println(ids.stream().map(String::valueOf).collect(Collectors.joining(" ")));
            }
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("ids", ids);
            result.put("pieces", ids.stream().map(tokenizer::piece).toList());
            json.write(result, session);
        }
    }
}
