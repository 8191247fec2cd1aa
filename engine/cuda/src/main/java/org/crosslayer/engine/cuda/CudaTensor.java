package org.crosslayer.engine.cuda;

import org.crosslayer.engine.backend.DenseTensor;

/// A tensor in the card's memory.
final class CudaTensor extends DenseTensor {
    private final CudaWorkspace owner;
    private final long address;
    private final long capacity;

    CudaTensor(CudaWorkspace owner, long address, long capacity, int slices, int rows, int columns) {
        super(slices, rows, columns);
        this.owner = owner;
        this.address = address;
        this.capacity = capacity;
    }

    /// Of the first value, on the card.
    long address() {
        return address;
    }

    /// Rows of all slices together.
    int allRows() {
        return Math.multiplyExact(slices(), rows());
    }

    long bytes() {
        return size() * Float.BYTES;
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
    protected CudaTensor view(long offset, long length, int slices, int rows, int columns) {
        return new CudaTensor(owner, address + offset * Float.BYTES, length, slices, rows, columns);
    }
}
