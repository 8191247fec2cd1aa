package org.crosslayer.app.workspace;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.crosslayer.engine.tokenizer.BosRule;
import org.crosslayer.engine.tokenizer.Encoding;
import org.crosslayer.engine.tokenizer.Tokenizer;

/// One token a character.
final class FakeTokenizer implements Tokenizer {
    @Override
    public Encoding encode(String text, boolean withSpecialTokens) {
        List<Encoding.Span> spans = new ArrayList<>();
        for (int at = 0; at < text.length(); at++) {
            spans.add(new Encoding.Span(at, at + 1));
        }
        return new Encoding(text.chars().boxed().toList(), spans);
    }

    @Override
    public String decode(List<Integer> ids) {
        StringBuilder text = new StringBuilder();
        ids.forEach(id -> text.append(piece(id)));
        return text.toString();
    }

    @Override
    public String piece(int id) {
        return Character.toString(id);
    }

    @Override
    public int size() {
        return Character.MAX_VALUE;
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
        return new BosRule(false, "letters have none");
    }

    @Override
    public String description() {
        return "one token a letter";
    }

    @Override
    public void close() {}
}
