package org.crosslayer.engine.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import org.crosslayer.engine.error.BadFileException;
import org.crosslayer.engine.format.JsonObject;
import org.crosslayer.engine.format.ModelFiles;

/// What a Hugging Face folder says about special tokens.
///
/// `tokenizer_config.json` comes first: it names a token, as a string or as an object with `content`, and `null`
/// there means that the model has none. Where it is silent, the id in `config.json` holds.
final class FolderSpecials {
    private static final String ADDED = "added_tokens.json";

    private final Path folder;
    private final Vocabulary vocabulary;
    private final JsonNode config;
    private final OptionalInt bosId;
    private final OptionalInt eosId;

    private FolderSpecials(Path folder, Vocabulary vocabulary, JsonNode config, OptionalInt bosId, OptionalInt eosId) {
        this.folder = folder;
        this.vocabulary = vocabulary;
        this.config = config;
        this.bosId = bosId;
        this.eosId = eosId;
    }

    /// @throws BadFileException if one of the files is no JSON
    static FolderSpecials read(Path folder, Vocabulary vocabulary) throws BadFileException {
        FolderSpecials silent =
                new FolderSpecials(folder, vocabulary, config(folder), OptionalInt.empty(), OptionalInt.empty());
        return new FolderSpecials(folder, vocabulary, silent.config, silent.id("bos_token"), silent.id("eos_token"));
    }

    /// The same, with the ids of the vocabulary file where the folder names no token at all.
    FolderSpecials orElse(OptionalInt bos, OptionalInt eos) {
        return new FolderSpecials(
                folder,
                vocabulary,
                config,
                bosId.isPresent() || config.has("bos_token") ? bosId : bos,
                eosId.isPresent() || config.has("eos_token") ? eosId : eos);
    }

    /// The content of `tokenizer_config.json`, or nothing.
    private static JsonNode config(Path folder) throws BadFileException {
        Path path = folder.resolve(ModelFiles.TOKENIZER_CONFIG);
        return Files.exists(path) ? JsonObject.read(path).node() : JsonNodeFactory.instance.objectNode();
    }

    /// The class that Hugging Face would use, without `Fast`; empty if the folder names none.
    static String tokenizerClass(Path folder) throws BadFileException {
        return config(folder).path("tokenizer_class").asText("").replaceFirst("Fast$", "");
    }

    /// Tokens beside the vocabulary file, by id: those of `added_tokens.json` and of `added_tokens_decoder`.
    static SortedMap<Integer, Added> added(Path folder) throws BadFileException {
        SortedMap<Integer, Added> added = new TreeMap<>();
        Path path = folder.resolve(ADDED);
        if (Files.exists(path)) {
            for (Map.Entry<String, JsonNode> token :
                    JsonObject.read(path).node().properties()) {
                added.put(id(token.getValue(), token.getKey(), path), new Added(token.getKey(), true));
            }
        }
        Path configPath = folder.resolve(ModelFiles.TOKENIZER_CONFIG);
        for (Map.Entry<String, JsonNode> token :
                config(folder).path("added_tokens_decoder").properties()) {
            String content = token.getValue().path("content").asText();
            int id = token.getKey().matches("[0-9]{1,7}") ? Integer.parseInt(token.getKey()) : -1;
            if (id < 0 || content.isEmpty()) {
                throw new BadFileException(
                        configPath, "adds a token without an id or without a text (added_tokens_decoder).");
            }
            added.put(id, new Added(content, token.getValue().path("special").asBoolean()));
        }
        return added;
    }

    /// Whether the folder asks for a space before a text.
    static boolean addsSpace(Path folder) throws BadFileException {
        return config(folder).path("add_prefix_space").asBoolean();
    }

    /// The tokens that the settings name (`bos_token`, `unk_token`, `additional_special_tokens` and their like) and the
    /// vocabulary has, by id.
    SortedMap<Integer, String> named() {
        SortedMap<Integer, String> named = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : config.properties()) {
            JsonNode values = entry.getValue();
            if (entry.getKey().endsWith("_token")) {
                name(values, named);
            } else if (entry.getKey().equals("additional_special_tokens")) {
                values.forEach(value -> name(value, named));
            }
        }
        return named;
    }

    private void name(JsonNode token, SortedMap<Integer, String> named) {
        String text = (token.isObject() ? token.path("content") : token).asText("");
        vocabulary.id(text).ifPresent(id -> named.put(id, text));
    }

    private static int id(JsonNode id, String token, Path path) throws BadFileException {
        if (!id.isIntegralNumber() || !id.canConvertToInt() || id.intValue() < 0 || token.isEmpty()) {
            throw new BadFileException(path, "gives the token \"" + token + "\" an id that is none.");
        }
        return id.intValue();
    }

    /// A token beside the vocabulary.
    ///
    /// @param text      as it stands in a text
    /// @param isSpecial whether it is a mark, not words
    record Added(String text, boolean isSpecial) {}

    /// What comes around a text that a `tokenizer.json` cuts: what the settings say, else its own template.
    SpecialRule rule(NativeTokenizer.Template template) {
        return rule(
                template.startsWith(bosId),
                template.endsWith(eosId),
                ModelFiles.TOKENIZER + (template.ids().isEmpty() ? ", whose template adds nothing" : ", its template"));
    }

    /// What comes around a text: what the settings say, else what is given.
    ///
    /// @param source where the given comes from
    SpecialRule rule(boolean bosFirst, boolean eosLast, String source) {
        JsonNode addsBos = config.path("add_bos_token");
        return new SpecialRule(
                bosId,
                eosId,
                addsBos.isBoolean()
                        ? new BosRule(addsBos.booleanValue(), ModelFiles.TOKENIZER_CONFIG + ": add_bos_token")
                        : new BosRule(bosFirst, source),
                config.path("add_eos_token").asBoolean(eosLast));
    }

    /// @param key `bos_token` or `eos_token`
    private OptionalInt id(String key) throws BadFileException {
        JsonNode token = config.path(key).isObject() ? config.path(key).path("content") : config.path(key);
        if (token.isNull()) {
            return OptionalInt.empty();
        }
        OptionalInt id = token.isTextual() ? vocabulary.id(token.textValue()) : OptionalInt.empty();
        if (id.isPresent()) {
            return id;
        }
        Path model = folder.resolve(ModelFiles.CONFIG);
        return Files.exists(model) ? fromConfig(JsonObject.read(model).node().path(key + "_id")) : OptionalInt.empty();
    }

    /// Some models end at any of several tokens; the first is the one they were trained on.
    private OptionalInt fromConfig(JsonNode value) {
        JsonNode id = value.isArray() ? value.path(0) : value;
        return id.isIntegralNumber() && id.canConvertToInt() && id.intValue() >= 0
                ? OptionalInt.of(id.intValue())
                : OptionalInt.empty();
    }
}
