package org.crosslayer.engine.backend;

/// Sizes of an attention that a device does in one go.
///
/// @param batch    sequences, which all stand at the same position
/// @param h        query heads
/// @param g        key/value heads; `h` is a multiple of it
/// @param firstRow position of the first row of every sequence
/// @param window   as in [Backend#softmax(Tensor, int, int, Tensor)]
/// @param scale    of scores before softmax
public record Attending(int batch, int h, int g, int firstRow, int window, float scale) {}
