package org.crosslayer.engine.tokenizer;

/// Cuts normalised text into pieces.
interface PieceSegmenter {
    /// Hears of the pieces in the order of the text.
    interface Sink {
        /// One piece.
        ///
        /// @param id   the piece, or that for unknown characters
        /// @param from where it begins in the normalised text
        /// @param to   where it ends
        void accept(int id, int from, int to);
    }

    /// Cuts `text`, which has at least one character.
    void segment(NormalizedText text, Sink sink);
}
