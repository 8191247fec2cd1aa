package org.crosslayer.engine;

import java.nio.file.Path;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;

/// Opens models.
public final class Engine {
    private Engine() {}

    /// Opens a Hugging Face folder (`config.json`, safetensors, `tokenizer.json`).
    ///
    /// Weights are mapped, not loaded: this takes about as long as reading the headers.
    ///
    /// @param model  the folder
    /// @param device where it is to run
    /// @throws EngineException if a file is missing or damaged, the architecture is not supported, or the device
    ///     is absent
    public static LoadedModel open(Path model, Device device, Progress progress, Cancellation cancellation)
            throws EngineException {
        return new LoadedModel();
    }
}
