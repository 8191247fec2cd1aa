package org.crosslayer.engine.format;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.crosslayer.engine.tensor.DType;

/// Eight rows of 768 values in every type that can be run, packed by ggml itself (MIT licence), with the
/// values that its own functions read back.
public final class QuantVectors {
    public static final int ROWS = 8;
    public static final int COLUMNS = 768;

    private QuantVectors() {}

    public static Stream<DType> types() {
        return Arrays.stream(DType.values()).filter(DType::isWeight);
    }

    public static Stream<DType> blockTypes() {
        return types().filter(DType::isBlock);
    }

    /// The packed rows as a mapped tensor.
    public static MappedTensor packed(DType dtype) {
        return new MappedTensor(
                dtype.name(), dtype, List.of((long) ROWS, (long) COLUMNS), segment(bytes(dtype, "bin")));
    }

    /// What the rows hold, row-major.
    public static float[] values(DType dtype) {
        return MemorySegment.ofArray(bytes(dtype, "f32")).toArray(Elements.F32);
    }

    /// A weight of any size out of the packed blocks, taken in turn from all rows but those of extreme values.
    ///
    /// @param columns a multiple of the type's block
    public static MappedTensor weight(DType dtype, int rows, int columns) {
        byte[] source = bytes(dtype, "bin");
        int length = (int) dtype.bytesOf((long) rows * columns);
        int usable = source.length / 2;
        byte[] data = new byte[length];
        for (int i = 0; i < length; i++) {
            data[i] = source[i % usable];
        }
        return new MappedTensor(dtype.name(), dtype, List.of((long) rows, (long) columns), segment(data));
    }

    /// Bytes at an address that is aligned for nothing.
    private static MemorySegment segment(byte[] bytes) {
        MemorySegment data = Arena.ofAuto().allocate(bytes.length + 1L, 64).asSlice(1);
        MemorySegment.copy(bytes, 0, data, ValueLayout.JAVA_BYTE, 0, bytes.length);
        return data;
    }

    private static byte[] bytes(DType dtype, String kind) {
        String name = dtype.name().endsWith("_K")
                ? dtype.name().substring(0, 2).toLowerCase(Locale.ROOT) + "_K"
                : dtype.name().toLowerCase(Locale.ROOT);
        String resource = "/quant-vectors/" + name + "." + kind;
        try (InputStream in = Objects.requireNonNull(QuantVectors.class.getResourceAsStream(resource), resource)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
