package org.crosslayer.engine.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.crosslayer.engine.error.BadFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir
    Path folder;

    @Test
    void writingReplacesTheOldFile() throws Exception {
        Path target = Files.writeString(folder.resolve("a.json"), "old and longer");
        AtomicFile.write(target, out -> out.write(bytes("new")));
        assertEquals("new", Files.readString(target));
        assertEquals(List.of("a.json"), names());
    }

    @Test
    void aFailureHalfWayLeavesTheOldFileAndNothingElse() throws Exception {
        Path target = Files.writeString(folder.resolve("a.json"), "old");
        BadFileException e = assertThrows(
                BadFileException.class,
                () -> AtomicFile.write(target, out -> {
                    out.write(new byte[1 << 20]);
                    throw new IOException("No space left on device");
                }));
        assertEquals("old", Files.readString(target));
        assertEquals(List.of("a.json"), names());
        assertTrue(e.getMessage().contains("no space left on device"), e.getMessage());
    }

    @Test
    void aBugInTheContentLeavesNothingEither() throws Exception {
        assertThrows(
                IllegalStateException.class,
                () -> AtomicFile.write(folder.resolve("a.json"), _ -> {
                    throw new IllegalStateException();
                }));
        assertEquals(List.of(), names());
    }

    @Test
    void aMissingFolderAndAFolderAsTargetAreSaidSo() {
        BadFileException missing = assertThrows(
                BadFileException.class,
                () -> AtomicFile.write(folder.resolve("none").resolve("a.json"), _ -> {}));
        assertTrue(missing.getMessage().contains("folder does not exist"), missing.getMessage());
        BadFileException wrong = assertThrows(BadFileException.class, () -> AtomicFile.write(folder, _ -> {}));
        assertTrue(wrong.getMessage().contains("is a folder"), wrong.getMessage());
    }

    @Test
    void aFolderThatIsAFileIsSaidSo() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        BadFileException e =
                assertThrows(BadFileException.class, () -> AtomicFile.write(file.resolve("a.json"), _ -> {}));
        assertEquals(1, e.getMessage().lines().count());
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
