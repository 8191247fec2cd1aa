package org.crosslayer.engine.backend;

/// The shape of a tensor and the rules of its views; subclasses add the storage.
public abstract class DenseTensor implements Tensor {
    private final int slices;
    private final int rows;
    private final int columns;

    protected DenseTensor(int slices, int rows, int columns) {
        this.slices = slices;
        this.rows = rows;
        this.columns = columns;
    }

    /// Values in the storage from this tensor's first one on; at least [#size()].
    protected abstract long capacity();

    /// Fails if the workspace that owns this tensor is closed.
    ///
    /// @throws IllegalStateException if so
    protected abstract void requireAlive();

    /// A tensor over `capacity` values of the same storage, `offset` values further on.
    protected abstract DenseTensor view(long offset, long capacity, int slices, int rows, int columns);

    @Override
    public final int slices() {
        return slices;
    }

    @Override
    public final int rows() {
        return rows;
    }

    @Override
    public final int columns() {
        return columns;
    }

    @Override
    public final Tensor rows(int first, int count) {
        if (slices != 1 || first < 0 || count < 0 || count > rows - first) {
            throw new IllegalArgumentException(
                    "Rows [%d, %d) of a tensor %s".formatted(first, (long) first + count, this));
        }
        return view((long) first * columns, (long) count * columns, 1, count, columns);
    }

    @Override
    public final Tensor as(int newSlices, int newRows, int newColumns) {
        if (Shapes.volume(newSlices, newRows, newColumns) > capacity()) {
            throw new IllegalArgumentException("A view [%d, %d, %d] of %d stored values of a tensor %s"
                    .formatted(newSlices, newRows, newColumns, capacity(), this));
        }
        return view(0, capacity(), newSlices, newRows, newColumns);
    }

    /// The shape, `[slices, rows, columns]`.
    @Override
    public final String toString() {
        return "[%d, %d, %d]".formatted(slices, rows, columns);
    }
}
