package org.crosslayer.engine.backend;

/// Float32 values on a backend's device, `[slices, rows, columns]`, row-major and contiguous.
///
/// A tensor belongs to the [Workspace] that allocated it and dies with it. Only the backend that made it can look
/// inside; everybody else reads it with [Backend#read(Tensor)].
public interface Tensor {
    /// Outermost axis; heads in a slab, otherwise 1.
    int slices();

    int rows();

    int columns();

    /// `slices × rows × columns`.
    default long size() {
        return (long) slices() * rows() * columns();
    }

    /// A view of `count` rows from `first` on of a tensor with one slice; shares the storage.
    ///
    /// @throws IllegalArgumentException if the tensor has more slices, or the rows are not all there
    Tensor rows(int first, int count);

    /// A view of the first `slices × rows × columns` values under another shape; shares the storage.
    ///
    /// @throws IllegalArgumentException if the storage is too small
    Tensor as(int slices, int rows, int columns);
}
