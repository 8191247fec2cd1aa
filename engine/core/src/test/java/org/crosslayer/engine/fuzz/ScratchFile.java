package org.crosslayer.engine.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file in a folder of its own that is written anew for every input, because readers map files.
final class ScratchFile {
    private final Path folder;
    private final Path path;

    /// @param name as the reader expects it, such as `model.safetensors`
    ScratchFile(String name) {
        try {
            folder = Files.createTempDirectory("crosslayer-fuzz");
            path = folder.resolve(name);
            folder.toFile().deleteOnExit();
            path.toFile().deleteOnExit();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The file, holding `content`.
    Path holding(byte[] content) {
        try {
            return Files.write(path, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The folder of the file, holding `content` in it.
    Path folderHolding(byte[] content) {
        Path _ = holding(content);
        return folder;
    }
}
