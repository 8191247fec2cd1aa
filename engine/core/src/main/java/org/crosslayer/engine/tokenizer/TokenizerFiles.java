package org.crosslayer.engine.tokenizer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.crosslayer.engine.error.BadFileException;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.format.GgufFile;
import org.crosslayer.engine.format.ModelFiles;
import org.crosslayer.engine.format.ModelPlace;

/// Finds and opens the vocabulary of a model.
///
/// Of a `.gguf` file it is the file's own. In a folder the first of these is taken, and the others are not looked at:
///
/// 1. `tokenizer.json`, which says everything;
/// 2. `tokenizer.model`, or `spiece.model`, of SentencePiece;
/// 3. `vocab.json` with `merges.txt`.
///
/// Special tokens of 2 and 3 come from `tokenizer_config.json` and `added_tokens.json`.
public final class TokenizerFiles {
    private static final List<String> SENTENCE_PIECE = List.of("tokenizer.model", "spiece.model");

    private TokenizerFiles() {}

    /// Opens the vocabulary of a model.
    ///
    /// @param model a model folder or a `.gguf` file
    /// @throws EngineException if there is none, if it is damaged or of an unknown kind, or if this machine has no
    ///     library for it
    public static Tokenizer open(Path model) throws EngineException {
        Path file = require(model);
        String name = String.valueOf(file.getFileName());
        if (GgufFile.isNamedSo(file)) {
            return GgufTokenizer.open(file);
        }
        Path folder = file.resolveSibling("");
        if (name.equals(ModelFiles.TOKENIZER)) {
            return TokenizerJson.open(folder);
        }
        return SENTENCE_PIECE.contains(name) ? PieceFolder.open(file) : VocabularyAndMerges.open(folder);
    }

    /// Refuses a model without a vocabulary, without opening anything: to be asked before long work.
    ///
    /// @param named a model folder or a `.gguf` file, or what [ModelPlace] finds a model by
    /// @return the file that [#open] would read, or the first of two
    /// @throws BadFileException if there is none
    public static Path require(Path named) throws BadFileException {
        Path model = ModelPlace.of(named);
        if (Files.isRegularFile(model) && GgufFile.isNamedSo(model)) {
            return model;
        }
        ModelFiles.requireFolder(model);
        if (Files.exists(model.resolve(ModelFiles.TOKENIZER))) {
            return model.resolve(ModelFiles.TOKENIZER);
        }
        for (String name : SENTENCE_PIECE) {
            if (Files.exists(model.resolve(name))) {
                return model.resolve(name);
            }
        }
        Path vocabulary = model.resolve(VocabularyAndMerges.VOCABULARY);
        if (Files.exists(vocabulary) && Files.exists(model.resolve(VocabularyAndMerges.MERGES))) {
            return vocabulary;
        }
        throw new BadFileException(
                model.resolve(ModelFiles.TOKENIZER),
                "does not exist: add the model's " + ModelFiles.TOKENIZER + ", or its tokenizer.model, or its "
                        + VocabularyAndMerges.VOCABULARY + " with " + VocabularyAndMerges.MERGES + ".");
    }
}
