package org.crosslayer.viz.matrix;

/// One side of a matrix in words.
///
/// @param word  what one row or column is, as in `layer 3`
/// @param title what stands along the axis, such as `query (row)`; empty for none
public record Axis(String word, String title) {
    /// An axis whose title is the word itself.
    public static Axis of(String word) {
        return new Axis(word, word);
    }
}
