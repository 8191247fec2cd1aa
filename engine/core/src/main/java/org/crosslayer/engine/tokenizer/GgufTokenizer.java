package org.crosslayer.engine.tokenizer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import org.crosslayer.engine.error.BadFileException;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.error.UnsupportedModelException;
import org.crosslayer.engine.format.GgufFile;
import org.crosslayer.engine.format.GgufMetadata;

/// Opens the vocabulary that a GGUF file carries in its keys `tokenizer.ggml.…`.
///
/// What the keys mean is *stated* in the format's description; what holds where a key is missing, in llama.cpp's
/// `llama-vocab.cpp`.
final class GgufTokenizer {
    private static final String PREFIX = "tokenizer.ggml.";
    private static final String BYTE = "<0x[0-9A-F]{2}>";

    private final GgufMetadata keys;
    private final List<String> tokens;
    private final List<PieceType> types;

    private GgufTokenizer(GgufMetadata keys) throws BadFileException {
        this.keys = keys;
        tokens = tokens(keys);
        types = types();
    }

    /// @throws EngineException if the file is damaged, has no vocabulary, or one of an unknown kind
    static Tokenizer open(Path path) throws EngineException {
        try (GgufFile file = GgufFile.open(path)) {
            return read(file.keys());
        }
    }

    /// The vocabulary in these keys; nothing of the file is needed afterwards.
    static Tokenizer read(GgufMetadata keys) throws EngineException {
        if (!keys.has(PREFIX + "model")) {
            throw new BadFileException(
                    keys.path(), "holds no vocabulary (" + PREFIX + "model): give token ids instead of a text.");
        }
        String model = keys.text(PREFIX + "model");
        return switch (model) {
            case "gpt2" -> new GgufTokenizer(keys).byteLevel();
            case "llama" -> new GgufTokenizer(keys).pieces(PieceModel.Algorithm.MERGES);
            case "t5" -> new GgufTokenizer(keys).pieces(PieceModel.Algorithm.UNIGRAM);
            default ->
                throw new UnsupportedModelException(keys.path() + ": " + PREFIX + "model names a vocabulary of kind \""
                        + model + "\"; gpt2 (byte-level BPE), llama (SentencePiece BPE) and t5 (SentencePiece unigram)"
                        + " can be used.");
        };
    }

    private Tokenizer byteLevel() throws EngineException {
        String key = PREFIX + "pre";
        PreTokenizer preTokenizer = PreTokenizer.named(keys.textOr(key, "default"), keys.path() + ": " + key);
        SortedMap<Integer, FolderSpecials.Added> added = new TreeMap<>();
        for (int id = 0; id < tokens.size(); id++) {
            if (types.get(id) == PieceType.CONTROL || types.get(id) == PieceType.USER_DEFINED) {
                added.put(id, new FolderSpecials.Added(tokens.get(id), types.get(id) == PieceType.CONTROL));
            }
        }
        List<ByteLevelBpe.Merge> merges = new ArrayList<>();
        for (String line : keys.texts(PREFIX + "merges")) {
            merges.add(ByteLevelBpe.merge(line, merges.size(), keys.path()));
        }
        SpecialRule rule = rule(-1, -1, preTokenizer.bosFirst(), false, "llama.cpp's rule for gpt2 vocabularies");
        return new ByteLevelBpe(
                        keys.path(),
                        tokens,
                        merges,
                        added,
                        preTokenizer,
                        keys.flagOr(PREFIX + "add_space_prefix", false))
                .start(_ -> rule, "the GGUF file's own vocabulary");
    }

    private Tokenizer pieces(PieceModel.Algorithm algorithm) throws EngineException {
        boolean isUnigram = algorithm == PieceModel.Algorithm.UNIGRAM;
        PieceModel model = new PieceModel(
                keys.path(),
                algorithm,
                pieces(),
                keys.countOr(PREFIX + "unknown_token_id", isUnigram ? 2 : 0),
                new PieceModel.Normalization(
                        charsMap(),
                        keys.flagOr(PREFIX + "add_space_prefix", true),
                        keys.flagOr(PREFIX + "remove_extra_whitespaces", false),
                        true,
                        false),
                true);
        SpecialRule rule = isUnigram
                ? rule(-1, 1, false, true, "llama.cpp's rule for t5 vocabularies")
                : rule(1, 2, true, false, "llama.cpp's rule for llama vocabularies");
        return new PieceTokenizer(model, rule, "the GGUF file's own vocabulary");
    }

    private List<Piece> pieces() throws BadFileException {
        String key = PREFIX + "scores";
        float[] scores = keys.has(key) ? keys.floats(key) : new float[tokens.size()];
        if (scores.length != tokens.size()) {
            throw keys.wrong(key, "one score for each of the " + tokens.size() + " tokens");
        }
        List<Piece> pieces = new ArrayList<>(tokens.size());
        for (int id = 0; id < tokens.size(); id++) {
            pieces.add(new Piece(tokens.get(id), scores[id], types.get(id)));
        }
        return pieces;
    }

    private CharsMap charsMap() throws BadFileException {
        String key = PREFIX + "precompiled_charsmap";
        if (!keys.has(key)) {
            return CharsMap.NONE;
        }
        int[] numbers = keys.ints(key);
        byte[] bytes = new byte[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            bytes[i] = (byte) numbers[i];
        }
        return CharsMap.read(bytes, keys.path());
    }

    /// A token without a text, which llama.cpp puts up with, gets a name that no text contains.
    private static List<String> tokens(GgufMetadata keys) throws BadFileException {
        List<String> tokens = new ArrayList<>(keys.texts(PREFIX + "tokens"));
        for (int id = 0; id < tokens.size(); id++) {
            if (tokens.get(id).isEmpty()) {
                tokens.set(id, "<unused " + id + ">");
            }
        }
        if (tokens.isEmpty()) {
            throw keys.wrong(PREFIX + "tokens", "a list of at least one token");
        }
        return tokens;
    }

    private List<PieceType> types() throws BadFileException {
        String key = PREFIX + "token_type";
        int[] numbers = keys.has(key) ? keys.ints(key) : new int[tokens.size()];
        if (numbers.length != tokens.size()) {
            throw keys.wrong(key, "one type for each of the " + tokens.size() + " tokens");
        }
        List<PieceType> types = new ArrayList<>(numbers.length);
        for (int id = 0; id < numbers.length; id++) {
            PieceType type = PieceType.of(numbers[id]);
            boolean isByte = tokens.get(id).matches(BYTE);
            types.add(
                    isByte && type == PieceType.NORMAL
                            ? PieceType.BYTE
                            : isByte || type != PieceType.BYTE ? type : PieceType.NORMAL);
        }
        return types;
    }

    /// @param bos    the id where no key names one; −1 for none
    /// @param eos    the same for EOS
    /// @param source where `bosFirst` comes from, if no key says so
    private SpecialRule rule(int bos, int eos, boolean bosFirst, boolean eosLast, String source)
            throws BadFileException {
        String key = PREFIX + "add_bos_token";
        return new SpecialRule(
                id("bos_token_id", bos),
                id("eos_token_id", eos),
                new BosRule(keys.flagOr(key, bosFirst), keys.has(key) ? "GGUF: " + key : source),
                keys.flagOr(PREFIX + "add_eos_token", eosLast));
    }

    private OptionalInt id(String key, int otherwise) throws BadFileException {
        // Some files write 2³² − 1 for none.
        double id = keys.numberOr(PREFIX + key, otherwise);
        return id >= 0 && id < tokens.size() ? OptionalInt.of((int) id) : OptionalInt.empty();
    }
}
