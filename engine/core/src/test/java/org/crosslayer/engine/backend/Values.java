package org.crosslayer.engine.backend;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Random;
import org.crosslayer.engine.format.MappedTensor;
import org.crosslayer.engine.tensor.DType;

/// Seeded test data in the forms that backends take.
final class Values {
    private Values() {}

    /// The backend that is held against the reference.
    static Backend fast() {
        return FastBackend.open();
    }

    /// Normal values with standard deviation `spread`.
    static float[] normal(long seed, int count, double spread) {
        Random random = new Random(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (spread * random.nextGaussian());
        }
        return values;
    }

    /// A weight as a file would hold it, at an address that is not aligned for vectors.
    static MappedTensor mapped(DType dtype, List<Long> shape, float[] values) {
        long skew = dtype.bytes();
        MemorySegment data = Arena.ofAuto()
                .allocate(skew + (long) values.length * dtype.bytes(), 64)
                .asSlice(skew);
        for (int i = 0; i < values.length; i++) {
            switch (dtype) {
                case F32 -> data.set(ValueLayout.JAVA_FLOAT_UNALIGNED, i * 4L, values[i]);
                case F16 -> data.set(ValueLayout.JAVA_SHORT_UNALIGNED, i * 2L, Float.floatToFloat16(values[i]));
                default ->
                    data.set(ValueLayout.JAVA_SHORT_UNALIGNED, i * 2L, (short)
                            (Float.floatToRawIntBits(values[i]) >>> 16));
            }
        }
        return new MappedTensor("test", dtype, shape, data);
    }

    static MappedTensor matrix(DType dtype, int rows, int columns, float[] values) {
        return mapped(dtype, List.of((long) rows, (long) columns), values);
    }

    static MappedTensor vector(DType dtype, float... values) {
        return mapped(dtype, List.of((long) values.length), values);
    }

    /// A tensor `[slices, rows, columns]` holding `values`.
    static Tensor tensor(Backend backend, Workspace workspace, int slices, int rows, int columns, float... values) {
        Tensor tensor = workspace.allocate(slices, rows, columns);
        backend.write(values, tensor);
        return tensor;
    }
}
