package org.crosslayer.engine.backend;

/// A tensor in a Java array: the storage of the reference backend.
final class HeapTensor extends DenseTensor {
    private final HeapWorkspace owner;
    private final float[] values;
    private final int offset;
    private final int capacity;

    HeapTensor(HeapWorkspace owner, float[] values, int slices, int rows, int columns) {
        this(owner, values, 0, values.length, slices, rows, columns);
    }

    private HeapTensor(
            HeapWorkspace owner, float[] values, int offset, int capacity, int slices, int rows, int columns) {
        super(slices, rows, columns);
        this.owner = owner;
        this.values = values;
        this.offset = offset;
        this.capacity = capacity;
    }

    /// The whole storage; this tensor starts at [#at].
    float[] values() {
        return values;
    }

    /// Where in the storage a value lies.
    int at(int slice, int row, int column) {
        return offset + (slice * rows() + row) * columns() + column;
    }

    /// Where in the storage the first value lies.
    int start() {
        return offset;
    }

    @Override
    protected long capacity() {
        return capacity;
    }

    @Override
    protected void requireAlive() {
        owner.requireOpen();
    }

    @Override
    protected HeapTensor view(long skipped, long length, int slices, int rows, int columns) {
        return new HeapTensor(owner, values, (int) (offset + skipped), (int) length, slices, rows, columns);
    }
}
