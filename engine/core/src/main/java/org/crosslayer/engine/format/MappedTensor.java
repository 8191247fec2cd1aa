package org.crosslayer.engine.format;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.crosslayer.engine.tensor.DType;

/// A tensor where it lies in a mapped file: nothing is copied until somebody reads it.
///
/// @param name  as the file says, foreign names included
/// @param dtype how elements are stored, little endian
/// @param shape outermost axis first, as in the file; empty for a scalar
/// @param data  exactly `dtype.bytesOf(product(shape))` bytes, alive as long as the file is open; its address
///     need not be a multiple of the element size, so use the unaligned value layouts
public record MappedTensor(String name, DType dtype, List<Long> shape, MemorySegment data) {
    public MappedTensor {
        shape = List.copyOf(shape);
    }

    /// How many elements the tensor has.
    public long size() {
        return shape.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
    }

    /// A copy of all elements as floats, row-major; F64 rounded, all others exactly.
    ///
    /// @throws IllegalArgumentException if the type is no float and no block type that can be run, or an
    ///     array cannot hold that many elements
    public float[] toFloats() {
        return Elements.floats(this);
    }

    /// A copy of all elements as doubles, row-major; every float type exactly.
    ///
    /// @throws IllegalArgumentException if the type is no float type, or an array cannot hold that many
    ///     elements
    public double[] toDoubles() {
        return Elements.doubles(this);
    }

    /// A copy of all elements as longs, row-major.
    ///
    /// @throws IllegalArgumentException if the type is not I64, I32, I16, I8, U8 or BOOL, or an array cannot
    ///     hold that many elements
    public long[] toLongs() {
        return Elements.longs(this);
    }
}
