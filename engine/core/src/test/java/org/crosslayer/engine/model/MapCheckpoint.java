package org.crosslayer.engine.model;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.crosslayer.engine.format.Checkpoint;
import org.crosslayer.engine.format.MappedTensor;
import org.crosslayer.engine.tensor.DType;

/// Tensors that a test has made or changed; closing it leaves everything as it is.
record MapCheckpoint(Map<String, MappedTensor> tensors) implements Checkpoint {
    /// A copy that may be changed.
    static MapCheckpoint of(Map<String, MappedTensor> tensors) {
        return new MapCheckpoint(new LinkedHashMap<>(tensors));
    }

    /// Puts an F32 tensor in.
    void put(String name, float[] values, long... shape) {
        MemorySegment data = Arena.ofAuto().allocate((long) values.length * Float.BYTES, 64);
        MemorySegment.copy(values, 0, data, ValueLayout.JAVA_FLOAT, 0, values.length);
        tensors.put(
                name,
                new MappedTensor(name, DType.F32, Arrays.stream(shape).boxed().toList(), data));
    }

    /// Puts a tensor of bytes in.
    void put(String name, DType dtype, byte[] values, long... shape) {
        List<Long> axes = Arrays.stream(shape).boxed().toList();
        tensors.put(name, new MappedTensor(name, dtype, axes, MemorySegment.ofArray(values)));
    }

    @Override
    public Map<String, String> metadata() {
        return Map.of();
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
