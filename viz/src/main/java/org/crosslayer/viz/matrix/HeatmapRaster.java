package org.crosslayer.viz.matrix;

import java.util.stream.IntStream;
import org.crosslayer.viz.color.ColorLookup;
import org.crosslayer.viz.color.ColorScale;

/// Turns a window of a matrix into pixels; pure, no toolkit, one value read or a few a pixel.
///
/// Where cells are larger than pixels, a pixel takes the cell under its centre: sharp edges, no interpolation. Where
/// they are smaller, it takes the extreme of all cells it covers (see [MatrixPyramid]), so that a lone peak stays
/// visible at any zoom.
public final class HeatmapRaster {
    /// A pixel that no cell covers: the background shows through.
    public static final int BACKGROUND_ARGB = 0;

    /// Pixels that are worth a processor of their own.
    private static final int STRIP = 1 << 16;

    private HeatmapRaster() {}

    /// Colours `[height, width]` as `0xAARRGGBB`, row after row. A large picture is painted in strips, one for each
    /// processor.
    public static int[] paint(MatrixSource matrix, ColorScale scale, GridWindow window, int width, int height) {
        PixelSpans columns = PixelSpans.of(window.left(), window.columns(), width, matrix.columns());
        PixelSpans rows = PixelSpans.of(window.top(), window.rows(), height, matrix.rows());
        boolean hasLargeCells = window.columns() <= width && window.rows() <= height;
        int level = level(Math.min(window.columns() / width, window.rows() / height));
        ColorLookup colors = ColorLookup.of(scale);
        int[] argb = new int[width * height];
        int strips = Math.clamp(argb.length / STRIP, 1, Runtime.getRuntime().availableProcessors());
        IntStream.range(0, strips).parallel().forEach(strip -> {
            PixelLine line = hasLargeCells
                    ? new CellLine(matrix, colors, columns)
                    : new BlockLine(matrix, level, colors, columns);
            int end = (int) ((strip + 1L) * height / strips);
            for (int y = (int) ((long) strip * height / strips); y < end; y++) {
                line.paint(rows.start(y), rows.end(y), argb, y * width);
            }
        });
        return argb;
    }

    /// The coarsest level whose blocks are no larger than a pixel.
    private static int level(double cellsPerPixel) {
        return cellsPerPixel < 2 ? 0 : Math.getExponent(cellsPerPixel);
    }
}
