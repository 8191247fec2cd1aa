package org.crosslayer.engine.format;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.crosslayer.engine.tensor.DType;

/// Writes small GGUF files for tests: version 3, alignment 32, as llama.cpp's converter does.
public final class GgufBuilder {
    private static final int ALIGNMENT = 32;

    private final ByteOrder order;
    private final int version;
    private final Map<String, byte[]> keys = new LinkedHashMap<>();
    private final List<Stored> tensors = new ArrayList<>();

    private record Stored(String name, int type, List<Long> shape, MemorySegment data) {}

    public GgufBuilder() {
        this(ByteOrder.LITTLE_ENDIAN, 3);
    }

    public GgufBuilder(ByteOrder order, int version) {
        this.order = order;
        this.version = version;
    }

    public GgufBuilder text(String key, String value) {
        return value(key, GgufType.STRING, string(value));
    }

    public GgufBuilder uint32(String key, int value) {
        return value(key, GgufType.UINT32, ints(value));
    }

    public GgufBuilder uint16(String key, int value) {
        return value(
                key,
                GgufType.UINT16,
                buffer(Short.BYTES).putShort((short) value).array());
    }

    public GgufBuilder float32(String key, double value) {
        return value(key, GgufType.FLOAT32, floats((float) value));
    }

    public GgufBuilder flag(String key, boolean value) {
        return value(key, GgufType.BOOL, new byte[] {(byte) (value ? 1 : 0)});
    }

    public GgufBuilder texts(String key, List<String> values) {
        return array(
                key,
                GgufType.STRING,
                values.size(),
                joined(values.stream().map(this::string).toList()));
    }

    public GgufBuilder floats(String key, float... values) {
        return array(key, GgufType.FLOAT32, values.length, floats(values));
    }

    public GgufBuilder int32s(String key, int... values) {
        return array(key, GgufType.INT32, values.length, ints(values));
    }

    /// A key of any type, its value written out.
    GgufBuilder value(String key, GgufType type, byte[] value) {
        keys.put(key, joined(List.of(ints(type.number()), value)));
        return this;
    }

    GgufBuilder array(String key, GgufType of, long count, byte[] elements) {
        byte[] length = buffer(Long.BYTES).putLong(count).array();
        return value(key, GgufType.ARRAY, joined(List.of(ints(of.number()), length, elements)));
    }

    /// An F32 tensor.
    ///
    /// @param shape outermost axis first
    public GgufBuilder tensor(String name, float[] values, long... shape) {
        return tensor(name, DType.F32, floats(values), shape);
    }

    /// A tensor as it is stored.
    public GgufBuilder tensor(String name, DType dtype, byte[] data, long... shape) {
        int type = IntStream.range(0, 64)
                .filter(number -> GgmlTypes.of(number).filter(dtype::equals).isPresent())
                .findFirst()
                .orElseThrow();
        tensors.add(new Stored(name, type, Arrays.stream(shape).boxed().toList(), MemorySegment.ofArray(data.clone())));
        return this;
    }

    public Path write(Path path) throws IOException {
        return Files.write(path, bytes());
    }

    byte[] bytes() {
        List<byte[]> parts = new ArrayList<>();
        parts.add("GGUF".getBytes(StandardCharsets.US_ASCII));
        parts.add(ints(version));
        parts.add(buffer(2 * Long.BYTES)
                .putLong(tensors.size())
                .putLong(keys.size())
                .array());
        keys.forEach((key, value) -> {
            parts.add(string(key));
            parts.add(value);
        });
        long offset = 0;
        for (Stored tensor : tensors) {
            parts.add(string(tensor.name));
            parts.add(ints(tensor.shape.size()));
            for (long axis : tensor.shape.reversed()) {
                parts.add(buffer(Long.BYTES).putLong(axis).array());
            }
            parts.add(ints(tensor.type));
            parts.add(buffer(Long.BYTES).putLong(offset).array());
            offset += padded((int) tensor.data.byteSize());
        }
        byte[] header = joined(parts);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(Arrays.copyOf(header, padded(header.length)));
        tensors.forEach(tensor -> out.writeBytes(
                Arrays.copyOf(tensor.data.toArray(ValueLayout.JAVA_BYTE), padded((int) tensor.data.byteSize()))));
        return out.toByteArray();
    }

    private static int padded(int length) {
        return Math.ceilDiv(length, ALIGNMENT) * ALIGNMENT;
    }

    byte[] string(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return buffer(Long.BYTES + bytes.length)
                .putLong(bytes.length)
                .put(bytes)
                .array();
    }

    private byte[] ints(int... values) {
        byte[] bytes = new byte[values.length * Integer.BYTES];
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(order);
        Arrays.stream(values).forEach(buffer::putInt);
        return bytes;
    }

    private byte[] floats(float... values) {
        byte[] bytes = new byte[values.length * Float.BYTES];
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(order);
        for (float value : values) {
            buffer.putFloat(value);
        }
        return bytes;
    }

    private ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(order);
    }

    private static byte[] joined(List<byte[]> parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        parts.forEach(out::writeBytes);
        return out.toByteArray();
    }
}
