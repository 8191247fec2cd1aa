package org.crosslayer.engine.cuda;

import java.util.ArrayList;
import java.util.List;
import org.crosslayer.engine.backend.Shapes;
import org.crosslayer.engine.backend.Tensor;
import org.crosslayer.engine.backend.Workspace;

/// Memory of the card that is given back together.
final class CudaWorkspace implements Workspace {
    private final Card card;
    private final boolean narrowCaches;
    private final List<Long> addresses = new ArrayList<>();
    private long bytes;
    private boolean closed;

    /// @param narrowCaches keys and values are held as BF16
    CudaWorkspace(Card card, boolean narrowCaches) {
        this.card = card;
        this.narrowCaches = narrowCaches;
    }

    @Override
    public Tensor allocate(int slices, int rows, int columns) {
        return allocate(slices, rows, columns, false);
    }

    @Override
    public Tensor allocateCache(int rows, int columns) {
        return allocate(1, rows, columns, narrowCaches);
    }

    private Tensor allocate(int slices, int rows, int columns, boolean narrow) {
        requireOpen();
        long values = Shapes.volume(slices, rows, columns);
        long size = Math.multiplyExact(values, narrow ? Short.BYTES : Float.BYTES);
        long address = card.allocate(size);
        addresses.add(address);
        bytes += size;
        card.zero(address, size);
        return new CudaTensor(this, address, narrow, values, slices, rows, columns);
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
