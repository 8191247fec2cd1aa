package org.crosslayer.app.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.tokenizer.BosCheck;
import org.crosslayer.engine.tokenizer.Tokenizer;
import org.crosslayer.engine.tokenizer.TokenizerFiles;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Prints a text's token ids.
@Command(
        name = "tokens",
        customSynopsis = "crosslayer tokens MODEL (--text TEXT | --text-file FILE) [OPTIONS]",
        description = {
            "Prints the token ids of a text in one line.",
            "Only the model's tokenizer is needed: a folder with its files, or a GGUF file, even of a vocabulary alone."
        },
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
            result.put("tokenizer", tokenizer.description());
            result.put("bos", bos(tokenizer));
            json.write(result, session);
            if (special.isGiven()) {
                session.err().println("Note: " + tokenizer.bosRule().words() + ".");
            }
            BosCheck check =
                    BosCheck.of(tokenizer, tokenizer.encode(words, false).ids());
            session.warn(special.isGiven() ? check.warning(check.rule().isFirst()) : Optional.empty());
        }
    }

    /// What the model wants before a text.
    static Map<String, @Nullable Object> bos(Tokenizer tokenizer) {
        Map<String, @Nullable Object> bos = new LinkedHashMap<>();
        bos.put("id", tokenizer.bosId().isPresent() ? tokenizer.bosId().getAsInt() : null);
        bos.put("first", tokenizer.bosRule().isFirst());
        bos.put("source", tokenizer.bosRule().source());
        return bos;
    }
}
