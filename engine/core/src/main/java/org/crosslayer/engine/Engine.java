package org.crosslayer.engine;

import java.nio.file.Path;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.CpuBackend;
import org.crosslayer.engine.backend.ReferenceBackend;
import org.crosslayer.engine.error.BackendUnavailableException;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.format.Checkpoint;
import org.crosslayer.engine.format.ModelFiles;
import org.crosslayer.engine.model.Architecture;
import org.crosslayer.engine.model.ConfigReader;
import org.crosslayer.engine.model.Decoder;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;

/// Opens models.
public final class Engine {
    private Engine() {}

    /// Opens a Hugging Face folder (`config.json`, safetensors, `tokenizer.json`).
    ///
    /// Weights are mapped, not loaded: this takes about as long as reading the headers. The tokenizer is opened
    /// when it is first needed, so a folder without one can be run on token ids.
    ///
    /// @param folder the folder
    /// @param device where it is to run
    /// @throws EngineException if a file is missing or damaged, the architecture is not supported, or the device
    ///     is absent
    public static LoadedModel open(Path folder, Device device, Progress progress, Cancellation cancellation)
            throws EngineException {
        progress.report("Reading config.json", 0);
        ModelFiles.requireFolder(folder);
        Architecture architecture = ConfigReader.read(folder.resolve(ModelFiles.CONFIG));
        cancellation.check();
        progress.report("Mapping the weights", 0.3);
        Checkpoint checkpoint = ModelFiles.openFolder(folder);
        try {
            cancellation.check();
            progress.report("Starting the device", 0.6);
            return start(folder, checkpoint, architecture, device);
        } catch (EngineException | RuntimeException e) {
            checkpoint.close();
            throw e;
        }
    }

    private static LoadedModel start(Path folder, Checkpoint checkpoint, Architecture architecture, Device device)
            throws EngineException {
        Backend backend = backend(device);
        try {
            return new LoadedModel(folder, checkpoint, Decoder.of(folder, checkpoint, architecture, backend));
        } catch (EngineException | RuntimeException e) {
            backend.close();
            throw e;
        }
    }

    private static Backend backend(Device device) throws BackendUnavailableException {
        return switch (device) {
            case CPU -> new CpuBackend();
            case REFERENCE -> new ReferenceBackend();
        };
    }
}
