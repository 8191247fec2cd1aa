package org.crosslayer.engine.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.crosslayer.engine.error.BadFileException;
import org.crosslayer.engine.format.FileHashing.FileHash;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Expected hashes are those of FIPS 180-2, appendix B, and of `sha256sum`.
class FileHashingTest {
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    private static final String EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    private static final String MILLION_A = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";

    @TempDir
    private Path folder;

    @Test
    void everyFileOfAFolderIsHashedInOrderOfNames() throws IOException, BadFileException {
        Files.writeString(folder.resolve("b"), "abc");
        Files.writeString(folder.resolve("a"), "");
        Files.createDirectory(folder.resolve("c"));
        List<Double> fractions = new ArrayList<>();
        List<FileHash> hashes =
                FileHashing.of(folder).run((_, fraction) -> fractions.add(fraction), Cancellation.NEVER);
        assertEquals(List.of(new FileHash("a", 0, EMPTY), new FileHash("b", 3, ABC)), hashes);
        assertEquals(1, fractions.getLast());
    }

    @Test
    void anInterruptedRunIsTakenUpWhereItStopped() throws IOException, BadFileException {
        Files.writeString(folder.resolve("a"), "a".repeat(1_000_000));
        Files.writeString(folder.resolve("b"), "abc");
        FileHashing hashing = FileHashing.of(folder);
        AtomicInteger asked = new AtomicInteger();
        assertThrows(CancellationException.class, () -> hashing.run(Progress.NONE, () -> asked.incrementAndGet() > 1));
        List<FileHash> hashes = hashing.run(Progress.NONE, Cancellation.NEVER);
        assertEquals(MILLION_A, hashes.getFirst().sha256());
        assertEquals(ABC, hashes.getLast().sha256());
    }

    @Test
    void aMissingFileIsToldInASentence() {
        BadFileException e = assertThrows(BadFileException.class, () -> FileHashing.of(folder.resolve("none")));
        assertEquals(folder.resolve("none"), e.path());
    }
}
