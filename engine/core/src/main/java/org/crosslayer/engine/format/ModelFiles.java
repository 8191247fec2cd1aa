package org.crosslayer.engine.format;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.crosslayer.engine.error.BadFileException;

/// The names of the files in a Hugging Face model folder.
public final class ModelFiles {
    public static final String CONFIG = "config.json";
    public static final String TOKENIZER = "tokenizer.json";
    public static final String TOKENIZER_CONFIG = "tokenizer_config.json";
    public static final String WEIGHTS = "model.safetensors";
    public static final String WEIGHTS_INDEX = "model.safetensors.index.json";

    private static final String NEEDED =
            CONFIG + ", " + TOKENIZER + " and " + WEIGHTS + " (or " + WEIGHTS_INDEX + " with the parts it names)";

    private ModelFiles() {}

    /// Maps the weights of a folder, whether in one file or in several.
    ///
    /// @throws BadFileException if there is no such folder, no weights in it, or they are damaged
    public static Checkpoint openFolder(Path folder) throws BadFileException {
        requireFolder(folder);
        Path single = folder.resolve(WEIGHTS);
        if (Files.exists(single)) {
            return SafetensorsFile.open(single);
        }
        Path index = folder.resolve(WEIGHTS_INDEX);
        if (Files.exists(index)) {
            return ShardedCheckpoint.open(index);
        }
        throw new BadFileException(
                folder,
                hasPickledWeights(folder)
                        ? "holds weights in PyTorch's pickle format only, which can run code: convert them to "
                                + WEIGHTS + "."
                        : "holds no weights: a model folder needs " + NEEDED + ".");
    }

    /// Refuses what is no folder, in words that say what a model folder is.
    ///
    /// @throws BadFileException if `folder` does not exist or is something else
    public static void requireFolder(Path folder) throws BadFileException {
        if (!Files.exists(folder)) {
            throw new BadFileException(folder, "does not exist: give a folder that holds " + NEEDED + ".");
        }
        if (!Files.isDirectory(folder)) {
            throw new BadFileException(folder, "is a file, not a folder: give the folder that holds " + NEEDED + ".");
        }
    }

    private static boolean hasPickledWeights(Path folder) throws BadFileException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .anyMatch(name -> name.endsWith(".bin") || name.endsWith(".pt") || name.endsWith(".pth"));
        } catch (IOException e) {
            throw new BadFileException(folder, "cannot be read (" + Phrases.reason(e) + ").", e);
        }
    }
}
