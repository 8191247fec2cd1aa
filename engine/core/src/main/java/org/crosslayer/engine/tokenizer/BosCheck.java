package org.crosslayer.engine.tokenizer;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Whether the begin-of-text token (BOS) stands before a text as often as the model wants it: once or not at all.
///
/// @param token     BOS as the vocabulary writes it; empty where it has none
/// @param rule      what the model wants
/// @param isWritten whether the text itself begins with it
public record BosCheck(String token, BosRule rule, boolean isWritten) {
    /// Looks at a text's own tokens, before anything was put around them.
    public static BosCheck of(Tokenizer tokenizer, List<Integer> ids) {
        OptionalInt bos = tokenizer.bosId();
        return new BosCheck(
                bos.isPresent() ? tokenizer.piece(bos.getAsInt()) : "",
                tokenizer.bosRule(),
                bos.isPresent() && !ids.isEmpty() && ids.getFirst() == bos.getAsInt());
    }

    /// What is odd about the beginning, in one sentence; nothing where all is well.
    ///
    /// @param added whether BOS is put before the text, or was asked for
    public Optional<String> warning(boolean added) {
        if (token.isEmpty()) {
            return added
                    ? Optional.of("BOS was asked for, but this vocabulary has no such token, so none was put there.")
                    : Optional.empty();
        }
        String name = "BOS (“" + token + "”)";
        if (added && isWritten) {
            return Optional.of("The text begins with " + name
                    + " itself, and one more was put before it: take it out of the text, or switch BOS off.");
        }
        return rule.isFirst() && !added && !isWritten
                ? Optional.of("This model wants " + name + " before a text (" + rule.source()
                        + "), and none was put there: switch BOS on to have it.")
                : Optional.empty();
    }
}
