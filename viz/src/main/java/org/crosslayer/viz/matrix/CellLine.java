package org.crosslayer.viz.matrix;

import org.crosslayer.viz.color.ColorLookup;

/// Where no cell is smaller than a pixel: each pixel has the colour of one cell.
final class CellLine extends PixelLine {
    private final MatrixSource matrix;
    private final ColorLookup colors;
    private final PixelSpans columns;
    private int row;

    CellLine(MatrixSource matrix, ColorLookup colors, PixelSpans columns) {
        super(matrix.causal(), columns);
        this.matrix = matrix;
        this.colors = colors;
        this.columns = columns;
    }

    @Override
    void read(int top, int bottom) {
        row = top;
    }

    @Override
    void color(int[] argb, int at, int width) {
        for (int x = 0; x < width; x++) {
            int cell = columns.start(x);
            argb[at + x] =
                    x > 0 && cell == columns.start(x - 1) ? argb[at + x - 1] : colors.argb(matrix.valueAt(row, cell));
        }
    }
}
