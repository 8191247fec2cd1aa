package org.crosslayer.engine.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.crosslayer.engine.error.BadFileException;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.error.UnsupportedModelException;
import org.crosslayer.engine.format.JsonObject;
import org.crosslayer.engine.format.ModelFiles;

/// Opens `vocab.json` and `merges.txt`, the two files in which GPT-2 first kept a byte-level vocabulary.
///
/// They do not say how words are parted; that follows from the class that `tokenizer_config.json` names.
final class VocabularyAndMerges {
    static final String VOCABULARY = "vocab.json";
    static final String MERGES = "merges.txt";

    private static final int MAX_ID = 1 << 22;

    /// Which way of parting words each class has built in; without a name it is GPT-2's.
    private static final Map<String, String> WAYS = Map.of(
            "",
            "gpt-2",
            "GPT2Tokenizer",
            "gpt-2",
            "CodeGenTokenizer",
            "gpt-2",
            "GPTNeoXTokenizer",
            "gpt-2",
            "BartTokenizer",
            "gpt-2",
            "RobertaTokenizer",
            "gpt-2",
            "Qwen2Tokenizer",
            "qwen2",
            "CohereTokenizer",
            "command-r",
            "BloomTokenizer",
            "bloom");

    private VocabularyAndMerges() {}

    /// @param folder a model folder that holds both
    static Tokenizer open(Path folder) throws EngineException {
        Path path = folder.resolve(VOCABULARY);
        SortedMap<Integer, FolderSpecials.Added> added = FolderSpecials.added(folder);
        List<String> tokens = tokens(path, added);
        ByteLevelBpe vocabulary = new ByteLevelBpe(
                path, tokens, merges(folder.resolve(MERGES)), added, way(folder), FolderSpecials.addsSpace(folder));
        FolderSpecials specials = FolderSpecials.read(folder, vocabulary.vocabulary());
        specials.named().forEach((id, text) -> added.putIfAbsent(id, new FolderSpecials.Added(text, true)));
        return vocabulary.start(
                _ -> specials.rule(false, false, "nothing in the folder asks for it"), VOCABULARY + " and " + MERGES);
    }

    private static PreTokenizer way(Path folder) throws EngineException {
        String name = FolderSpecials.tokenizerClass(folder);
        if (!WAYS.containsKey(name)) {
            throw new UnsupportedModelException(
                    folder.resolve(ModelFiles.TOKENIZER_CONFIG) + ": tokenizer_class \"" + name
                            + "\" is not known to read " + VOCABULARY + " and " + MERGES
                            + ": add the model's tokenizer.json, which is read first.");
        }
        return PreTokenizer.named(
                WAYS.getOrDefault(name, ""), folder.resolve(ModelFiles.TOKENIZER_CONFIG) + ": tokenizer_class");
    }

    /// By id; ids that no token has get a name that no text contains.
    private static List<String> tokens(Path path, SortedMap<Integer, FolderSpecials.Added> added)
            throws BadFileException {
        List<String> tokens = new ArrayList<>();
        for (Map.Entry<String, JsonNode> token : JsonObject.read(path).node().properties()) {
            JsonNode id = token.getValue();
            if (!id.isIntegralNumber() || !id.canConvertToInt() || id.intValue() < 0 || id.intValue() >= MAX_ID) {
                throw new BadFileException(path, "gives a token the id " + id + ", which is none: download it again.");
            }
            put(tokens, id.intValue(), token.getKey());
        }
        if (tokens.isEmpty()) {
            throw new BadFileException(path, "holds an empty vocabulary: download it again.");
        }
        for (Map.Entry<Integer, FolderSpecials.Added> token : added.entrySet()) {
            if (token.getKey() >= MAX_ID) {
                throw new BadFileException(
                        path, "has a token added to it with the id " + token.getKey() + ", which is none.");
            }
            put(tokens, token.getKey(), token.getValue().text());
        }
        return tokens;
    }

    private static void put(List<String> tokens, int id, String token) {
        while (tokens.size() <= id) {
            tokens.add("<unused " + tokens.size() + ">");
        }
        tokens.set(id, token);
    }

    private static List<ByteLevelBpe.Merge> merges(Path path) throws BadFileException {
        List<ByteLevelBpe.Merge> merges = new ArrayList<>();
        for (String line : lines(path)) {
            if (!line.isEmpty() && !line.startsWith("#version")) {
                merges.add(ByteLevelBpe.merge(line, merges.size(), path));
            }
        }
        return merges;
    }

    private static List<String> lines(Path path) throws BadFileException {
        try {
            return Files.readAllLines(path);
        } catch (CharacterCodingException e) {
            throw new BadFileException(path, "is not UTF-8 text: download it again.", e);
        } catch (IOException e) {
            throw new BadFileException(path, "cannot be read; check that it exists and may be read.", e);
        }
    }
}
