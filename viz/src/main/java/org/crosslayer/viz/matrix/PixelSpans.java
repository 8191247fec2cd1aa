package org.crosslayer.viz.matrix;

/// The cells under each pixel along one axis.
final class PixelSpans {
    /// Of a cell, lest rounding decides.
    private static final double LEAST = 1e-9;

    private final int[] starts;
    private final int[] ends;

    private PixelSpans(int[] starts, int[] ends) {
        this.starts = starts;
        this.ends = ends;
    }

    /// So many pixels over `cells` cells from `first`, of a matrix that has `limit`.
    static PixelSpans of(double first, double cells, int pixels, int limit) {
        int[] starts = new int[pixels];
        int[] ends = new int[pixels];
        double perPixel = cells / pixels;
        for (int pixel = 0; pixel < pixels; pixel++) {
            double at = perPixel <= 1 ? first + (pixel + 0.5) * perPixel : first + pixel * perPixel;
            starts[pixel] = Math.clamp((long) Math.floor(at + LEAST), 0, limit - 1);
            long end = perPixel <= 1 ? 0 : (long) Math.ceil(first + (pixel + 1) * perPixel - LEAST);
            ends[pixel] = Math.clamp(end, starts[pixel] + 1, Math.max(limit, starts[pixel] + 1));
        }
        return new PixelSpans(starts, ends);
    }

    int pixels() {
        return starts.length;
    }

    /// The first cell of a pixel.
    int start(int pixel) {
        return starts[pixel];
    }

    /// The cell after its last.
    int end(int pixel) {
        return ends[pixel];
    }

    /// The first cell of all.
    int start() {
        return starts[0];
    }

    /// The cell after the last of all.
    int end() {
        return ends[ends.length - 1];
    }
}
