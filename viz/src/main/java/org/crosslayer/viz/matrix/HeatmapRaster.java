package org.crosslayer.viz.matrix;

import java.util.Arrays;
import org.crosslayer.viz.color.ColorLookup;
import org.crosslayer.viz.color.ColorScale;
import org.jspecify.annotations.Nullable;

/// Turns a window of a matrix into pixels; pure, no toolkit, one value read or a few a pixel.
///
/// Where cells are larger than pixels, a pixel takes the cell under its centre: sharp edges, no interpolation. Where
/// they are smaller, it takes the extreme of all cells it covers (see [MatrixPyramid]), so that a lone peak stays
/// visible at any zoom.
public final class HeatmapRaster {
    /// A pixel that no cell covers: the background shows through.
    public static final int BACKGROUND_ARGB = 0;

    private HeatmapRaster() {}

    /// Colours `[height, width]` as `0xAARRGGBB`, row after row.
    public static int[] paint(MatrixSource matrix, ColorScale scale, GridWindow window, int width, int height) {
        int[] left = starts(window.left(), window.columns(), width, matrix.columns());
        int[] right = ends(window.left(), window.columns(), width, left, matrix.columns());
        int[] top = starts(window.top(), window.rows(), height, matrix.rows());
        int[] bottom = ends(window.top(), window.rows(), height, top, matrix.rows());
        int level = level(Math.min(window.columns() / width, window.rows() / height));
        Blocks blocks = new Blocks(matrix, level, left[0] >> level, (right[width - 1] - 1) >> level);
        ColorLookup colors = ColorLookup.of(scale);
        boolean isCausal = matrix.causal();
        int[] argb = new int[width * height];
        for (int y = 0; y < height; y++) {
            if (y > 0 && top[y] == top[y - 1] && bottom[y] == bottom[y - 1]) {
                System.arraycopy(argb, (y - 1) * width, argb, y * width, width);
                continue;
            }
            blocks.read(top[y], bottom[y]);
            for (int x = 0; x < width; x++) {
                if (isCausal && left[x] >= bottom[y]) {
                    break; // this pixel and all after it lie above the diagonal; the array starts as background
                }
                argb[y * width + x] = colors.argb(blocks.extreme(left[x], right[x]));
            }
        }
        return argb;
    }

    /// The coarsest level whose blocks are no larger than a pixel.
    private static int level(double cellsPerPixel) {
        return cellsPerPixel < 2 ? 0 : Math.getExponent(cellsPerPixel);
    }

    /// One line of blocks, reduced over the rows of one line of pixels: each block is read once a line.
    private static final class Blocks {
        private final MatrixSource matrix;
        private final @Nullable MatrixPyramid pyramid;
        private final int level;
        private final int first;
        private final double[] line;

        Blocks(MatrixSource matrix, int level, int first, int last) {
            this.matrix = matrix;
            this.pyramid = level > 0 ? matrix.pyramid() : null;
            this.level = level;
            this.first = first;
            this.line = new double[last - first + 1];
        }

        void read(int top, int bottom) {
            Arrays.fill(line, Double.NaN);
            int end = line.length;
            if (matrix.causal()) {
                // Blocks that begin to the right of the lowest cell's diagonal hold nothing.
                end = Math.min(end, ((bottom - 1) >> level) + 1 - first);
            }
            for (int row = top >> level; row <= (bottom - 1) >> level; row++) {
                if (pyramid != null) {
                    pyramid.reduce(level, row, first, line, end);
                } else {
                    reduceCells(row);
                }
            }
        }

        double extreme(int left, int right) {
            int end = (right - 1) >> level;
            double extreme = Double.NaN;
            for (int block = left >> level; block <= end; block++) {
                extreme = MatrixPyramid.fartherFromZero(extreme, line[block - first]);
            }
            return extreme;
        }

        private void reduceCells(int row) {
            int end = matrix.causal() ? Math.min(line.length, row + 1 - first) : line.length;
            for (int i = 0; i < end; i++) {
                line[i] = MatrixPyramid.fartherFromZero(line[i], matrix.valueAt(row, first + i));
            }
        }
    }

    /// First cell of each pixel along one axis.
    private static int[] starts(double first, double cells, int pixels, int limit) {
        int[] starts = new int[pixels];
        double perPixel = cells / pixels;
        for (int pixel = 0; pixel < pixels; pixel++) {
            double at = perPixel <= 1 ? first + (pixel + 0.5) * perPixel : first + pixel * perPixel;
            starts[pixel] = Math.clamp((long) Math.floor(at + 1e-9), 0, limit - 1);
        }
        return starts;
    }

    /// The cell after the last of each pixel along one axis.
    private static int[] ends(double first, double cells, int pixels, int[] starts, int limit) {
        int[] ends = new int[pixels];
        double perPixel = cells / pixels;
        for (int pixel = 0; pixel < pixels; pixel++) {
            long end = perPixel <= 1 ? 0 : (long) Math.ceil(first + (pixel + 1) * perPixel - 1e-9);
            ends[pixel] = Math.clamp(end, starts[pixel] + 1, Math.max(limit, starts[pixel] + 1));
        }
        return ends;
    }
}
