package org.crosslayer.engine.tokenizer;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.crosslayer.engine.error.BadFileException;

/// A tokenizer of SentencePiece's kind, from `tokenizer.model` or from a GGUF vocabulary.
///
/// Control tokens that are written out in a text are recognised, as Hugging Face's library does; the text after one
/// begins anew, as llama.cpp has it.
final class PieceTokenizer implements Tokenizer {
    private static final int BYTES = 256;

    private final PieceModel model;
    private final Vocabulary vocabulary;
    private final SpecialRule special;
    private final String source;
    private final PieceTrie marks = new PieceTrie();
    private final PieceNormalizer normalizer;
    private final PieceSegmenter segmenter;

    /// The piece of each byte; empty unless there is one for all of them.
    private final int[] byteIds;

    /// @param special what to put around a text
    /// @param source  the file, in words
    /// @throws BadFileException if the vocabulary cannot work
    PieceTokenizer(PieceModel model, SpecialRule special, String source) throws BadFileException {
        this.model = model.checked();
        this.special = special;
        this.source = source;
        vocabulary = Vocabulary.of(
                model.path(), model.pieces().stream().map(PieceTokenizer::entry).toList());
        byteIds = byteIds();
        PieceTrie userDefined = new PieceTrie();
        for (int id = 0; id < model.pieces().size(); id++) {
            Piece piece = model.pieces().get(id);
            boolean isUserDefined = piece.type() == PieceType.USER_DEFINED;
            if (piece.type() == PieceType.CONTROL || (isUserDefined && model.splitsAtUserDefined())) {
                marks.put(piece.text(), id);
            } else if (isUserDefined) {
                userDefined.put(piece.text(), id);
            }
        }
        normalizer = new PieceNormalizer(model.normalization(), userDefined);
        segmenter = switch (model.algorithm()) {
            case MERGES -> new MergeSegmenter(model.pieces(), userDefined, model.unknownId());
            case UNIGRAM -> new UnigramSegmenter(model.pieces(), model.unknownId());
        };
    }

    private static Vocabulary.Entry entry(Piece piece) {
        boolean isText = piece.type() != PieceType.CONTROL && piece.type() != PieceType.UNKNOWN;
        return new Vocabulary.Entry(piece.text(), isText ? SentencePieces.text(piece.text()) : piece.text());
    }

    private int[] byteIds() {
        int[] ids = new int[BYTES];
        for (int b = 0; b < BYTES; b++) {
            OptionalInt id = vocabulary.id(String.format(Locale.ROOT, "<0x%02X>", b));
            if (id.isEmpty() || model.pieces().get(id.getAsInt()).type() != PieceType.BYTE) {
                return new int[0];
            }
            ids[b] = id.getAsInt();
        }
        return ids;
    }

    @Override
    public Encoding encode(String text, boolean withSpecialTokens) {
        String wellFormed = CodePoints.of(text).wellFormed();
        Cut cut = new Cut(wellFormed);
        cut.whole();
        Encoding encoding = new Encoding(cut.ids, cut.spans);
        return withSpecialTokens ? special.around(encoding, text.length()) : encoding;
    }

    /// One text being cut.
    private final class Cut implements PieceSegmenter.Sink {
        private final String text;
        private final List<Integer> ids = new ArrayList<>();
        private final List<Encoding.Span> spans = new ArrayList<>();
        private NormalizedText normalized = new NormalizedText(0);
        private boolean isAfterUnknown;

        Cut(String text) {
            this.text = text;
        }

        void whole() {
            int done = 0;
            for (int at = 0; at < text.length(); ) {
                int end = marks.longest(text, at, text.length());
                if (end == PieceTrie.NONE) {
                    at++;
                } else {
                    run(done, at);
                    add(marks.find(text, at, end), new Encoding.Span(at, end));
                    at = end;
                    done = end;
                }
            }
            run(done, text.length());
        }

        private void run(int from, int to) {
            if (from == to) {
                return;
            }
            normalized = normalizer.normalize(text, from, to);
            isAfterUnknown = false;
            if (!normalized.isEmpty()) {
                segmenter.segment(normalized, this);
            }
        }

        @Override
        public void accept(int id, int from, int to) {
            Encoding.Span span = normalized.origin(from, to);
            boolean isUnknown = id == model.unknownId();
            if (isUnknown && byteIds.length > 0) {
                for (byte b : normalized.subSequence(from, to).toString().getBytes(StandardCharsets.UTF_8)) {
                    add(byteIds[Byte.toUnsignedInt(b)], span);
                }
            } else if (isUnknown && isAfterUnknown) {
                // A run of unknown characters is one token, as SentencePiece has it.
                spans.add(new Encoding.Span(spans.removeLast().start(), span.end()));
            } else {
                add(id, span);
            }
            isAfterUnknown = isUnknown;
        }

        private void add(int id, Encoding.Span span) {
            ids.add(id);
            spans.add(span);
        }
    }

    /// As the interface says; ids that the vocabulary does not have are left out. The space that was put before a text
    /// is taken away again.
    @Override
    public String decode(List<Integer> ids) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(4 * ids.size());
        boolean atStart = true;
        for (int id : ids) {
            if (id < 0 || id >= model.pieces().size()) {
                continue;
            }
            Piece piece = model.pieces().get(id);
            boolean isMark = piece.type() == PieceType.CONTROL
                    || (piece.type() == PieceType.USER_DEFINED && model.splitsAtUserDefined());
            if (piece.type() == PieceType.BYTE) {
                bytes.write(Integer.parseInt(piece.text().substring(3, 5), 16));
            } else {
                String text = vocabulary.piece(id);
                boolean dropsSpace = atStart && !isMark && drops(text);
                bytes.writeBytes((dropsSpace ? text.substring(1) : text).getBytes(StandardCharsets.UTF_8));
            }
            atStart = isMark;
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private boolean drops(String text) {
        PieceModel.Normalization rules = model.normalization();
        return rules.addsSpace() && !rules.spaceIsSuffix() && text.startsWith(" ");
    }

    @Override
    public String piece(int id) {
        return vocabulary.piece(id);
    }

    @Override
    public int size() {
        return vocabulary.size();
    }

    @Override
    public OptionalInt bosId() {
        return special.bosId();
    }

    @Override
    public OptionalInt eosId() {
        return special.eosId();
    }

    @Override
    public BosRule bosRule() {
        return special.bos();
    }

    @Override
    public String description() {
        return model.algorithm().words() + ", " + source;
    }

    /// Nothing to free.
    @Override
    public void close() {}
}
