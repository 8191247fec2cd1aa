package org.crosslayer.engine.backend;

/// Java arrays that are given up together.
final class HeapWorkspace implements Workspace {
    private long bytes;
    private boolean closed;

    @Override
    public Tensor allocate(int slices, int rows, int columns) {
        requireOpen();
        float[] values = new float[Math.toIntExact(Shapes.volume(slices, rows, columns))];
        bytes += (long) values.length * Float.BYTES;
        return new HeapTensor(this, values, slices, rows, columns);
    }

    @Override
    public long sizeBytes() {
        return bytes;
    }

    @Override
    public void close() {
        closed = true;
        bytes = 0;
    }

    void requireOpen() {
        if (closed) {
            throw new IllegalStateException("The workspace of this tensor is closed");
        }
    }
}
