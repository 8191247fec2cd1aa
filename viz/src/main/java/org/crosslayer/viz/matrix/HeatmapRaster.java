package org.crosslayer.viz.matrix;

import org.crosslayer.viz.color.ColorScale;

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
        MatrixPyramid pyramid = level > 0 ? matrix.pyramid() : null;
        int[] argb = new int[width * height];
        for (int y = 0; y < height; y++) {
            if (y > 0 && pyramid == null && top[y] == top[y - 1] && bottom[y] == bottom[y - 1]) {
                System.arraycopy(argb, (y - 1) * width, argb, y * width, width);
                continue;
            }
            for (int x = 0; x < width; x++) {
                if (matrix.causal() && left[x] >= bottom[y]) {
                    continue; // the row's later pixels lie above the diagonal too, and the array starts as background
                }
                double value = pyramid == null
                        ? extreme(matrix, top[y], left[x], bottom[y], right[x])
                        : pyramid.extreme(Math.min(level, pyramid.depth() - 1), top[y], left[x], bottom[y], right[x]);
                argb[y * width + x] = scale.argb(value);
            }
        }
        return argb;
    }

    /// The coarsest level whose blocks are no larger than a pixel.
    private static int level(double cellsPerPixel) {
        return cellsPerPixel < 2 ? 0 : Math.getExponent(cellsPerPixel);
    }

    private static double extreme(MatrixSource matrix, int top, int left, int bottom, int right) {
        double extreme = Double.NaN;
        for (int row = top; row < bottom; row++) {
            int end = matrix.causal() ? Math.min(right, row + 1) : right;
            for (int column = left; column < end; column++) {
                double value = matrix.valueAt(row, column);
                extreme = Double.isNaN(extreme) || Math.abs(value) > Math.abs(extreme) ? value : extreme;
            }
        }
        return extreme;
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
