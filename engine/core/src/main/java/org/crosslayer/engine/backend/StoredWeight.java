package org.crosslayer.engine.backend;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
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
        if (dtype != DType.F32 && dtype != DType.F16 && dtype != DType.BF16) {
            throw new IllegalArgumentException(
                    "Tensor %s is stored as %s; a weight is F32, F16 or BF16".formatted(tensor.name(), dtype));
        }
        if (tensor.data().byteSize() != tensor.size() * dtype.bytes()) {
            throw new IllegalArgumentException("Tensor %s of shape %s has %d bytes but must have %d"
                    .formatted(tensor.name(), shape, tensor.data().byteSize(), tensor.size() * dtype.bytes()));
        }
        int rows = shape.size() == 1 ? 1 : Math.toIntExact(shape.getFirst());
        return new StoredWeight(rows, Math.toIntExact(shape.getLast()), dtype, tensor.data());
    }

    /// One value, widened.
    float at(int row, int column) {
        long index = (long) row * columns + column;
        return switch (dtype) {
            case F32 -> data.get(FLOAT, index * Float.BYTES);
            case F16 -> Float.float16ToFloat(data.get(SHORT, index * Short.BYTES));
            case BF16 -> Float.intBitsToFloat(data.get(SHORT, index * Short.BYTES) << Short.SIZE);
            default -> throw new IllegalStateException("A weight stored as " + dtype);
        };
    }

    /// Widens one row into `target`.
    void readRow(int row, float[] target, int offset) {
        for (int column = 0; column < columns; column++) {
            target[offset + column] = at(row, column);
        }
    }
}
