package org.crosslayer.engine.backend;

/// Owns tensors: closing it frees all of them at once. Used by one thread at a time.
public interface Workspace extends AutoCloseable {
    /// A new tensor of zeros, `[slices, rows, columns]`.
    Tensor allocate(int slices, int rows, int columns);

    /// A new tensor of zeros with one slice, `[1, rows, columns]`.
    default Tensor allocate(int rows, int columns) {
        return allocate(1, rows, columns);
    }

    /// As [#allocate(int, int)], for keys and values: a device that multiplies rounded numbers may hold them rounded.
    default Tensor allocateCache(int rows, int columns) {
        return allocate(rows, columns);
    }

    /// As [#allocate(int, int)], for rows on their way from one operation to the next, the last of which multiplies
    /// them: a device that rounds them there may hold them rounded.
    default Tensor allocateRows(int rows, int columns) {
        return allocate(rows, columns);
    }

    /// Bytes on the device that this workspace holds now.
    long sizeBytes();

    @Override
    void close();
}
