package org.crosslayer.engine.format;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.crosslayer.engine.error.BadFileException;
import org.crosslayer.engine.tensor.DType;

/// One tensor's lines in a safetensors header, before they are believed. Keys it does not know are passed over, as
/// the format's own library does.
///
/// @param path the file, for messages
/// @param name the tensor
/// @param node what the header says about it
record TensorEntry(Path path, String name, JsonNode node) {
    /// Checks type, shape and offsets against each other.
    SafetensorsHeader.Entry read() throws BadFileException {
        if (!node.isObject()) {
            throw bad("is described by " + Phrases.kind(node) + ", not by an object");
        }
        DType dtype = dtype();
        List<Long> shape = numbers("shape");
        List<Long> offsets = numbers("data_offsets");
        if (offsets.size() != 2 || offsets.get(0) > offsets.get(1)) {
            throw bad("has data_offsets " + Phrases.shortened(offsets) + " where [begin, end] is needed");
        }
        long bytes = bytes(dtype, shape);
        if (offsets.get(1) - offsets.get(0) != bytes) {
            throw bad("is " + dtype + " " + Phrases.shortened(shape) + ", " + bytes + " bytes, but its data_offsets "
                    + offsets + " hold " + (offsets.get(1) - offsets.get(0)));
        }
        return new SafetensorsHeader.Entry(name, dtype, shape, offsets.get(0), offsets.get(1));
    }

    private DType dtype() throws BadFileException {
        JsonNode value = node.path("dtype");
        return Arrays.stream(DType.values())
                .filter(dtype ->
                        !dtype.isBlock() && value.isTextual() && dtype.name().equals(value.textValue()))
                .findFirst()
                .orElseThrow(() -> bad(
                        value.isMissingNode()
                                ? "has no dtype"
                                : "has the dtype " + Phrases.value(value) + ", which the format does not know"));
    }

    private List<Long> numbers(String key) throws BadFileException {
        JsonNode value = node.path(key);
        if (!value.isArray()) {
            throw bad(value.isMissingNode() ? "has no " + key : "has a " + key + " that is " + Phrases.kind(value));
        }
        List<Long> numbers = new ArrayList<>();
        for (JsonNode item : value) {
            if (!item.isIntegralNumber() || !item.canConvertToLong() || item.longValue() < 0) {
                throw bad("has " + Phrases.value(item) + " in its " + key + ", where only whole numbers from 0 can be");
            }
            numbers.add(item.longValue());
        }
        return List.copyOf(numbers);
    }

    private long bytes(DType dtype, List<Long> shape) throws BadFileException {
        long bits;
        try {
            long elements = shape.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
            bits = Math.multiplyExact(elements, dtype.bits());
        } catch (ArithmeticException _) {
            throw bad("has the shape " + Phrases.shortened(shape) + ", more elements than any file can hold");
        }
        if (bits % 8 != 0) {
            throw bad("is " + dtype + " " + Phrases.shortened(shape) + ", " + bits
                    + " bits, which do not fill whole bytes");
        }
        return bits / 8;
    }

    private BadFileException bad(String problem) {
        return new BadFileException(
                path, "tensor " + Phrases.quoted(name) + " " + problem + ": the file is damaged, download it again.");
    }
}
