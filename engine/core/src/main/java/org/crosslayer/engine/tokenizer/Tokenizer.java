package org.crosslayer.engine.tokenizer;

import java.util.List;
import java.util.OptionalInt;

/// Turns text into token ids and back. Safe for use by several threads.
public interface Tokenizer extends AutoCloseable {
    /// Cuts a text into tokens.
    ///
    /// @param text              any text; taken whole
    /// @param withSpecialTokens adds what the vocabulary's own template adds (BOS, …)
    Encoding encode(String text, boolean withSpecialTokens);

    /// The text of the ids; special tokens are written out.
    String decode(List<Integer> ids);

    /// The token as a reader should see it: its text with spaces and line breaks as they are, or `<0xE2>` for a
    /// byte that is no character by itself.
    String piece(int id);

    /// How many ids there are, added tokens included.
    int size();

    /// The id of the begin-of-text token, where the vocabulary has one.
    OptionalInt bosId();

    /// The id of the end-of-text token, where the vocabulary has one.
    OptionalInt eosId();

    /// Whether the model wants BOS before a text, and which file says so. `encode` with special tokens does so.
    BosRule bosRule();

    /// How text is cut and where that was read, such as `byte-level BPE, tokenizer.json`.
    String description();

    @Override
    void close();
}
