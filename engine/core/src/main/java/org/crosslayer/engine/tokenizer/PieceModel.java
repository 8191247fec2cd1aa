package org.crosslayer.engine.tokenizer;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.crosslayer.engine.error.BadFileException;

/// A SentencePiece vocabulary and how it cuts, wherever it was read from.
///
/// @param path          the file, for errors
/// @param algorithm     how text is cut
/// @param pieces        by id
/// @param unknownId     the piece for what the vocabulary lacks
/// @param normalization what happens to a text before it is cut
/// @param splitsAtUserDefined whether a user-defined piece parts a text as a control token does, so that what follows
///     begins anew (GGUF), or is cut out in the run of the text (SentencePiece)
record PieceModel(
        Path path,
        Algorithm algorithm,
        List<Piece> pieces,
        int unknownId,
        Normalization normalization,
        boolean splitsAtUserDefined) {
    /// How a text is cut into pieces.
    enum Algorithm {
        /// Neighbours are joined, the pair with the highest score first.
        MERGES("SentencePiece BPE"),
        /// Of all ways to cut, the one with the highest sum of scores.
        UNIGRAM("SentencePiece unigram");

        private final String words;

        Algorithm(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /// What happens to a text before it is cut.
    ///
    /// @param charsMap               replacements of characters
    /// @param addsSpace              a space is put before the text
    /// @param removesExtraSpaces     leading and trailing spaces go, several become one
    /// @param escapesSpaces          a space is written `▁`
    /// @param spaceIsSuffix          the space that is added comes last
    record Normalization(
            CharsMap charsMap,
            boolean addsSpace,
            boolean removesExtraSpaces,
            boolean escapesSpaces,
            boolean spaceIsSuffix) {}

    PieceModel {
        pieces = List.copyOf(pieces);
    }

    /// Refuses a vocabulary that cannot work.
    ///
    /// @return this
    PieceModel checked() throws BadFileException {
        if (pieces.isEmpty()) {
            throw new BadFileException(path, "holds an empty vocabulary: download it again.");
        }
        if (unknownId < 0 || unknownId >= pieces.size()) {
            throw new BadFileException(
                    path,
                    "names the token " + unknownId + " for unknown characters, but its ids are 0 to "
                            + (pieces.size() - 1) + ": download it again.");
        }
        Set<String> texts = new HashSet<>();
        for (int id = 0; id < pieces.size(); id++) {
            Piece piece = pieces.get(id);
            if (!Float.isFinite(piece.score())) {
                throw new BadFileException(
                        path, "gives token " + id + " a score that is no number: download it again.");
            }
            if (piece.text().isEmpty() || !texts.add(piece.text())) {
                throw new BadFileException(
                        path,
                        "gives token " + id + (piece.text().isEmpty() ? " no text" : " the text of an earlier one")
                                + ": download it again.");
            }
        }
        return this;
    }
}
