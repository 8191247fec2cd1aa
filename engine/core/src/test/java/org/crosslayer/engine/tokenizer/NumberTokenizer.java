package org.crosslayer.engine.tokenizer;

import java.util.List;
import java.util.OptionalInt;

/// Writes ids as numbers; for models without a vocabulary.
public final class NumberTokenizer implements Tokenizer {
    @Override
    public Encoding encode(String text, boolean withSpecialTokens) {
        throw new UnsupportedOperationException("numbers are only written");
    }

    @Override
    public String decode(List<Integer> ids) {
        return ids.toString();
    }

    @Override
    public String piece(int id) {
        return String.valueOf(id);
    }

    @Override
    public int size() {
        return Integer.MAX_VALUE;
    }

    @Override
    public OptionalInt bosId() {
        return OptionalInt.empty();
    }

    @Override
    public OptionalInt eosId() {
        return OptionalInt.empty();
    }

    @Override
    public BosRule bosRule() {
        return new BosRule(false, "numbers have none");
    }

    @Override
    public String description() {
        return "one token a number";
    }

    @Override
    public void close() {}
}
