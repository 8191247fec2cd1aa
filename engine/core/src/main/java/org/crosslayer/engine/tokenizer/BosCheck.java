package org.crosslayer.engine.tokenizer;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Looks whether the begin-of-text token (BOS) stands before a text as often as the model wants it: once or not at all.
public final class BosCheck {
    private BosCheck() {}

    /// What is odd about the beginning of a text, in one sentence.
    ///
    /// @param ids   the text's own tokens, before anything was put around them
    /// @param added whether BOS is put before them, or was asked for
    public static Optional<String> warning(Tokenizer tokenizer, List<Integer> ids, boolean added) {
        OptionalInt bos = tokenizer.bosId();
        if (bos.isEmpty()) {
            return added
                    ? Optional.of("BOS was asked for, but this vocabulary has no such token, so none was put there.")
                    : Optional.empty();
        }
        boolean isWritten = !ids.isEmpty() && ids.getFirst() == bos.getAsInt();
        String name = "BOS (\"" + tokenizer.piece(bos.getAsInt()) + "\")";
        if (added && isWritten) {
            return Optional.of("The text begins with " + name
                    + " itself, and one more was put before it: take it out of the text, or switch BOS off.");
        }
        boolean isMissing = tokenizer.bosRule().isFirst() && !added && !isWritten;
        return isMissing
                ? Optional.of("This model wants " + name + " before a text ("
                        + tokenizer.bosRule().source() + "), and none was put there: switch BOS on to have it.")
                : Optional.empty();
    }
}
