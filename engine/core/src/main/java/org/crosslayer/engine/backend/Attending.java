package org.crosslayer.engine.backend;

/// Sizes of an attention that a device does in one go.
///
/// @param batch    sequences, which all stand at the same position
/// @param h        query heads
/// @param g        key/value heads; `h` is a multiple of it
/// @param firstRow position of the first row of every sequence
/// @param window   as in [Backend#softmax(Tensor, int, int, Tensor)]
/// @param scale    of scores before softmax
/// @param settled  whether keys and values before `firstRow` have stood there since before the last
///     [Backend#embed]: a device may then read them before what it was asked for since has ended
public record Attending(int batch, int h, int g, int firstRow, int window, float scale, boolean settled) {
    /// Of keys and values that may just have been written.
    public Attending(int batch, int h, int g, int firstRow, int window, float scale) {
        this(batch, h, g, firstRow, window, scale, false);
    }
}
