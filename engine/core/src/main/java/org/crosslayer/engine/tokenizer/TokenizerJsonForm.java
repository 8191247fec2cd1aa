package org.crosslayer.engine.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.crosslayer.engine.error.BadFileException;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.error.UnsupportedModelException;

/// Checks a `tokenizer.json` before the library sees it.
///
/// The library ends the whole program, not the call, when a part lacks a field or holds one of another kind, when a
/// regular expression is none, or when a map of characters leads astray. So every part must be one that is known here,
/// with the fields it needs. What the parts hold is *stated* in the sources of tokenizers 0.21.4.
final class TokenizerJsonForm {
    /// Parts by type: each field with its kind, `?` where it may be missing or null.
    private static final Map<String, Map<String, String>> NORMALIZERS = parts(
            "Sequence normalizers:parts",
            "BertNormalizer clean_text:flag handle_chinese_chars:flag strip_accents:flag? lowercase:flag",
            "Strip strip_left:flag strip_right:flag",
            "StripAccents",
            "NFC",
            "NFD",
            "NFKC",
            "NFKD",
            "Lowercase",
            "Nmt",
            "ByteLevel",
            "Precompiled precompiled_charsmap:map",
            "Replace pattern:pattern content:text",
            "Prepend prepend:text");

    private static final Map<String, Map<String, String>> PRE_TOKENIZERS = parts(
            "Sequence pretokenizers:parts",
            "BertPreTokenizer",
            "ByteLevel add_prefix_space:flag trim_offsets:flag use_regex:flag?",
            "CharDelimiterSplit delimiter:character",
            "Metaspace replacement:character add_prefix_space:flag? prepend_scheme:scheme? split:flag?",
            "Whitespace",
            "WhitespaceSplit",
            "Split pattern:pattern behavior:behavior invert:flag",
            "Punctuation behavior:behavior?",
            "Digits individual_digits:flag",
            "UnicodeScripts");

    private static final Map<String, Map<String, String>> DECODERS = parts(
            "Sequence decoders:parts",
            "BPEDecoder suffix:text",
            "ByteLevel add_prefix_space:flag trim_offsets:flag use_regex:flag?",
            "WordPiece prefix:text cleanup:flag",
            "Metaspace replacement:character add_prefix_space:flag? prepend_scheme:scheme? split:flag?",
            "CTC pad_token:text word_delimiter_token:text cleanup:flag",
            "Fuse",
            "Strip content:character start:count stop:count",
            "ByteFallback",
            "Replace pattern:pattern content:text");

    private static final Map<String, Map<String, String>> PROCESSORS = parts(
            "Sequence processors:parts",
            "BertProcessing sep:token cls:token",
            "RobertaProcessing sep:token cls:token trim_offsets:flag add_prefix_space:flag",
            "ByteLevel add_prefix_space:flag trim_offsets:flag use_regex:flag?",
            "TemplateProcessing single:template pair:template special_tokens:tokens");

    private static final int MOST_NESTED = 8;

    private final Path path;

    private TokenizerJsonForm(Path path) {
        this.path = path;
    }

    private static Map<String, Map<String, String>> parts(String... lines) {
        Map<String, Map<String, String>> parts = new HashMap<>();
        for (String line : lines) {
            String[] words = line.split(" ", -1);
            Map<String, String> fields = new HashMap<>();
            for (int i = 1; i < words.length; i++) {
                int colon = words[i].indexOf(':');
                fields.put(words[i].substring(0, colon), words[i].substring(colon + 1));
            }
            parts.put(words[0], fields);
        }
        return parts;
    }

    /// @throws EngineException if a part is of a type that is not known here, or is not what its type must be
    static void check(JsonNode json, Path path) throws EngineException {
        TokenizerJsonForm form = new TokenizerJsonForm(path);
        form.part(json.path("normalizer"), "normalizer", NORMALIZERS, 0);
        form.part(json.path("pre_tokenizer"), "pre_tokenizer", PRE_TOKENIZERS, 0);
        form.part(json.path("decoder"), "decoder", DECODERS, 0);
        form.part(json.path("post_processor"), "post_processor", PROCESSORS, 0);
        form.model(json.path("model"));
    }

    private void model(JsonNode model) throws EngineException {
        double dropout = model.path("dropout").asDouble();
        if (dropout != 0) {
            throw new UnsupportedModelException(
                    path
                            + ": model.dropout asks for tokens drawn by lot, so that no number could be had twice: set it to null.");
        }
    }

