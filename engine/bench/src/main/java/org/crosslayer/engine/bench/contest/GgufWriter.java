package org.crosslayer.engine.bench.contest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// Writes a GGUF file of any size: version 3, alignment 32.
final class GgufWriter {
    private static final int ALIGNMENT = 32;
    private static final int UINT32 = 4;
    private static final int INT32 = 5;
    private static final int FLOAT32 = 6;
    private static final int STRING = 8;
    private static final int ARRAY = 9;
    private static final int BOOL = 7;

    private final ByteArrayOutputStream keys = new ByteArrayOutputStream();
    private final List<Entry> tensors = new ArrayList<>();
    private int keyCount;

    /// Bytes that are written again and again until a tensor is full.
    private record Entry(String name, int type, List<Long> shape, long bytes, ByteBuffer source) {}

    void text(String key, String value) {
        key(key, STRING);
        keys.writeBytes(string(value));
    }

    void number(String key, int value) {
        key(key, UINT32);
        keys.writeBytes(buffer(Integer.BYTES).putInt(value).array());
    }

    void real(String key, float value) {
        key(key, FLOAT32);
        keys.writeBytes(buffer(Float.BYTES).putFloat(value).array());
    }

    void flag(String key, boolean value) {
        key(key, BOOL);
        keys.write(value ? 1 : 0);
    }

    void texts(String key, List<String> values) {
        array(key, STRING, values.size());
        values.forEach(value -> keys.writeBytes(string(value)));
    }

    void zeros(String key, int count) {
        array(key, FLOAT32, count);
        keys.writeBytes(new byte[count * Float.BYTES]);
    }

    void integers(String key, int... values) {
        array(key, INT32, values.length);
        IntStream.of(values).forEach(value -> keys.writeBytes(integer(value)));
    }

    /// A tensor of GGML's type number `type`.
    ///
    /// @param shape outermost axis first
    void tensor(String name, int type, long bytes, ByteBuffer source, long... shape) {
        tensors.add(new Entry(name, type, LongStream.of(shape).boxed().toList(), bytes, source));
    }

    void write(Path path) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        head.writeBytes("GGUF".getBytes(StandardCharsets.US_ASCII));
        head.writeBytes(
                buffer(20).putInt(3).putLong(tensors.size()).putLong(keyCount).array());
        head.writeBytes(keys.toByteArray());
        long offset = 0;
        for (Entry tensor : tensors) {
            head.writeBytes(string(tensor.name));
            head.writeBytes(integer(tensor.shape.size()));
            tensor.shape
                    .reversed()
                    .forEach(axis ->
                            head.writeBytes(buffer(Long.BYTES).putLong(axis).array()));
            head.writeBytes(buffer(12).putInt(tensor.type).putLong(offset).array());
            offset += padded(tensor.bytes);
        }
        head.writeBytes(new byte[(int) (padded(head.size()) - head.size())]);
        try (FileChannel file = FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            put(file, ByteBuffer.wrap(head.toByteArray()));
            for (Entry tensor : tensors) {
                long left = padded(tensor.bytes);
                while (left > 0) {
                    int part = (int) Math.min(left, tensor.source.capacity());
                    put(file, tensor.source.clear().limit(part));
                    left -= part;
                }
            }
        }
    }

    private void key(String key, int type) {
        keyCount++;
        keys.writeBytes(string(key));
        keys.writeBytes(buffer(Integer.BYTES).putInt(type).array());
    }

    private void array(String key, int type, int count) {
        key(key, ARRAY);
        keys.writeBytes(buffer(12).putInt(type).putLong(count).array());
    }

    private static byte[] string(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return buffer(Long.BYTES + bytes.length)
                .putLong(bytes.length)
                .put(bytes)
                .array();
    }

    private static byte[] integer(int value) {
        return buffer(Integer.BYTES).putInt(value).array();
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static long padded(long length) {
        return Math.ceilDiv(length, ALIGNMENT) * ALIGNMENT;
    }

    private static void put(FileChannel file, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }
}
