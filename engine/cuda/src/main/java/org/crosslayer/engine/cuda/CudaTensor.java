package org.crosslayer.engine.cuda;

import org.crosslayer.engine.backend.DenseTensor;
import org.jspecify.annotations.Nullable;

/// A tensor in the card's memory: of float32, or narrow, of BF16, in caches of keys and values.
final class CudaTensor extends DenseTensor {
    private final CudaWorkspace owner;
    private final long place;
    private final boolean narrow;
    private final long capacity;
    private final Unfinished unfinished;

    /// @param unfinished what the room lacks in which it lies, with other tensors or alone
    CudaTensor(
            CudaWorkspace owner,
            Unfinished unfinished,
            long place,
            boolean narrow,
            long capacity,
            int slices,
            int rows,
            int columns) {
        super(slices, rows, columns);
        this.owner = owner;
        this.place = place;
        this.narrow = narrow;
        this.capacity = capacity;
        this.unfinished = unfinished;
    }

    /// Of the first value, on the card.
    ///
    /// @throws IllegalStateException if values are narrow: the operation has to know of that and ask for [#place]
    long address() {
        if (narrow) {
            throw new IllegalStateException(
                    "The tensor %s holds BF16, which this operation does not read".formatted(this));
        }
        return place;
    }

    /// Of the first value, on the card, whatever it is; what is [Unfinished] is finished first.
    long place() {
        unfinished.finish();
        return place;
    }

    /// Likewise, for an operation that fills all of it: what is unfinished is given up.
    long placeToFill() {
        if (lacks() != null) {
            unfinished.forget();
        }
        return place();
    }

    /// What its rows lack, for an operation that knows what to do about it; null if they lack nothing.
    Unfinished.@Nullable Rows lacks() {
        return unfinished.of(place, rows(), columns());
    }

    /// Of the room in which it lies.
    Unfinished unfinished() {
        return unfinished;
    }

    /// True if values are BF16.
    boolean narrow() {
        return narrow;
    }

    /// Says no to an operation whose tensors have to be of one kind and are not.
    static void requireAlike(CudaTensor first, CudaTensor... others) {
        for (CudaTensor other : others) {
            if (other.narrow != first.narrow) {
                throw new IllegalStateException(
                        "Of %s and %s just one holds BF16; this operation takes two of a kind".formatted(first, other));
            }
        }
    }

    /// Rows of all slices together.
    int allRows() {
        return Math.multiplyExact(slices(), rows());
    }

    long bytes() {
        return size() * valueBytes();
    }

    private int valueBytes() {
        return narrow ? Short.BYTES : Float.BYTES;
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
        long first = place + offset * valueBytes();
        return new CudaTensor(owner, unfinished, first, narrow, length, slices, rows, columns);
    }
}
