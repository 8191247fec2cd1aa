package org.crosslayer.viz.matrix;

/// Colours lines of pixels one after the other, from top to bottom, each from the rows of cells that it covers.
/// On one thread: it keeps what it has read.
abstract sealed class PixelLine permits CellLine, BlockLine {
    private final boolean isCausal;
    private final PixelSpans columns;
    private int lastTop = -1;
    private int lastBottom = -1;
    /// Pixels that lie on the diagonal or before it; more with every line.
    private int held;

    PixelLine(boolean isCausal, PixelSpans columns) {
        this.isCausal = isCausal;
        this.columns = columns;
    }

    /// Colours the pixels from `at` that cover the rows `top` to `bottom`, excluded. Pixels above the diagonal of a
    /// causal matrix stay as they are.
    final void paint(int top, int bottom, int[] argb, int at) {
        int width = columns.pixels();
        if (top == lastTop && bottom == lastBottom) {
            System.arraycopy(argb, at - width, argb, at, width);
            return;
        }
        lastTop = top;
        lastBottom = bottom;
        while (held < width && (!isCausal || columns.start(held) < bottom)) {
            held++;
        }
        read(top, bottom);
        color(argb, at, held);
    }

    /// Reduces these rows to one.
    abstract void read(int top, int bottom);

    /// Colours the first `width` pixels from that.
    abstract void color(int[] argb, int at, int width);
}
