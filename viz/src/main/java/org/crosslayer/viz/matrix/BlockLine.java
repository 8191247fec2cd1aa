package org.crosslayer.viz.matrix;

import java.util.Arrays;
import org.crosslayer.viz.color.ColorLookup;
import org.jspecify.annotations.Nullable;

/// From the blocks of one level of a pyramid, of which level 0 are the cells: each is read once a line.
final class BlockLine extends PixelLine {
    private final MatrixSource matrix;
    private final @Nullable MatrixPyramid pyramid;
    private final int level;
    private final ColorLookup colors;
    private final PixelSpans columns;
    private final int first;
    /// [Distance]s.
    private final int[] line;
    private final float[] cells;

    BlockLine(MatrixSource matrix, int level, ColorLookup colors, PixelSpans columns) {
        super(matrix.causal(), columns);
        this.matrix = matrix;
        this.pyramid = level > 0 ? matrix.pyramid() : null;
        this.level = level;
        this.colors = colors;
        this.columns = columns;
        this.first = columns.start() >> level;
        this.line = new int[((columns.end() - 1) >> level) + 1 - first];
        this.cells = new float[line.length];
    }

    @Override
    void read(int top, int bottom) {
        Arrays.fill(line, Distance.NONE);
        for (int row = top >> level; row <= (bottom - 1) >> level; row++) {
            if (pyramid != null) {
                pyramid.reduce(level, row, first, line, held((bottom - 1) >> level));
            } else {
                reduceCells(row, held(row));
            }
        }
    }

    /// Blocks of a line that hold something: those to the right of a row's diagonal do not.
    private int held(int row) {
        return matrix.causal() ? Math.clamp(row + 1L - first, 0, line.length) : line.length;
    }

    private void reduceCells(int row, int length) {
        matrix.copyRow(row, first, cells, length);
        for (int i = 0; i < length; i++) {
            line[i] = Math.max(line[i], Distance.of(cells[i]));
        }
    }

    @Override
    void color(int[] argb, int at, int width) {
        for (int x = 0; x < width; x++) {
            int block = (columns.start(x) >> level) - first;
            int end = ((columns.end(x) - 1) >> level) - first;
            int extreme = line[block];
            while (++block <= end) {
                extreme = Math.max(extreme, line[block]);
            }
            argb[at + x] = colors.argb(Distance.value(extreme));
        }
    }
}
