package org.crosslayer.engine.tokenizer;

/// One entry of a SentencePiece vocabulary.
///
/// @param text  as the file writes it, `▁` for a space
/// @param score the higher, the sooner it is formed: minus the rank of a merge, or a log probability in nats
/// @param type  what it is
record Piece(String text, float score, PieceType type) {}
