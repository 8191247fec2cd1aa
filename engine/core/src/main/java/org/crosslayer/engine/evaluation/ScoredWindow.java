package org.crosslayer.engine.evaluation;

import org.jspecify.annotations.Nullable;

/// A run of tokens that the model reads at once, of which those from some place on are scored.
public final class ScoredWindow {
    private final int[] ids;
    private final int firstScored;
    private final int textStart;
    private final @Nullable TextExtent extent;

    private ScoredWindow(int[] ids, int firstScored, int textStart, @Nullable TextExtent extent) {
        if (firstScored < 1 || firstScored >= ids.length) {
            throw new IllegalArgumentException(
                    "a window of " + ids.length + " tokens cannot be scored from index " + firstScored + " on");
        }
        this.ids = ids;
        this.firstScored = firstScored;
        this.textStart = textStart;
        this.extent = extent;
    }

    /// Copies the ids.
    ///
    /// @param ids         at least two; the last one is only ever a target
    /// @param firstScored index of the first scored token, `1 … ids.length − 1`
    public static ScoredWindow of(int[] ids, int firstScored) {
        return new ScoredWindow(ids.clone(), firstScored, 0, null);
    }

    /// The same at another place of its text.
    ///
    /// @param index in the text of the window's first token; −1 where that was put before the text
    ScoredWindow startingAt(int index) {
        return new ScoredWindow(ids, firstScored, index, extent);
    }

    /// The same, knowing how much text is scored when this window and all before it are.
    ScoredWindow upTo(@Nullable TextExtent scoredText) {
        return new ScoredWindow(ids, firstScored, textStart, scoredText);
    }

    /// A copy of the ids.
    public int[] ids() {
        return ids.clone();
    }

    /// How many ids there are.
    public int length() {
        return ids.length;
    }

    /// Index of the first scored token.
    public int firstScored() {
        return firstScored;
    }

    /// Index in the text of the first scored token.
    public int firstScoredInText() {
        return textStart + firstScored;
    }

    /// How many tokens are scored.
    public int scored() {
        return ids.length - firstScored;
    }

    /// The text scored from the first window to the end of this one; null where nobody counted.
    public @Nullable TextExtent extent() {
        return extent;
    }

    int at(int index) {
        return ids[index];
    }
}
