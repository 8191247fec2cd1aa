package org.crosslayer.engine.format;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.crosslayer.engine.error.BadFileException;

/// What Git leaves in the place of a large file until Git LFS fetches it.
final class GitLfs {
    private static final int LONGEST = 1024;
    private static final String START = "version https://git-lfs.";

    private GitLfs() {}

    /// Refuses a pointer in the place of the file itself.
    static void refusePointer(Path path) throws IOException, BadFileException {
        if (Files.size(path) < LONGEST
                && new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1).startsWith(START)) {
            throw new BadFileException(
                    path,
                    "is a pointer of Git LFS and not the file itself: run \"git lfs pull\" in its folder, or download"
                            + " it.");
        }
    }
}
