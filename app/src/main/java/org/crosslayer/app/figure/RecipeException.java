package org.crosslayer.app.figure;

import java.io.Serial;

/// A recipe that cannot be followed: one sentence that says what, where, what to do.
public final class RecipeException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    public RecipeException(String sentence) {
        super(sentence);
    }
}
