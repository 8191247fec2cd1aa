package org.crosslayer.engine.format;

import java.nio.file.Files;
import java.nio.file.Path;
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
        throw OtherLayouts.withoutWeights(folder, NEEDED);
    }

    /// The configuration of a model folder.
    ///
    /// @throws BadFileException if there is no such folder, or it holds something else, in words that say what
    public static Path config(Path folder) throws BadFileException {
        requireFolder(folder);
        Path config = folder.resolve(CONFIG);
        if (!Files.exists(config)) {
            throw OtherLayouts.withoutConfig(folder, NEEDED);
        }
        return config;
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
}
