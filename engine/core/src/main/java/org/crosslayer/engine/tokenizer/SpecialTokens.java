package org.crosslayer.engine.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.crosslayer.engine.error.BadFileException;
import org.crosslayer.engine.format.JsonObject;
import org.crosslayer.engine.format.ModelFiles;

/// Finds the ids of special tokens where Hugging Face folders keep them.
///
/// `tokenizer_config.json` comes first: it names the token, as a string or as an object with `content`, and `null`
/// there means that the model has none. Where it is silent, the id in `config.json` holds.
final class SpecialTokens {
    private final Path folder;
    private final Vocabulary vocabulary;

    SpecialTokens(Path folder, Vocabulary vocabulary) {
        this.folder = folder;
        this.vocabulary = vocabulary;
    }

    /// @param key `bos_token` or `eos_token`
    OptionalInt id(String key) throws BadFileException {
        Path tokenizerConfig = folder.resolve(ModelFiles.TOKENIZER_CONFIG);
        if (Files.exists(tokenizerConfig)) {
            JsonNode json = JsonObject.read(tokenizerConfig).node();
            JsonNode token = json.path(key).isObject() ? json.path(key).path("content") : json.path(key);
            if (token.isNull()) {
                return OptionalInt.empty();
            }
            OptionalInt id = token.isTextual() ? vocabulary.id(token.textValue()) : OptionalInt.empty();
            if (id.isPresent()) {
                return id;
            }
        }
        Path config = folder.resolve(ModelFiles.CONFIG);
        return Files.exists(config)
                ? fromConfig(JsonObject.read(config).node().path(key + "_id"))
                : OptionalInt.empty();
    }

    /// Some models end at any of several tokens; the first is the one they were trained on.
    private OptionalInt fromConfig(JsonNode value) {
        JsonNode id = value.isArray() ? value.path(0) : value;
        return id.isIntegralNumber() && id.canConvertToInt() && id.intValue() >= 0
                ? OptionalInt.of(id.intValue())
                : OptionalInt.empty();
    }
}
