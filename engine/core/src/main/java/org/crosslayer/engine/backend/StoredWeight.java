package org.crosslayer.engine.backend;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import org.crosslayer.engine.format.BlockValues;
import org.crosslayer.engine.format.MappedTensor;
import org.crosslayer.engine.tensor.DType;

/// A parameter read where the file is mapped, in its stored type; never widened as a whole.
///
/// @param data little endian, `rows × columns` values; not always aligned to their size
record StoredWeight(int rows, int columns, DType dtype, MemorySegment data) implements Weight {
    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    static StoredWeight of(MappedTensor tensor) {
        List<Long> shape = tensor.shape();
        DType dtype = tensor.dtype();
        if (shape.isEmpty() || shape.size() > 2) {
            throw new IllegalArgumentException(
                    "Tensor %s has shape %s; a weight has one or two axes".formatted(tensor.name(), shape));
        }
        if (!dtype.isWeight()) {
            throw new IllegalArgumentException(
                    "Tensor %s is stored as %s, which cannot be run".formatted(tensor.name(), dtype));
        }
        if (shape.getLast() % dtype.blockElements() != 0) {
            throw new IllegalArgumentException("Tensor %s of shape %s has rows that are no whole blocks of %s"
                    .formatted(tensor.name(), shape, dtype));
        }
        if (tensor.data().byteSize() != dtype.bytesOf(tensor.size())) {
            throw new IllegalArgumentException("Tensor %s of shape %s has %d bytes but must have %d"
                    .formatted(tensor.name(), shape, tensor.data().byteSize(), dtype.bytesOf(tensor.size())));
        }
        int rows = shape.size() == 1 ? 1 : Math.toIntExact(shape.getFirst());
        return new StoredWeight(rows, Math.toIntExact(shape.getLast()), dtype, tensor.data());
    }

    /// The byte at which a row starts.
    long start(int row) {
        return dtype.bytesOf((long) row * columns);
    }

    /// One value, widened.
    float at(int row, int column) {
        long index = (long) row * columns + column;
        return switch (dtype) {
            case F32 -> data.get(FLOAT, index * Float.BYTES);
            case F16 -> Float.float16ToFloat(data.get(SHORT, index * Short.BYTES));
            case BF16 -> Float.intBitsToFloat(data.get(SHORT, index * Short.BYTES) << Short.SIZE);
            default -> {
                int elements = dtype.blockElements();
                float[] block = new float[elements];
                BlockValues.read(dtype, data, dtype.bytesOf(index / elements * elements), elements, block, 0);
                yield block[(int) (index % elements)];
            }
        };
    }

    /// Widens one row into `target`.
    void readRow(int row, float[] target, int offset) {
        if (dtype.isBlock()) {
            BlockValues.read(dtype, data, start(row), columns, target, offset);
            return;
        }
        if (dtype == DType.F32) {
            MemorySegment.copy(data, FLOAT, (long) row * columns * Float.BYTES, target, offset, columns);
            return;
        }
        for (int column = 0; column < columns; column++) {
            target[offset + column] = at(row, column);
        }
    }
}
