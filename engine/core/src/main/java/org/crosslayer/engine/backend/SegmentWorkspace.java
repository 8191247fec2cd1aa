package org.crosslayer.engine.backend;

import java.lang.foreign.Arena;

/// Native memory that is freed together; shared, because the backend's threads work in it too.
final class SegmentWorkspace implements Workspace {
    private final Arena arena = Arena.ofShared();
    private long bytes;

    @Override
    public Tensor allocate(int slices, int rows, int columns) {
        long size = Math.multiplyExact(Shapes.volume(slices, rows, columns), Float.BYTES);
        SegmentTensor tensor = new SegmentTensor(FreshMemory.allocate(arena, size), slices, rows, columns);
        bytes += size;
        return tensor;
    }

    @Override
    public long sizeBytes() {
        return bytes;
    }

    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
            bytes = 0;
        }
    }
}
