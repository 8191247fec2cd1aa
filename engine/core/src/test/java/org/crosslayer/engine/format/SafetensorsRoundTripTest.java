package org.crosslayer.engine.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.crosslayer.engine.error.BadFileException;
import org.crosslayer.engine.tensor.DType;

class SafetensorsRoundTripTest {
    @Property(tries = 60)
    void whatIsWrittenIsRead(
            @ForAll String name,
            @ForAll float[] floats,
            @ForAll double[] doubles,
            @ForAll @Size(max = 20) long[] longs,
            @ForAll @Size(max = 3) Map<String, String> metadata)
            throws IOException, BadFileException {
        Path path = Files.createTempFile("crosslayer", ".safetensors");
        try {
            SafetensorsLayout layout = new SafetensorsLayout()
                    .tensor("f" + name, DType.F32, 1, floats.length)
                    .tensor("d" + name, DType.F64, doubles.length)
                    .tensor("l" + name, DType.I64, longs.length, 1, 1);
            metadata.forEach(layout::metadata);
            try (SafetensorsWriter writer = layout.open(path)) {
                writer.write("l" + name, longs);
                writer.write("f" + name, floats);
                writer.write("d" + name, doubles);
                writer.finish();
            }
            try (SafetensorsFile file = SafetensorsFile.open(path)) {
                assertEquals(metadata, file.metadata());
                assertArrayEquals(floats, tensor(file, "f" + name).toFloats());
                assertArrayEquals(doubles, tensor(file, "d" + name).toDoubles());
                assertArrayEquals(longs, tensor(file, "l" + name).toLongs());
                assertEquals(
                        List.of((long) longs.length, 1L, 1L),
                        tensor(file, "l" + name).shape());
            }
        } finally {
            Files.delete(path);
        }
    }

    private static MappedTensor tensor(SafetensorsFile file, String name) {
        return Objects.requireNonNull(file.tensors().get(name), name);
    }
}
