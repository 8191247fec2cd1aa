package org.crosslayer.engine.backend;

/// Shape rules that every backend shares; each failure names both shapes.
public final class Shapes {
    private Shapes() {}

    /// `slices × rows × columns`.
    ///
    /// @throws IllegalArgumentException if one of them is negative
    public static long volume(int slices, int rows, int columns) {
        if (slices < 0 || rows < 0 || columns < 0) {
            throw new IllegalArgumentException("No tensor has the shape [%d, %d, %d]".formatted(slices, rows, columns));
        }
        return Math.multiplyExact((long) slices * rows, (long) columns);
    }

    static void require(String what, Tensor tensor, int slices, int rows, int columns) {
        if (tensor.slices() != slices || tensor.rows() != rows || tensor.columns() != columns) {
            throw wrong(what, tensor, "[%d, %d, %d]".formatted(slices, rows, columns));
        }
    }

    static void requireSame(String what, Tensor tensor, Tensor other) {
        require(what, tensor, other.slices(), other.rows(), other.columns());
    }

    /// Rows of each of `batch` sequences.
    static int rowsEach(String what, Tensor tensor, int batch) {
        if (tensor.slices() != 1 || batch < 1 || tensor.rows() % batch != 0) {
            throw wrong(what, tensor, "[1, %d × rows, columns]".formatted(batch));
        }
        return tensor.rows() / batch;
    }

    static void requireVector(String what, Weight weight, int length) {
        if (weight.rows() != 1 || weight.columns() != length) {
            throw new IllegalArgumentException(
                    "%s is [%d, %d] but must be [1, %d]".formatted(what, weight.rows(), weight.columns(), length));
        }
    }

    static void requireLength(String what, int length, long wanted) {
        if (length != wanted) {
            throw new IllegalArgumentException("%s has %d values but must have %d".formatted(what, length, wanted));
        }
    }

    /// Each of `indices` must be in `[0, bound)`.
    static void requireIndices(String what, int[] indices, int bound) {
        for (int index : indices) {
            if (index < 0 || index >= bound) {
                throw new IllegalArgumentException("%s has %d, which is not in [0, %d)".formatted(what, index, bound));
            }
        }
    }

    /// A slab `[h, n, keys]` must have `keys = firstRow + n`.
    static void requireCausal(Tensor slab, int firstRow) {
        if (firstRow < 0 || slab.columns() != firstRow + slab.rows()) {
            throw wrong("A causal slab from row " + firstRow, slab, "[heads, n, %d + n]".formatted(firstRow));
        }
    }

    static void requireWindow(int window) {
        if (window < 1) {
            throw new IllegalArgumentException("A window of %d keys; a row sees at least its own".formatted(window));
        }
    }

    /// The first key that a row seeing `visible` keys without a window sees with it.
    static int firstSeen(int visible, int window) {
        return Math.max(0, visible - window);
    }

    static void requireHeads(int h, int g) {
        if (g < 1 || h < 1 || h % g != 0) {
            throw new IllegalArgumentException("%d query heads cannot share %d key/value heads".formatted(h, g));
        }
    }

    static IllegalArgumentException wrong(String what, Tensor tensor, String wanted) {
        return new IllegalArgumentException("%s is %s but must be %s".formatted(what, tensor, wanted));
    }
}
