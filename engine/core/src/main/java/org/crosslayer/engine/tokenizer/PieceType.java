package org.crosslayer.engine.tokenizer;

/// How a vocabulary treats one of its pieces. SentencePiece's files and GGUF number them alike.
enum PieceType {
    /// Text that was learnt.
    NORMAL,
    /// Stands for every character that the vocabulary lacks.
    UNKNOWN,
    /// A mark such as BOS; never the result of cutting plain text.
    CONTROL,
    /// Text that is one token wherever it stands.
    USER_DEFINED,
    /// In the list, but never given out.
    UNUSED,
    /// A single byte, for characters that the vocabulary lacks.
    BYTE;

    /// The type of this number; 1 is [#NORMAL]. GGUF's 0 ("undefined") and numbers unknown to us count as normal, as
    /// llama.cpp takes them.
    static PieceType of(long number) {
        return number < 1 || number > values().length ? NORMAL : values()[(int) number - 1];
    }
}
