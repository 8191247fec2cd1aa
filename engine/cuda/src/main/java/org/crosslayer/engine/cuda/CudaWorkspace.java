package org.crosslayer.engine.cuda;

import java.util.ArrayList;
import java.util.List;
import org.crosslayer.engine.backend.Shapes;
import org.crosslayer.engine.backend.Tensor;
import org.crosslayer.engine.backend.Workspace;

/// Memory of the card that is given back together.
final class CudaWorkspace implements Workspace {
    private final Card card;
    private final boolean narrowRows;
    private final List<Long> addresses = new ArrayList<>();
    private long bytes;
    private boolean closed;

    /// @param narrowRows keys and values, and rows on their way, are held as BF16
    CudaWorkspace(Card card, boolean narrowRows) {
        this.card = card;
        this.narrowRows = narrowRows;
    }

    @Override
    public Tensor allocate(int slices, int rows, int columns) {
        return allocate(slices, rows, columns, false);
    }

    @Override
    public Tensor allocateCache(int rows, int columns) {
        return allocate(1, rows, columns, narrowRows);
    }

    @Override
    public Tensor allocateRows(int rows, int columns) {
        return allocate(1, rows, columns, narrowRows);
    }

    private Tensor allocate(int slices, int rows, int columns, boolean narrow) {
        requireOpen();
        long values = Shapes.volume(slices, rows, columns);
        long size = Math.multiplyExact(values, narrow ? Short.BYTES : Float.BYTES);
        long address = take(size);
        card.zero(address, size);
        return new CudaTensor(this, new Unfinished(this), address, narrow, values, slices, rows, columns);
    }

    /// Room with unknown contents.
    long take(long size) {
        long address = card.allocate(size);
        addresses.add(address);
        bytes += size;
        return address;
    }

    @Override
    public long sizeBytes() {
        return bytes;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            addresses.forEach(card::free);
            addresses.clear();
            bytes = 0;
        }
    }

    void requireOpen() {
        if (closed) {
            throw new IllegalStateException("The workspace of this tensor is closed");
        }
    }
}
