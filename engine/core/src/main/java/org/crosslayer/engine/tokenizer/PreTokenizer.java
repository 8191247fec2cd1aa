package org.crosslayer.engine.tokenizer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.crosslayer.engine.error.UnsupportedModelException;

/// How a text is parted into words before bytes are merged within each, by the names that GGUF files use
/// (`tokenizer.ggml.pre`).
///
/// The expressions are those of the families' own `tokenizer.json`; which name belongs to which family is *stated* in
/// llama.cpp's `llama-vocab.cpp`. They are applied in order, each to what the one before has left together.
///
/// @param expressions   regular expressions of the native library (Oniguruma)
/// @param thenLikeGpt2  whether GPT-2's own expression comes after them
/// @param ignoresMerges whether a word that is a token as it stands is not built from its bytes
/// @param bosFirst      whether BOS comes before a text where the file does not say
record PreTokenizer(List<String> expressions, boolean thenLikeGpt2, boolean ignoresMerges, boolean bosFirst) {
    private static final String CONTRACTION = "(?i:'s|'t|'re|'ve|'m|'ll|'d)";
    private static final String SPACES = "\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
    private static final String SIGNS = " ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|";
    private static final String GPT_2 =
            "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";

    /// Words in which capitals come before small letters, as o200k and tekken have them.
    private static final String CASED_UPPER = "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]";

    private static final String CASED_LOWER = "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]";

    private static final Map<String, PreTokenizer> NAMED = new HashMap<>();

    static {
        name(
                new PreTokenizer(List.of(), true, false, false),
                "gpt-2 phi-2 gigachat a.x-4.0 mellum modern-bert exaone4 mpt olmo jais trillion granite-docling");
        name(
                new PreTokenizer(List.of("\\p{N}"), true, false, false),
                "starcoder refact command-r smollm codeshell exaone minerva-7b mellum2");
        name(split("[\\p{P}\\$\\+<=>\\^~\\|]+", GPT_2, "\\p{N}+", "[0-9][0-9][0-9]"), "default");
        name(split("[\\p{P}\\$\\+<=>\\^~\\|`]+", GPT_2, "[0-9][0-9][0-9]"), "falcon");
        String llama3 = words("[^\\r\\n\\p{L}\\p{N}]?\\p{L}+", "\\p{N}{1,3}");
        name(
                new PreTokenizer(List.of(llama3), false, true, true),
                "llama3 llama-v3 llama-bpe falcon3 falcon-h1 pixtral midm-2.0 lfm2 jina-v5-nano");
        name(split(llama3), "dbrx smaug-bpe glm4 chatglm-bpe");
        name(
                split(words("[^\\r\\n\\p{L}\\p{N}]?\\p{L}+", "\\p{N}")),
                "qwen2 deepseek-r1-qwen kormo f2llmv2 stablelm2 megrez hunyuan solar-open grok-2");
        name(
                split(CONTRACTION
                        + "|[^\\r\\n\\p{L}\\p{N}]?[\\p{L}\\p{M}]+|\\p{N}| ?[^\\s\\p{L}\\p{M}\\p{N}]+[\\r\\n]*|"
                        + SPACES),
                "qwen35");
        name(
                split(
                        "\\p{N}{1,3}",
                        "[一-龥぀-ゟ゠-ヿ]+",
                        "[!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+"
                                + "|[^\\r\\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+| ?[\\p{P}\\p{S}]+[\\r\\n]*|" + SPACES),
                "deepseek-v3 hunyuan-dense joyai-llm hy_v4");
        name(split("[\\r\\n]", "\\s?\\p{L}+", "\\s?\\p{P}+", "[一-龥ࠀ-一가-퟿]+", "\\p{N}"), "deepseek-coder");
        name(split(" ?[^(\\s|.,!?…。，、।۔،)]+"), "bloom poro-chat gpt3-finnish");
        name(split(" ?[^(\\s|.,!?…。，、।۔،)]+", "\\p{N}"), "viking");
        name(
                new PreTokenizer(
                        List.of(CASED_UPPER + "*" + CASED_LOWER + "+|" + CASED_UPPER + "+" + CASED_LOWER + "*|\\p{N}"
                                + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|" + SPACES),
                        false,
                        true,
                        true),
                "tekken");
        name(
                split(CASED_UPPER + "*" + CASED_LOWER + "+" + CONTRACTION + "?|" + CASED_UPPER + "+" + CASED_LOWER + "*"
                        + CONTRACTION + "?|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|" + SPACES),
                "gpt-4o llama4 kanana2 talkie minimax-m2");
        name(
                split(CONTRACTION + "|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}\\r\\n]+|" + SPACES),
                "seed-coder");
    }

    PreTokenizer {
        expressions = List.copyOf(expressions);
    }

    private static PreTokenizer split(String... expressions) {
        return new PreTokenizer(List.of(expressions), false, false, false);
    }

    private static String words(String letters, String digits) {
        return CONTRACTION + "|" + letters + "|" + digits + "|" + SIGNS + SPACES;
    }

    private static void name(PreTokenizer preTokenizer, String names) {
        for (String name : names.split(" ", -1)) {
            NAMED.put(name, preTokenizer);
        }
    }

    /// All names.
    static SortedSet<String> names() {
        return new TreeSet<>(NAMED.keySet());
    }

    /// The way of this name.
    ///
    /// @param where the file and key that name it, for the error
    /// @throws UnsupportedModelException if no such way is known; another would give other tokens
    static PreTokenizer named(String name, String where) throws UnsupportedModelException {
        if (!NAMED.containsKey(name)) {
            throw new UnsupportedModelException(where + " names the way of parting words \"" + name
                    + "\", which is not known here; known: " + String.join(", ", names())
                    + ". Use the model's Hugging Face folder with its tokenizer.json.");
        }
        return Objects.requireNonNull(NAMED.get(name));
    }
}
