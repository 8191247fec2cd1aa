package org.crosslayer.engine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ServiceLoader;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.BackendProvider;
import org.crosslayer.engine.backend.CpuBackend;
import org.crosslayer.engine.backend.NativeProducts;
import org.crosslayer.engine.backend.ReferenceBackend;
import org.crosslayer.engine.error.BackendUnavailableException;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.format.Checkpoint;
import org.crosslayer.engine.format.GgufFile;
import org.crosslayer.engine.format.ModelFiles;
import org.crosslayer.engine.format.ModelPlace;
import org.crosslayer.engine.model.Architecture;
import org.crosslayer.engine.model.ConfigReader;
import org.crosslayer.engine.model.Decoder;
import org.crosslayer.engine.model.GgufConfigReader;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens models.
public final class Engine {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

    private Engine() {}

    /// Opens a Hugging Face folder (`config.json`, safetensors, `tokenizer.json`) or a GGUF file, or what
    /// [ModelPlace] finds where a path points.
    ///
    /// Weights are mapped, not loaded: this takes about as long as reading the headers. The tokenizer is
    /// opened when it is first needed, so a folder without one can be run on token ids.
    ///
    /// @param named the folder, or the `.gguf` file (of a model in parts any of them)
    /// @param device where it is to run
    /// @throws EngineException if a file is missing or damaged, the architecture is not supported, or the
    ///     device is absent
    public static LoadedModel open(Path named, Device device, Progress progress, Cancellation cancellation)
            throws EngineException {
        Path model = ModelPlace.of(named);
        if (GgufFile.isNamedSo(model) && !Files.isDirectory(model)) {
            return openGguf(model, device, progress, cancellation);
        }
        progress.report("Reading config.json", 0);
        Architecture architecture = ConfigReader.read(ModelFiles.config(model));
        cancellation.check();
        progress.report("Mapping the weights", 0.3);
        return run(model, ModelFiles.openFolder(model), _ -> architecture, device, progress, cancellation);
    }

    /// Ends native computation for good, before the process does: a native library that is taken down under a thread
    /// that still computes in it can bring the process down with it. Threads that would compute on wait for ever.
    ///
    /// @param patience longest wait for the products that run now, each of which takes milliseconds
    /// @return true if no thread is inside of a native product any more
    public static boolean endComputation(Duration patience) {
        return NativeProducts.ofThisProcess().close(patience);
    }

    private static LoadedModel openGguf(Path model, Device device, Progress progress, Cancellation cancellation)
            throws EngineException {
        progress.report("Mapping the file", 0);
        return run(model, GgufFile.open(model), GgufConfigReader::read, device, progress, cancellation);
    }

    /// What is left to do with a checkpoint that is closed if it fails.
    private static <C extends Checkpoint> LoadedModel run(
            Path model, C checkpoint, Reading<C> reading, Device device, Progress progress, Cancellation cancellation)
            throws EngineException {
        boolean running = false;
        try {
            Architecture architecture = reading.read(checkpoint);
            cancellation.check();
            progress.report("Starting the device", 0.6);
            LoadedModel loaded = start(model, checkpoint, architecture, device);
            running = true;
            return loaded;
        } finally {
            if (!running) {
                checkpoint.close();
            }
        }
    }

    /// How an architecture comes out of a checkpoint.
    @FunctionalInterface
    private interface Reading<C extends Checkpoint> {
        Architecture read(C checkpoint) throws EngineException;
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
            case CUDA -> provided("cuda");
            case CUDA_TF32 -> provided("cuda-tf32");
            case CUDA_BF16 -> provided("cuda-bf16");
            case AUTO -> cudaOrCpu();
            case REFERENCE -> new ReferenceBackend();
        };
    }

    private static Backend cudaOrCpu() throws BackendUnavailableException {
        try {
            return provided("cuda");
        } catch (BackendUnavailableException e) {
            LOG.info("{}", e.getMessage());
            return new CpuBackend();
        }
    }

    /// The backend of a device that has a module of its own.
    private static Backend provided(String name) throws BackendUnavailableException {
        for (BackendProvider provider : ServiceLoader.load(BackendProvider.class)) {
            if (provider.name().equals(name)) {
                return provider.open();
            }
        }
        throw new BackendUnavailableException(
                "The device %s is not part of this build: choose the processors (cpu), or build with engine/cuda."
                        .formatted(name));
    }
}
