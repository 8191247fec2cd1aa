package org.crosslayer.engine.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import org.crosslayer.engine.error.BadFileException;

/// A JSON object read from a file, whose typed accessors say which key of which file is wrong.
///
/// A key whose value is `null` counts as absent, as it does for the tools that write these files.
public final class JsonObject {
    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /// Far above the largest vocabularies (some 40 MB), far below what would fill the memory.
    private static final long MAX_BYTES = 512L << 20;

    private final Path path;
    private final String prefix;
    private final JsonNode node;

    private JsonObject(Path path, String prefix, JsonNode node) {
        this.path = path;
        this.prefix = prefix;
        this.node = node;
    }

    /// Reads a file that must hold exactly one object.
    ///
    /// @throws BadFileException if it cannot be read, is not JSON, names a key twice, or is no object
    public static JsonObject read(Path path) throws BadFileException {
        try {
            if (Files.size(path) > MAX_BYTES) {
                throw new BadFileException(path, "is larger than 512 MiB, which no JSON file of a model is.");
            }
            GitLfs.refusePointer(path);
            return root(path, STRICT.readTree(Files.readAllBytes(path)));
        } catch (NoSuchFileException e) {
            throw new BadFileException(path, "does not exist: give the whole folder of the model.", e);
        } catch (JsonProcessingException e) {
            throw malformed(path, "is not a JSON object", e);
        } catch (IOException e) {
            throw new BadFileException(path, "cannot be read (" + Phrases.reason(e) + ").", e);
        }
    }

    /// As [#read(Path)], of text that was found inside the file `path`.
    static JsonObject parse(Path path, String what, String text) throws BadFileException {
        try {
            return root(path, STRICT.readTree(text));
        } catch (JsonProcessingException e) {
            throw malformed(path, what + " is not a JSON object", e);
        }
    }

    private static JsonObject root(Path path, JsonNode node) throws BadFileException {
        if (!node.isObject()) {
            throw new BadFileException(path, "holds no JSON object but " + Phrases.kind(node) + ": download it again.");
        }
        return new JsonObject(path, "", node);
    }

    private static BadFileException malformed(Path path, String problem, JsonProcessingException e) {
        return new BadFileException(path, problem + " (" + Phrases.reason(e) + "): download the file again.", e);
    }

    /// The file this was read from.
    public Path path() {
        return path;
    }

    /// The value itself, for the few places that walk free-form JSON.
    public JsonNode node() {
        return node;
    }

    /// The keys in file order.
    public Iterator<String> keys() {
        return node.fieldNames();
    }

    /// Whether the key is there with a value other than `null`.
    public boolean has(String key) {
        return node.hasNonNull(key);
    }

    /// The object under `key`, or an empty result.
    public Optional<JsonObject> object(String key) throws BadFileException {
        if (!has(key)) {
            return Optional.empty();
        }
        JsonNode child = node.get(key);
        if (!child.isObject()) {
            throw wrong(key, "an object");
        }
        return Optional.of(new JsonObject(path, prefix + key + ".", child));
    }

    /// The text under `key`.
    public String text(String key) throws BadFileException {
        JsonNode value = required(key);
        if (!value.isTextual()) {
            throw wrong(key, "a string");
        }
        return value.textValue();
    }

    /// The text under `key`, or `fallback`.
    public String textOr(String key, String fallback) throws BadFileException {
        return has(key) ? text(key) : fallback;
    }

    /// The whole number under `key`, in `[1, 2³¹ − 1]`.
    public int positiveInt(String key) throws BadFileException {
        JsonNode value = required(key);
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 1) {
            throw wrong(key, "a positive whole number");
        }
        return value.intValue();
    }

    /// As [#positiveInt(String)], or `fallback`.
    public int positiveIntOr(String key, int fallback) throws BadFileException {
        return has(key) ? positiveInt(key) : fallback;
    }

    /// The positive finite number under `key`.
    public double positiveNumber(String key) throws BadFileException {
        JsonNode value = required(key);
        double number = value.doubleValue();
        if (!value.isNumber() || !(number > 0) || Double.isInfinite(number)) {
            throw wrong(key, "a positive number");
        }
        return number;
    }

    /// As [#positiveNumber(String)], or `fallback`.
    public double positiveNumberOr(String key, double fallback) throws BadFileException {
        return has(key) ? positiveNumber(key) : fallback;
    }

    /// The truth value under `key`, or `fallback`.
    public boolean flagOr(String key, boolean fallback) throws BadFileException {
        if (!has(key)) {
            return fallback;
        }
        JsonNode value = required(key);
        if (!value.isBoolean()) {
            throw wrong(key, "true or false");
        }
        return value.booleanValue();
    }

    /// The error for a key whose value is not what it must be.
    public BadFileException wrong(String key, String expected) {
        return new BadFileException(
                path,
                "\"" + prefix + key + "\" must be " + expected + " but is " + Phrases.value(node.path(key)) + ".");
    }

    private JsonNode required(String key) throws BadFileException {
        JsonNode value = node.get(key);
        if (value == null || value.isNull()) {
            throw new BadFileException(path, "lacks \"" + prefix + key + "\"; it may belong to another kind of model.");
        }
        return value;
    }
}
