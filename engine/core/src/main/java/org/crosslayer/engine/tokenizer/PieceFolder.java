package org.crosslayer.engine.tokenizer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.crosslayer.engine.error.BadFileException;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.format.ModelFiles;

/// Opens the SentencePiece file of a Hugging Face folder, with what its settings add.
final class PieceFolder {
    private static final int MAX_ID = 1 << 22;

    private PieceFolder() {}

    /// @param path `tokenizer.model` or the like, within a model folder
    static Tokenizer open(Path path) throws EngineException {
        Path folder = path.toAbsolutePath().getParent();
        if (folder == null) {
            throw new BadFileException(path, "lies in no folder.");
        }
        SentencePieceFile file = SentencePieceFile.read(path);
        PieceModel model = withAdded(file.model(), FolderSpecials.added(folder));
        Vocabulary vocabulary = Vocabulary.of(
                path,
                model.pieces().stream()
                        .map(piece -> new Vocabulary.Entry(piece.text(), piece.text()))
                        .toList());
        FolderSpecials specials = FolderSpecials.read(folder, vocabulary).orElse(file.bosId(), file.eosId());
        return new PieceTokenizer(model, rule(folder, specials), String.valueOf(path.getFileName()));
    }

    /// What the class would do that the folder names; by itself SentencePiece adds nothing.
    private static SpecialRule rule(Path folder, FolderSpecials specials) throws BadFileException {
        String name = FolderSpecials.tokenizerClass(folder);
        return switch (name) {
            case "LlamaTokenizer", "CodeLlamaTokenizer", "GemmaTokenizer" ->
                specials.rule(true, false, ModelFiles.TOKENIZER_CONFIG + ": " + name);
            case "T5Tokenizer" -> specials.rule(false, true, ModelFiles.TOKENIZER_CONFIG + ": " + name);
            default -> specials.rule(false, false, "nothing in the folder asks for it");
        };
    }

    /// Added tokens part a text wherever they stand, unless they are the file's own words.
    private static PieceModel withAdded(PieceModel model, Map<Integer, FolderSpecials.Added> added)
            throws BadFileException {
        List<Piece> pieces = new ArrayList<>(model.pieces());
        for (Map.Entry<Integer, FolderSpecials.Added> token : added.entrySet()) {
            int id = token.getKey();
            if (id >= MAX_ID) {
                throw new BadFileException(
                        model.path(), "has a token added to it with the id " + id + ", which is none.");
            }
            while (pieces.size() <= id) {
                pieces.add(new Piece("<unused " + pieces.size() + ">", 0, PieceType.UNUSED));
            }
            PieceType type = pieces.get(id).type();
            if (type != PieceType.UNKNOWN && type != PieceType.BYTE) {
                pieces.set(id, new Piece(token.getValue().text(), 0, PieceType.CONTROL));
            }
        }
        return new PieceModel(
                model.path(),
                model.algorithm(),
                pieces,
                model.unknownId(),
                model.normalization(),
                model.splitsAtUserDefined());
    }
}
