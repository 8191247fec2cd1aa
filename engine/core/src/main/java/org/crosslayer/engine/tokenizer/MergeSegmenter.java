package org.crosslayer.engine.tokenizer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/// Joins neighbouring pieces, the pair whose result has the highest score first and the leftmost of equals, until no
/// pair is a piece.
///
/// After `bpe::Model::SampleEncode` of SentencePiece (*stated* there), with which `llama` vocabularies in GGUF agree.
/// The native library can only merge by rank, and ranks made up from scores decide some ties otherwise.
final class MergeSegmenter implements PieceSegmenter {
    private final List<Piece> vocabulary;
    private final PieceTrie pieces = new PieceTrie();
    private final PieceTrie userDefined;
    private final int unknownId;

    /// @param userDefined pieces that nothing is joined to
    MergeSegmenter(List<Piece> vocabulary, PieceTrie userDefined, int unknownId) {
        this.vocabulary = vocabulary;
        this.userDefined = userDefined;
        this.unknownId = unknownId;
        for (int id = 0; id < vocabulary.size(); id++) {
            switch (vocabulary.get(id).type()) {
                case NORMAL, USER_DEFINED, UNUSED ->
                    pieces.put(vocabulary.get(id).text(), id);
                case UNKNOWN, CONTROL, BYTE -> {}
            }
        }
    }

    @Override
    public void segment(NormalizedText text, Sink sink) {
        new Run(text, sink).cut();
    }

    /// Two neighbours that could be joined.
    private record Pair(float score, int left, int right, int end, int id) implements Comparable<Pair> {
        @Override
        public int compareTo(Pair other) {
            int byScore = Float.compare(other.score, score);
            return byScore != 0 ? byScore : Integer.compare(left, other.left);
        }
    }

    /// One text being cut. A symbol is named by where it begins; its neighbour begins where it ends.
    private final class Run {
        private final NormalizedText text;
        private final Sink sink;
        private final int[] ends;
        private final int[] before;
        private final boolean[] frozen;
        private final PriorityQueue<Pair> pairs = new PriorityQueue<>();

        /// For pieces that are in the list but not to be given out: how long their left part was.
        private final Map<Integer, Integer> parts = new HashMap<>();

        Run(NormalizedText text, Sink sink) {
            this.text = text;
            this.sink = sink;
            ends = new int[text.length()];
            before = new int[text.length()];
            frozen = new boolean[text.length()];
        }

        void cut() {
            int n = text.length();
            int previous = -1;
            for (int at = 0; at < n; ) {
                int end = userDefined.longest(text, at, n);
                frozen[at] = end != PieceTrie.NONE;
                ends[at] = frozen[at] ? end : at + Character.charCount(text.codePointAt(at));
                before[at] = previous;
                offer(previous, at);
                previous = at;
                at = ends[at];
            }
            for (Pair pair = pairs.poll(); pair != null; pair = pairs.poll()) {
                join(pair);
            }
            for (int at = 0; at < n; at = ends[at]) {
                report(pieces.find(text, at, ends[at]), at, ends[at]);
            }
        }

        private void offer(int left, int right) {
            if (left < 0 || right >= text.length() || frozen[left] || frozen[right]) {
                return;
            }
            int id = pieces.find(text, left, ends[right]);
            if (id == PieceTrie.NONE) {
                return;
            }
            Piece piece = vocabulary.get(id);
            pairs.add(new Pair(piece.score(), left, right, ends[right], id));
            if (piece.type() == PieceType.UNUSED) {
                parts.put(id, right - left);
            }
        }

        /// Pairs of which either side was joined to something else in the meantime are out of date.
        private void join(Pair pair) {
            if (ends[pair.left()] != pair.right() || ends[pair.right()] != pair.end()) {
                return;
            }
            ends[pair.left()] = pair.end();
            ends[pair.right()] = PieceTrie.NONE;
            if (pair.end() < text.length()) {
                before[pair.end()] = pair.left();
                offer(pair.left(), pair.end());
            }
            offer(before[pair.left()], pair.left());
        }

        private void report(int id, int from, int to) {
            if (id == PieceTrie.NONE) {
                sink.accept(unknownId, from, to);
            } else if (vocabulary.get(id).type() != PieceType.UNUSED || !parts.containsKey(id)) {
                sink.accept(id, from, to);
            } else {
                int middle = from + parts.get(id);
                report(pieces.find(text, from, middle), from, middle);
                report(pieces.find(text, middle, to), middle, to);
            }
        }
    }
}
