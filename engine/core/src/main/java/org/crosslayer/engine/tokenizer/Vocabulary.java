package org.crosslayer.engine.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.crosslayer.engine.error.BadFileException;
import org.crosslayer.engine.format.JsonObject;

/// The tokens of a vocabulary by id, as the file writes them and as a person reads them.
final class Vocabulary {
    /// One token.
    ///
    /// @param token as the file writes it
    /// @param piece as a person reads it
    record Entry(String token, String piece) {}

    /// Ten times the largest vocabulary in use; a larger id is damage and would only fill the memory.
    private static final int MAX_SIZE = 1 << 22;

    private final Path path;
    private final List<String> pieces = new ArrayList<>();
    private final Map<String, Integer> ids = new HashMap<>();

    private Vocabulary(Path path) {
        this.path = path;
    }

    /// Reads `model.vocab`, a map to ids or a list of `[token, score]`, and `added_tokens`.
    ///
    /// @throws BadFileException if there is no vocabulary or an id makes no sense
    static Vocabulary read(JsonObject json) throws BadFileException {
        Vocabulary vocabulary = new Vocabulary(json.path());
        boolean byteLevel = names(json.node().path("decoder")).contains("ByteLevel")
                || names(json.node().path("pre_tokenizer")).contains("ByteLevel");
        JsonNode tokens = json.node().path("model").path("vocab");
        if (tokens.isObject()) {
            for (Map.Entry<String, JsonNode> token : tokens.properties()) {
                vocabulary.put(token.getKey(), token.getValue(), readable(token.getKey(), byteLevel));
            }
        } else if (tokens.isArray()) {
            for (JsonNode token : tokens) {
                String text = token.path(0).asText();
                vocabulary.put(text, vocabulary.pieces.size(), readable(text, byteLevel));
            }
        } else {
            throw new BadFileException(json.path(), "holds no vocabulary (model.vocab): download it again.");
        }
        for (JsonNode token : json.node().path("added_tokens")) {
            String text = token.path("content").asText();
            vocabulary.put(text, token.path("id"), text);
        }
        return vocabulary;
    }

    /// A vocabulary whose ids are the places in a list; of equal tokens the first keeps its text.
    static Vocabulary of(Path path, List<Entry> entries) throws BadFileException {
        if (entries.size() > MAX_SIZE) {
            throw new BadFileException(
                    path, "holds " + entries.size() + " tokens, more than any vocabulary in use: download it again.");
        }
        Vocabulary vocabulary = new Vocabulary(path);
        for (Entry entry : entries) {
            vocabulary.ids.putIfAbsent(entry.token(), vocabulary.pieces.size());
            vocabulary.pieces.add(entry.piece());
        }
        return vocabulary;
    }

    private static List<String> names(JsonNode node) {
        return node.findValuesAsText("type");
    }

    private static String readable(String token, boolean byteLevel) {
        return byteLevel ? ByteAlphabet.text(token) : SentencePieces.text(token);
    }

    private void put(String token, JsonNode id, String piece) throws BadFileException {
        if (!id.isIntegralNumber() || !id.canConvertToInt() || id.intValue() < 0 || id.intValue() >= MAX_SIZE) {
            throw new BadFileException(
                    path, "gives the token \"" + token + "\" the id " + id + ", which is none: download it again.");
        }
        put(token, id.intValue(), piece);
    }

    private void put(String token, int id, String piece) {
        while (pieces.size() <= id) {
            pieces.add("<unused " + pieces.size() + ">");
        }
        pieces.set(id, piece);
        ids.put(token, id);
    }

    /// One above the highest id.
    int size() {
        return pieces.size();
    }

    /// What a reader sees for `id`; `<unused 7>` where the vocabulary has no such token.
    String piece(int id) {
        if (id < 0) {
            throw new IllegalArgumentException("token ids count from 0, but this one is " + id);
        }
        return id < pieces.size() ? pieces.get(id) : "<unused " + id + ">";
    }

    /// The id of a token written as in the file.
    OptionalInt id(String token) {
        Integer id = ids.get(token);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }
}
