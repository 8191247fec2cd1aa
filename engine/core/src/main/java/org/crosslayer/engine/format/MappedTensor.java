package org.crosslayer.engine.format;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.crosslayer.engine.tensor.DType;

/// A tensor where it lies in a mapped file: nothing is copied until somebody reads it.
///
/// @param name  as the file says, foreign names included
/// @param dtype how elements are stored, little endian
/// @param shape outermost axis first, as in the file; empty for a scalar
/// @param data  exactly `dtype.bytes() × product(shape)` bytes, alive as long as the file is open
public record MappedTensor(String name, DType dtype, List<Long> shape, MemorySegment data) {
    public MappedTensor {
        shape = List.copyOf(shape);
    }

    /// How many elements the tensor has.
    public long size() {
        return shape.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
    }
}
