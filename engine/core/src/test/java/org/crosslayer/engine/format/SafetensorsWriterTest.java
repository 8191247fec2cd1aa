package org.crosslayer.engine.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.crosslayer.engine.tensor.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsWriterTest {
    @TempDir
    Path folder;

    @Test
    void largeTensorsAreWrittenInPiecesAndInterleaved() throws Exception {
        Path path = folder.resolve("big.safetensors");
        float[] row = new float[50_000];
        SafetensorsLayout layout = new SafetensorsLayout()
                .tensor("attention", DType.F32, 3, row.length)
                .tensor("ids", DType.I64, 1, 3);
        try (SafetensorsWriter writer = layout.open(path)) {
            for (int i = 0; i < 3; i++) {
                Arrays.fill(row, i + 0.5f);
                writer.write("attention", row);
                writer.write("ids", 10L * i);
            }
            writer.finish();
        }
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            assertEquals(List.of("ids", "attention"), List.copyOf(file.tensors().keySet()), "wide elements first");
            assertArrayEquals(new long[] {0, 10, 20}, tensor(file, "ids").toLongs());
            float[] values = tensor(file, "attention").toFloats();
            assertEquals(0.5f, values[0]);
            assertEquals(2.5f, values[values.length - 1]);
        }
    }

    @Test
    void everyTensorLiesAligned() throws Exception {
        Path path = folder.resolve("aligned.safetensors");
        SafetensorsLayout layout = new SafetensorsLayout()
                .metadata("odd", "length")
                .tensor("f", DType.F32, 3)
                .tensor("d", DType.F64);
        try (SafetensorsWriter writer = layout.open(path)) {
            writer.write("f", 1f, 2f, 3f);
            writer.write("d", Math.PI);
            writer.finish();
        }
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            for (MappedTensor tensor : file.tensors().values()) {
                assertEquals(0, tensor.data().address() % tensor.dtype().bytes(), tensor.name());
            }
            assertArrayEquals(new double[] {Math.PI}, tensor(file, "d").toDoubles());
        }
    }

    @Test
    void anUnfinishedFileLeavesTheOldOneAndNothingElse() throws Exception {
        Path path = Files.writeString(folder.resolve("kept.safetensors"), "old");
        SafetensorsWriter writer =
                new SafetensorsLayout().tensor("a", DType.F32, 2).open(path);
        writer.write("a", 1f);
        assertThrows(IllegalStateException.class, writer::finish);
        assertThrows(IllegalArgumentException.class, () -> writer.write("a", 1f, 2f));
        assertThrows(IllegalArgumentException.class, () -> writer.write("a", 1L));
        writer.close();
        assertEquals("old", Files.readString(path));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void namesAreUniqueAndTypesAreThoseThatCanBeWritten() {
        SafetensorsLayout layout = new SafetensorsLayout().tensor("a", DType.F32, 2);
        assertThrows(IllegalArgumentException.class, () -> layout.tensor("a", DType.F32));
        assertThrows(IllegalArgumentException.class, () -> layout.tensor("__metadata__", DType.F32));
        assertThrows(IllegalArgumentException.class, () -> layout.tensor("b", DType.BF16, 1));
        assertThrows(IllegalArgumentException.class, () -> layout.tensor("c", DType.F32, -1));
    }

    private static MappedTensor tensor(SafetensorsFile file, String name) {
        return Objects.requireNonNull(file.tensors().get(name), name);
    }
}
