package org.crosslayer.viz.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// Writes a file beside its place and moves it there when it is whole, so that no reader sees half of one.
public final class FileDraft {
    /// What fills the file.
    @FunctionalInterface
    public interface Content {
        /// Writes all of it.
        void writeTo(OutputStream out) throws IOException;
    }

    private FileDraft() {}

    /// Writes the file, replacing an older one.
    ///
    /// @throws IOException when the folder or the file cannot be written; the older file is then still there
    public static void write(Path file, Content content) throws IOException {
        Path place = file.toAbsolutePath();
        Path folder = place.getParent();
        if (folder == null || place.getFileName() == null) {
            throw new IOException("Cannot write " + place + ": name a file, not a root folder.");
        }
        Path draft = null;
        try {
            Files.createDirectories(folder);
            draft = Files.createTempFile(folder, "." + place.getFileName(), ".part");
            try (OutputStream out = Files.newOutputStream(draft)) {
                content.writeTo(out);
            }
            move(draft, place);
        } catch (IOException fault) {
            if (draft != null) {
                Files.deleteIfExists(draft);
            }
            throw new IOException(
                    "Cannot write " + place + " (" + fault + "): check that the folder is writable and has room.",
                    fault);
        }
    }

    private static void move(Path draft, Path place) throws IOException {
        try {
            Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException _) {
            Files.move(draft, place, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
