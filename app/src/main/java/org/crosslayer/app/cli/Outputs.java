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

    /// Refuses a folder that could not be made or written into.
    static void checkFolder(Path folder) throws InputException {
        if (!Files.isDirectory(folder)) {
            if (Files.exists(folder)) {
                throw new InputException(folder + " is a file: give the name of a folder.");
            }
            check(folder);
        } else if (!Files.isWritable(folder)) {
            throw new InputException(folder + " cannot be written into, permission denied: choose another folder.");
        }
    }
}