    private void part(JsonNode part, String where, Map<String, Map<String, String>> known, int depth)
            throws EngineException {
        if (part.isMissingNode() || part.isNull()) {
            return;
        }
        String type = part.path("type").asText("");
        if (!known.containsKey(type) || depth > MOST_NESTED) {
            throw new UnsupportedModelException(path + ": " + where + " is of a kind that cannot be used here (type "
                    + shown(part.path("type")) + "); known are "
                    + String.join(", ", known.keySet().stream().sorted().toList())
                    + ".");
        }
        for (Map.Entry<String, String> field :
                Objects.requireNonNull(known.get(type)).entrySet()) {
            JsonNode value = part.path(field.getKey());
            String at = where + "." + field.getKey();
            boolean isOptional = field.getValue().endsWith("?");
            String kind =
                    isOptional ? field.getValue().substring(0, field.getValue().length() - 1) : field.getValue();
            if (isOptional && value.isMissingNode()) {
                continue;
            }
            if (kind.equals("template")) {
                template(value, at, part.path("special_tokens"), field.getKey().equals("pair"));
            }
            if (kind.equals("parts")) {
                parts(value, at, known, depth);
            } else if (!(isOptional && value.isNull() && field.getKey().equals("strip_accents"))) {
                field(value, at, kind);
            }
        }
    }

    private void parts(JsonNode values, String where, Map<String, Map<String, String>> known, int depth)
            throws EngineException {
        if (!values.isArray()) {
            throw wrong(where, "a list", values);
        }
        for (JsonNode value : values) {
            if (!value.isObject()) {
                throw wrong(where, "a list of objects", value);
            }
            part(value, where, known, depth + 1);
        }
    }

    /// Every item is a text, the second of them only in a pair, or a token that is described beside it.
    private void template(JsonNode items, String where, JsonNode tokens, boolean isPair) throws EngineException {
        for (JsonNode item : items) {
            String sequence = item.at("/Sequence/id").asText();
            JsonNode token = tokens.path(item.at("/SpecialToken/id").asText());
            boolean isText = item.size() == 1 && (sequence.equals("A") || (isPair && sequence.equals("B")));
            boolean isToken = item.size() == 1
                    && !token.path("ids").isEmpty()
                    && token.path("ids").size() == token.path("tokens").size();
            for (JsonNode id : token.path("ids")) {
                isToken &= isId(id);
            }
            if (!isText && !isToken) {
                throw wrong(where, "texts and tokens of its special_tokens", item);
            }
        }
    }

    private static boolean isId(JsonNode value) {
        return value.isIntegralNumber() && value.canConvertToInt() && value.intValue() >= 0;
    }

    private void field(JsonNode value, String where, String kind) throws EngineException {
        boolean fits =
                switch (kind) {
                    case "flag" -> value.isBoolean();
                    case "text" -> value.isTextual();
                    case "character" ->
                        value.isTextual()
                                && value.textValue()
                                                .codePointCount(
                                                        0, value.textValue().length())
                                        == 1;
                    case "count" -> isId(value);
                    case "scheme" -> value.isTextual() && value.textValue().matches("first|never|always");
                    case "behavior" ->
                        value.isTextual()
                                && value.textValue()
                                        .matches("Removed|Isolated|MergedWithPrevious|MergedWithNext|Contiguous");
                    case "pattern" -> isPattern(value, where);
                    case "map" -> isMap(value);
                    case "template" -> value.isArray();
                    case "tokens" -> value.isObject();
                    case "token" -> value.size() == 2 && value.path(0).isTextual() && isId(value.path(1));
                    default -> false;
                };
        if (!fits) {
            throw wrong(where, "what its type asks for (" + kind + ")", value);
        }
    }

    private boolean isPattern(JsonNode value, String where) throws EngineException {
        if (!value.isObject() || value.size() != 1) {
            return false;
        }
        if (value.path("Regex").isTextual()) {
            ExpressionCheck.check(value.path("Regex").textValue(), path + ": " + where);
            return true;
        }
        return value.path("String").isTextual()
                && !value.path("String").textValue().isEmpty();
    }

    private boolean isMap(JsonNode value) throws BadFileException {
        if (!value.isTextual()) {
            return false;
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(value.textValue());
            // The library, unlike SentencePiece, takes no empty map, and, unlike Java, only the one way to write it.
            return bytes.length > 0
                    && Base64.getEncoder().encodeToString(bytes).equals(value.textValue())
                    && CharsMap.read(bytes, path) != CharsMap.NONE;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private BadFileException wrong(String where, String expected, JsonNode value) {
        return new BadFileException(
                path, where + " must be " + expected + " but is " + shown(value) + ": download it again.");
    }

    private static String shown(JsonNode value) {
        String text = value.isMissingNode() ? "missing" : value.toString().replaceAll("\\p{Cntrl}", "�");
        return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }
}
