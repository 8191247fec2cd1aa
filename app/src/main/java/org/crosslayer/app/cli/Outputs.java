package org.crosslayer.app.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/// Looks at places that results are to go to, before the long computation and not after it.
final class Outputs {
    private Outputs() {}

    /// Refuses a file that could not be written.
    static void check(Path file) throws InputException {
        if (Files.isDirectory(file)) {
            throw new InputException(file + " is a folder: give the name of a file to write.");
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new InputException(file + " cannot be written, its folder does not exist: create it first.");
        }
        if (!Files.isWritable(Files.exists(file) ? file : folder)) {
            throw new InputException(file + " cannot be written, permission denied: choose another place.");
        }
    }
}
