package org.crosslayer.engine.backend;

import java.lang.foreign.MemorySegment;

/// A tensor outside the Java heap, where vector kernels and the native matrix product both reach it.
final class SegmentTensor extends DenseTensor {
    private final MemorySegment data;

    /// @param data native-endian float32 values; its length is the capacity
    SegmentTensor(MemorySegment data, int slices, int rows, int columns) {
        super(slices, rows, columns);
        this.data = data;
    }

    MemorySegment data() {
        return data;
    }

    /// Bytes from the first value to the one at this place.
    long at(int slice, int row, int column) {
        return (((long) slice * rows() + row) * columns() + column) * Float.BYTES;
    }

    /// Rows of all slices together.
    int allRows() {
        return Math.multiplyExact(slices(), rows());
    }

    @Override
    protected long capacity() {
        return data.byteSize() / Float.BYTES;
    }

    @Override
    protected void requireAlive() {
        if (!data.scope().isAlive()) {
            throw new IllegalStateException("The workspace of this tensor is closed");
        }
    }

    @Override
    protected SegmentTensor view(long offset, long capacity, int slices, int rows, int columns) {
        return new SegmentTensor(data.asSlice(offset * Float.BYTES, capacity * Float.BYTES), slices, rows, columns);
    }
}
