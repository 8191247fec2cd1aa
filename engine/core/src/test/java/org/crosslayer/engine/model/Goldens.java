package org.crosslayer.engine.model;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.format.Checkpoint;
import org.crosslayer.engine.format.MappedTensor;
import org.crosslayer.engine.format.SafetensorsFile;
import org.crosslayer.samples.SampleModels;

/// What Hugging Face transformers computed for a bundled model, and the model itself on a backend of the test's choice.
public final class Goldens implements AutoCloseable {
    private final Checkpoint checkpoint;
    private final Checkpoint golden;
    private final Backend backend;
    private final Decoder decoder;

    private Goldens(Checkpoint checkpoint, Checkpoint golden, Backend backend, Decoder decoder) {
        this.checkpoint = checkpoint;
        this.golden = golden;
        this.backend = backend;
        this.decoder = decoder;
    }

    /// The small random models, at least one for each family.
    public static Stream<String> architectures() {
        return Stream.of(
                "llama-mha",
                "llama31-gqa",
                "mistral-sliding",
                "qwen2",
                "qwen3",
                "gemma",
                "gemma2",
                "gemma3",
                "phi3",
                "gpt2",
                "gpt-neox",
                "opt",
                "bloom",
                "phi2",
                "olmo2",
                "starcoder2",
                "smollm3",
                "granite",
                "seed-oss");
    }

    /// More of the same families, for what else their files may say: scalings of rope, windows in upper layers,
    /// MLPs after attention, a number of heads that is no power of two.
    public static Stream<String> variants() {
        return Stream.of(
                "llama-linear",
                "llama-dynamic",
                "llama-yarn",
                "llama31-passage",
                "qwen2-windows",
                "phi3-longrope",
                "gpt-neox-serial",
                "bloom-6-heads");
    }

    /// Opens `sample-16l` or one of the small random models by the name of its folder; closing it closes
    /// the backend too.
    public static Goldens open(String name, Backend backend) throws EngineException {
        Path folder = name.equals("sample-16l") ? SampleModels.sample16l() : SampleModels.golden(name);
        Checkpoint checkpoint = SafetensorsFile.open(folder.resolve("model.safetensors"));
        Checkpoint golden = SafetensorsFile.open(SampleModels.golden(name).resolve("golden.safetensors"));
        Architecture architecture = ConfigReader.read(folder.resolve("config.json"));
        return new Goldens(checkpoint, golden, backend, Decoder.of(folder, checkpoint, architecture, backend));
    }

    public Decoder decoder() {
        return decoder;
    }

    /// `[n]`.
    public int[] ids() {
        return Arrays.stream(tensor("input_ids").toLongs())
                .mapToInt(Math::toIntExact)
                .toArray();
    }

    /// A tensor of the golden file, row-major.
    public float[] floats(String tensor) {
        return tensor(tensor).toFloats();
    }

    /// True if the golden file holds the tensor.
    public boolean has(String tensor) {
        return golden.tensors().containsKey(tensor);
    }

    /// A parameter as the model's file holds it.
    MappedTensor parameter(String name) {
        return Objects.requireNonNull(checkpoint.tensors().get(name), name);
    }

    private MappedTensor tensor(String name) {
        return Objects.requireNonNull(golden.tensors().get(name), name);
    }

    @Override
    public void close() {
        backend.close();
        golden.close();
        checkpoint.close();
    }
}
