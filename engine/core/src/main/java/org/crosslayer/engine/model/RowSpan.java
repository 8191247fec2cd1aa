package org.crosslayer.engine.model;

/// The rows that one step of a forward pass works on.
///
/// @param sequence which sequence of the batch, from 0
/// @param firstRow position of the first row in the sequence
/// @param rows     how many rows; they see keys `0 … firstRow + row`
public record RowSpan(int sequence, int firstRow, int rows) {
    /// Keys that the last row sees: `firstRow + rows`.
    public int keys() {
        return firstRow + rows;
    }
}
