package org.crosslayer.engine.tokenizer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.crosslayer.engine.error.BadFileException;
import org.crosslayer.engine.error.EngineException;

/// A byte-level BPE vocabulary that came without a `tokenizer.json`, written as one for the native library.
///
/// @param path          the file it comes from, for errors
/// @param tokens        by id, in the letters of [ByteAlphabet]
/// @param merges        pairs of tokens, the earliest merged first
/// @param added         by id: tokens that are found in a text before anything else
/// @param preTokenizer  how words are parted
/// @param addsSpace     whether a space is put before the text
record ByteLevelBpe(
        Path path,
        List<String> tokens,
        List<Merge> merges,
        SortedMap<Integer, FolderSpecials.Added> added,
        PreTokenizer preTokenizer,
        boolean addsSpace) {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /// Two neighbours that become one.
    record Merge(String left, String right) {}

    ByteLevelBpe {
        tokens = List.copyOf(tokens);
        merges = List.copyOf(merges);
    }

    /// Parts a line such as `Ġ t`; a token may begin with a space, which no byte-level one does.
    ///
    /// @throws BadFileException if there are not two tokens in it
    static Merge merge(String line, int number, Path path) throws BadFileException {
        int space = line.indexOf(' ', 1);
        if (space < 0 || space == line.length() - 1) {
            throw new BadFileException(
                    path, "holds no pair of tokens as merge " + number + " (counted from 0): download it again.");
        }
        return new Merge(line.substring(0, space), line.substring(space + 1));
    }

    /// The tokenizer.
    ///
    /// @param source the files, in words
    /// @throws EngineException if a merge names tokens that are not there, or this machine has no library
    Tokenizer start(NativeTokenizer.Rules rules, String source) throws EngineException {
        return NativeTokenizer.start(json(), path, vocabulary(), rules, "byte-level BPE, " + source);
    }

    /// The tokens for people.
    Vocabulary vocabulary() throws BadFileException {
        Vocabulary.Entry[] entries = new Vocabulary.Entry[tokens.size()];
        for (int id = 0; id < entries.length; id++) {
            String token = tokens.get(id);
            entries[id] = new Vocabulary.Entry(token, added.containsKey(id) ? token : ByteAlphabet.text(token));
        }
        return Vocabulary.of(path, List.of(entries));
    }

    private String json() throws BadFileException {
        ObjectNode root = JSON.objectNode();
        root.put("version", "1.0");
        root.set("added_tokens", addedTokens());
        root.set("pre_tokenizer", JSON.objectNode().put("type", "Sequence").set("pretokenizers", preTokenizers()));
        root.set("decoder", byteLevel().put("use_regex", true));
        root.set("model", model());
        return root.toString();
    }

    private ArrayNode addedTokens() {
        ArrayNode array = JSON.arrayNode();
        added.forEach((id, token) -> array.addObject()
                .put("id", id)
                .put("content", token.text())
                .put("single_word", false)
                .put("lstrip", false)
                .put("rstrip", false)
                .put("normalized", false)
                .put("special", token.isSpecial()));
        return array;
    }

    private ArrayNode preTokenizers() {
        ArrayNode array = JSON.arrayNode();
        for (String expression : preTokenizer.expressions()) {
            array.addObject()
                    .put("type", "Split")
                    .put("behavior", "Isolated")
                    .put("invert", false)
                    .set("pattern", JSON.objectNode().put("Regex", expression));
        }
        array.add(byteLevel().put("use_regex", preTokenizer.thenLikeGpt2()));
        return array;
    }

    private ObjectNode byteLevel() {
        return JSON.objectNode()
                .put("type", "ByteLevel")
                .put("add_prefix_space", addsSpace)
                .put("trim_offsets", false);
    }

    private ObjectNode model() throws BadFileException {
        Map<String, Integer> ids = new HashMap<>();
        ObjectNode vocabulary = JSON.objectNode();
        for (int id = 0; id < tokens.size(); id++) {
            if (ids.putIfAbsent(tokens.get(id), id) == null) {
                vocabulary.put(tokens.get(id), id);
            }
        }
        ArrayNode pairs = JSON.arrayNode();
        for (int i = 0; i < merges.size(); i++) {
            Merge merge = merges.get(i);
            if (!ids.containsKey(merge.left())
                    || !ids.containsKey(merge.right())
                    || !ids.containsKey(merge.left() + merge.right())) {
                throw new BadFileException(
                        path,
                        "names tokens in merge " + i
                                + " (counted from 0) that its vocabulary does not have: download it again.");
            }
            pairs.addArray().add(merge.left()).add(merge.right());
        }
        ObjectNode model = JSON.objectNode();
        model.put("type", "BPE");
        model.put("ignore_merges", preTokenizer.ignoresMerges());
        model.set("vocab", vocabulary);
        model.set("merges", pairs);
        return model;
    }
}
