package org.crosslayer.engine.tokenizer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.crosslayer.engine.error.BadFileException;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.error.UnsupportedModelException;

/// A `tokenizer.model` as SentencePiece writes it; field numbers and defaults are *stated* in its
/// `sentencepiece_model.proto`.
///
/// @param model the vocabulary
/// @param bosId the piece for begin of text, where there is one
/// @param eosId the piece for end of text, where there is one
record SentencePieceFile(PieceModel model, OptionalInt bosId, OptionalInt eosId) {
    /// Ten times the largest in use.
    private static final long LARGEST_BYTES = 64L << 20;

    /// ModelProto.
    private static final int PIECES = 1;

    private static final int TRAINER = 2;
    private static final int NORMALIZER = 3;

    private static final int UNIGRAM = 1;
    private static final int BPE = 2;

    /// @throws EngineException if the file is damaged or of a kind that cannot be used
    static SentencePieceFile read(Path path) throws EngineException {
        byte[] bytes = bytes(path);
        if (bytes.length == 0 || bytes[0] != (PIECES << 3 | 2)) {
            throw new BadFileException(
                    path,
                    "is not in SentencePiece's form (perhaps in tiktoken's, which older Llama 3 folders have): add the"
                            + " model's tokenizer.json, which is read first.");
        }
        return new Reader(path).read(new ProtoReader(bytes, path));
    }

    private static byte[] bytes(Path path) throws BadFileException {
        try {
            if (Files.size(path) > LARGEST_BYTES) {
                throw new BadFileException(path, "is larger than 64 MiB, which no vocabulary is.");
            }
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new BadFileException(path, "cannot be read; check that it exists and may be read.", e);
        }
    }

    /// Collects what the fields say.
    private static final class Reader {
        private final Path path;
        private final List<Piece> pieces = new ArrayList<>();
        private long kind = UNIGRAM;
        private boolean spaceIsSuffix;
        private long bosId = 1;
        private long eosId = 2;
        private byte[] charsMap = {};
        private boolean addsSpace = true;
        private boolean removesExtraSpaces = true;
        private boolean escapesSpaces = true;

        Reader(Path path) {
            this.path = path;
        }

        SentencePieceFile read(ProtoReader file) throws EngineException {
            while (file.next()) {
                switch (file.field()) {
                    case PIECES -> piece(file.message());
                    case TRAINER -> trainer(file.message());
                    case NORMALIZER -> normalizer(file.message());
                    default -> file.skip();
                }
            }
            if (kind != UNIGRAM && kind != BPE) {
                throw new UnsupportedModelException(path + ": is a SentencePiece vocabulary of words or characters;"
                        + " those of kind BPE and unigram can be used.");
            }
            PieceModel model = new PieceModel(
                    path,
                    kind == BPE ? PieceModel.Algorithm.MERGES : PieceModel.Algorithm.UNIGRAM,
                    pieces,
                    unknownId(),
                    new PieceModel.Normalization(
                            CharsMap.read(charsMap, path), addsSpace, removesExtraSpaces, escapesSpaces, spaceIsSuffix),
                    false);
            return new SentencePieceFile(model, id(bosId), id(eosId));
        }

        private void piece(ProtoReader message) throws BadFileException {
            String text = "";
            float score = 0;
            PieceType type = PieceType.NORMAL;
            while (message.next()) {
                switch (message.field()) {
                    case 1 -> text = message.text();
                    case 2 -> score = message.real();
                    case 3 -> type = PieceType.of(message.number());
                    default -> message.skip();
                }
            }
            if (type == PieceType.BYTE && !text.matches("<0x[0-9A-F]{2}>")) {
                throw new BadFileException(path, "holds a byte token that names no byte: download it again.");
            }
            pieces.add(new Piece(text, score, type));
        }

        private void trainer(ProtoReader message) throws BadFileException {
            while (message.next()) {
                switch (message.field()) {
                    case 3 -> kind = message.number();
                    case 24 -> spaceIsSuffix = message.flag();
                    case 41 -> bosId = message.number();
                    case 42 -> eosId = message.number();
                    default -> message.skip();
                }
            }
        }

        private void normalizer(ProtoReader message) throws BadFileException {
            while (message.next()) {
                switch (message.field()) {
                    case 2 -> charsMap = message.bytes();
                    case 3 -> addsSpace = message.flag();
                    case 4 -> removesExtraSpaces = message.flag();
                    case 5 -> escapesSpaces = message.flag();
                    default -> message.skip();
                }
            }
        }

        /// The piece of that type; the number in the trainer's part is only what was asked for when it was trained.
        private int unknownId() throws BadFileException {
            for (int id = 0; id < pieces.size(); id++) {
                if (pieces.get(id).type() == PieceType.UNKNOWN) {
                    return id;
                }
            }
            throw new BadFileException(path, "names no token for unknown characters: download it again.");
        }

        private OptionalInt id(long id) {
            return id >= 0 && id < pieces.size() && pieces.get((int) id).type() == PieceType.CONTROL
                    ? OptionalInt.of((int) id)
                    : OptionalInt.empty();
        }
    }
}
