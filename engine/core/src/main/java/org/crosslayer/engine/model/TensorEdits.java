package org.crosslayer.engine.model;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import org.crosslayer.engine.format.MappedTensor;
import org.crosslayer.engine.tensor.DType;

/// What a [WeightLayout] asks for when a file keeps a parameter another way than the decoder reads it.
///
/// Rows next to each other are a view of the file; everything else is a copy outside of the heap, freed with the last
/// reference to it.
final class TensorEdits {
    private static final long ALIGNMENT = 64;
    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    /// Rows and columns turned at once, so that reading and writing stay within the first-level cache.
    private static final int TILE = 32;

    private TensorEdits() {}

    /// Rows `[first, first + count)` along the outermost axis; a view.
    static MappedTensor rows(MappedTensor tensor, long first, long count) {
        long rowBytes = tensor.data().byteSize() / tensor.shape().getFirst();
        return new MappedTensor(
                tensor.name(),
                tensor.dtype(),
                withRows(tensor, count),
                tensor.data().asSlice(first * rowBytes, count * rowBytes));
    }

    /// Of blocks of `block` rows every `period`-th, from block `first` on; a copy.
    static MappedTensor everyBlock(MappedTensor tensor, int first, int period, int block) {
        long rows = tensor.shape().getFirst();
        long blockBytes = tensor.data().byteSize() / rows * block;
        long blocks = rows / block / period;
        MemorySegment copy = Arena.ofAuto().allocate(blocks * blockBytes, ALIGNMENT);
        for (long i = 0; i < blocks; i++) {
            MemorySegment.copy(tensor.data(), (i * period + first) * blockBytes, copy, i * blockBytes, blockBytes);
        }
        return new MappedTensor(tensor.name(), tensor.dtype(), withRows(tensor, blocks * block), copy);
    }

    /// `[in, out]` as `[out, in]`; a copy.
    ///
    /// @param tensor with two axes, elements of two or four bytes
    static MappedTensor transposed(MappedTensor tensor) {
        int rows = Math.toIntExact(tensor.shape().getFirst());
        int columns = Math.toIntExact(tensor.shape().getLast());
        int bytes = tensor.dtype().bytes();
        MemorySegment copy = Arena.ofAuto().allocate((long) rows * columns * bytes, ALIGNMENT);
        for (int i = 0; i < rows; i += TILE) {
            for (int j = 0; j < columns; j += TILE) {
                turnTile(tensor.data(), copy, bytes, i, j, rows, columns);
            }
        }
        return new MappedTensor(tensor.name(), tensor.dtype(), List.of((long) columns, (long) rows), copy);
    }

    private static void turnTile(
            MemorySegment from, MemorySegment to, int bytes, int top, int left, int rows, int columns) {
        for (int i = top; i < Math.min(rows, top + TILE); i++) {
            for (int j = left; j < Math.min(columns, left + TILE); j++) {
                long source = ((long) i * columns + j) * bytes;
                long target = ((long) j * rows + i) * bytes;
                if (bytes == Float.BYTES) {
                    to.set(FLOAT, target, from.get(FLOAT, source));
                } else {
                    to.set(SHORT, target, from.get(SHORT, source));
                }
            }
        }
    }

    /// Every value of a vector plus `offset`, as F32; a copy.
    static MappedTensor plus(MappedTensor vector, float offset) {
        float[] values = vector.toFloats();
        MemorySegment copy = Arena.ofAuto().allocate((long) values.length * Float.BYTES, ALIGNMENT);
        for (int i = 0; i < values.length; i++) {
            copy.setAtIndex(FLOAT, i, values[i] + offset);
        }
        return new MappedTensor(vector.name(), DType.F32, vector.shape(), copy);
    }

    private static List<Long> withRows(MappedTensor tensor, long rows) {
        return tensor.shape().size() == 1
                ? List.of(rows)
                : List.of(rows, tensor.shape().getLast());
    }
}
