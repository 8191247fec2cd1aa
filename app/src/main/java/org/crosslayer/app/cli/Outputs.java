package org.crosslayer.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.format.AtomicFile;

/// Tries the places that results are to go to, before the long computation and not after it.
final class Outputs {
    private Outputs() {}

    /// Refuses a file that could not be written; a pipe or a device is as good as a file.
    static void check(Path file) throws EngineException, IOException, InputException {
        if (!Files.exists(file) || Files.isRegularFile(file) || Files.isDirectory(file)) {
            checkOrdinary(file);
        } else {
            requireWritable(file);
        }
    }

    /// Refuses a file that could not be written in pieces, pipes and devices too.
    static void checkOrdinary(Path file) throws EngineException, IOException, InputException {
        try {
            BasicFileAttributes _ = Files.readAttributes(file, BasicFileAttributes.class);
            requireWritable(file);
        } catch (NoSuchFileException _) {
            // Nothing to replace; any other complaint, such as of a name that is too long, is the user's to hear.
        }
        // What permissions say is not all: a file system may be read-only or full. Closing removes the trial again.
        try (AtomicFile trial = AtomicFile.beside(file)) {
            trial.channel().force(false);
        }
    }

    private static void requireWritable(Path file) throws InputException {
        if (!Files.isWritable(file)) {
            throw new InputException(file + " cannot be written, permission denied: choose another place.");
        }
    }

    /// Refuses a folder that could not be made or written into.
    static void checkFolder(Path folder) throws EngineException, IOException, InputException {
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
