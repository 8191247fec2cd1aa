package org.crosslayer.engine.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// Of all ways to cut a text the one whose pieces have the highest sum of scores (log probabilities).
///
/// Viterbi's algorithm after `unigram::Model::EncodeOptimized` of SentencePiece (*stated* there): a character that is
/// no piece costs 10 more than the rarest piece; a user-defined piece scores its length in bytes times the highest
/// score, less 0.1. Sums are doubles, as in Hugging Face's library and llama.cpp: a whole book is one text, and floats
/// would run out of digits.
final class UnigramSegmenter implements PieceSegmenter {
    private static final double UNKNOWN_PENALTY = 10;

    private final PieceTrie pieces = new PieceTrie();
    private final double[] scores;
    private final int unknownId;
    private final double unknownScore;

    UnigramSegmenter(List<Piece> vocabulary, int unknownId) {
        this.unknownId = unknownId;
        scores = new double[vocabulary.size()];
        double lowest = Double.POSITIVE_INFINITY;
        double highest = Double.NEGATIVE_INFINITY;
        for (Piece piece : vocabulary) {
            if (piece.type() == PieceType.NORMAL) {
                lowest = Math.min(lowest, piece.score());
                highest = Math.max(highest, piece.score());
            }
        }
        unknownScore = (lowest == Double.POSITIVE_INFINITY ? 0 : lowest) - UNKNOWN_PENALTY;
        double best = highest == Double.NEGATIVE_INFINITY ? 0 : highest;
        for (int id = 0; id < scores.length; id++) {
            Piece piece = vocabulary.get(id);
            switch (piece.type()) {
                case NORMAL -> scores[id] = piece.score();
                case USER_DEFINED -> scores[id] = piece.text().getBytes(StandardCharsets.UTF_8).length * best - 0.1;
                case UNKNOWN, CONTROL, UNUSED, BYTE -> {
                    continue;
                }
            }
            pieces.put(piece.text(), id);
        }
    }

    @Override
    public void segment(NormalizedText text, Sink sink) {
        int n = text.length();
        double[] best = new double[n + 1];
        int[] from = new int[n + 1];
        int[] ids = new int[n + 1];
        Arrays.fill(best, 1, n + 1, Double.NEGATIVE_INFINITY);
        for (int at = 0; at < n; ) {
            int next = at + Character.charCount(text.codePointAt(at));
            boolean isPiece = false;
            int node = PieceTrie.ROOT;
            for (int end = at + 1; end <= n; end++) {
                node = pieces.child(node, text.charAt(end - 1));
                if (node == PieceTrie.NONE) {
                    break;
                }
                int id = pieces.value(node);
                if (id != PieceTrie.NONE) {
                    isPiece |= end == next;
                    offer(best, from, ids, at, end, id, scores[id]);
                }
            }
            if (!isPiece) {
                offer(best, from, ids, at, next, unknownId, unknownScore);
            }
            at = next;
        }
        report(from, ids, n, sink);
    }

    private static void offer(double[] best, int[] from, int[] ids, int at, int end, int id, double score) {
        double sum = best[at] + score;
        if (sum > best[end]) {
            best[end] = sum;
            from[end] = at;
            ids[end] = id;
        }
    }

    /// The path is known from its end; it is turned round in place.
    private static void report(int[] from, int[] ids, int n, Sink sink) {
        int next = n;
        for (int end = n; end > 0; ) {
            int start = from[end];
            from[end] = next;
            next = end;
            end = start;
        }
        for (int start = 0, end = next; start < n; start = end, end = from[end]) {
            sink.accept(ids[end], start, end);
            if (end == n) {
                return;
            }
        }
    }
}
