package org.crosslayer.engine.format;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.crosslayer.engine.error.BadFileException;
import org.crosslayer.engine.tensor.DType;

/// Which tensors a safetensors file will hold; declared before the first value is written, because the header of the
/// format comes first.
///
/// Tensors of wider elements are placed first and the header is padded to eight bytes, so that every tensor lies
/// aligned and PyTorch and NumPy can map it. Within one width the order of declaration is kept.
public final class SafetensorsLayout {
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final Map<String, Declared> tensors = new LinkedHashMap<>();

    /// One tensor to come.
    private record Declared(String name, DType dtype, List<Long> shape, long bytes) {}

    /// Adds free text about the file.
    public SafetensorsLayout metadata(String key, String value) {
        metadata.put(key, value);
        return this;
    }

    /// Adds a tensor.
    ///
    /// @param dtype F32, F64 or I64
    /// @param shape outermost axis first; none for a scalar
    /// @throws IllegalArgumentException if the name is taken, the type is another or an axis is negative
    public SafetensorsLayout tensor(String name, DType dtype, long... shape) {
        if (dtype != DType.F32 && dtype != DType.F64 && dtype != DType.I64) {
            throw new IllegalArgumentException(name + ": F32, F64 and I64 can be written, not " + dtype);
        }
        if (name.equals(SafetensorsHeader.METADATA) || tensors.containsKey(name)) {
            throw new IllegalArgumentException("the name " + name + " is taken");
        }
        List<Long> axes = new ArrayList<>();
        long bytes = dtype.bytes();
        for (long axis : shape) {
            if (axis < 0) {
                throw new IllegalArgumentException(name + " has an axis of " + axis);
            }
            axes.add(axis);
            bytes = Math.multiplyExact(bytes, axis);
        }
        tensors.put(name, new Declared(name, dtype, List.copyOf(axes), bytes));
        return this;
    }

    /// Opens a file of this layout for writing; it replaces `target` when it is finished.
    ///
    /// @throws BadFileException if the target cannot be written
    public SafetensorsWriter open(Path target) throws BadFileException {
        List<SafetensorsHeader.Entry> entries = new ArrayList<>();
        long at = 0;
        for (Declared tensor : tensors.values().stream()
                .sorted(Comparator.comparingInt((Declared t) -> t.dtype().bytes())
                        .reversed())
                .toList()) {
            entries.add(new SafetensorsHeader.Entry(
                    tensor.name(), tensor.dtype(), tensor.shape(), at, Math.addExact(at, tensor.bytes())));
            at += tensor.bytes();
        }
        return new SafetensorsWriter(target, header(entries), entries);
    }

    private ByteBuffer header(List<SafetensorsHeader.Entry> entries) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (!metadata.isEmpty()) {
            ObjectNode texts = json.putObject(SafetensorsHeader.METADATA);
            metadata.forEach(texts::put);
        }
        for (SafetensorsHeader.Entry entry : entries) {
            ObjectNode tensor =
                    json.putObject(entry.name()).put("dtype", entry.dtype().name());
            ArrayNode shape = tensor.putArray("shape");
            entry.shape().forEach(shape::add);
            tensor.putArray("data_offsets").add(entry.begin()).add(entry.end());
        }
        byte[] text = json.toString().getBytes(StandardCharsets.UTF_8);
        int padded = (text.length + 7) / 8 * 8;
        ByteBuffer header = ByteBuffer.allocate(8 + padded).order(ByteOrder.LITTLE_ENDIAN);
        header.putLong(padded).put(text);
        while (header.hasRemaining()) {
            header.put((byte) ' ');
        }
        return header.flip();
    }
}
