package org.crosslayer.engine.fitting;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.crosslayer.engine.error.BadFileException;
import org.crosslayer.engine.format.MappedTensor;
import org.crosslayer.engine.format.SafetensorsFile;
import org.crosslayer.engine.format.SafetensorsLayout;
import org.crosslayer.engine.format.SafetensorsWriter;
import org.crosslayer.engine.tensor.DType;
import org.jspecify.annotations.Nullable;

/// A fit interrupted: a safetensors file with `layers.N.state` and, once something was measured, `layers.N.best`,
/// each the values and Adam's moments in the order of [TrainableAdapter], and `layers.N.frequencies` where a layer's
/// low-rank heads have their own; stage, step and the best measure are in its metadata.
///
/// @param fingerprint of model, text and options; a fit can only be taken up where it was left
/// @param stage       where it was
/// @param step        updates done in the stage
/// @param states      by layer
/// @param frequencies by layer, where there are any
/// @param best        the best state; null before the first measurement
record FitCheckpoint(
        String fingerprint,
        FitStage stage,
        int step,
        Map<Integer, float[]> states,
        Map<Integer, float[]> frequencies,
        @Nullable Best best) {
    private static final String FREQUENCIES = "frequencies";

    /// @param stage   where it was reached
    /// @param step    after how many updates
    /// @param heldOut the measure, nats a token
    /// @param states  by layer
    record Best(FitStage stage, int step, double heldOut, Map<Integer, float[]> states) {}

    void write(Path target) throws BadFileException {
        SafetensorsLayout layout = new SafetensorsLayout()
                .metadata("format", "crosslayer-fit-1")
                .metadata("fingerprint", fingerprint)
                .metadata("stage", stage.name())
                .metadata("step", Integer.toString(step));
        states.forEach((layer, state) -> layout.tensor(name(layer, "state"), DType.F32, state.length));
        frequencies.forEach((layer, own) -> layout.tensor(name(layer, FREQUENCIES), DType.F32, own.length));
        if (best != null) {
            layout.metadata("best.stage", best.stage().name())
                    .metadata("best.step", Integer.toString(best.step()))
                    .metadata("best.heldOut", Double.toString(best.heldOut()));
            best.states().forEach((layer, state) -> layout.tensor(name(layer, "best"), DType.F32, state.length));
        }
        try (SafetensorsWriter writer = layout.open(target)) {
            for (Map.Entry<Integer, float[]> entry : states.entrySet()) {
                writer.write(name(entry.getKey(), "state"), entry.getValue());
            }
            for (Map.Entry<Integer, float[]> entry : frequencies.entrySet()) {
                writer.write(name(entry.getKey(), FREQUENCIES), entry.getValue());
            }
            if (best != null) {
                for (Map.Entry<Integer, float[]> entry : best.states().entrySet()) {
                    writer.write(name(entry.getKey(), "best"), entry.getValue());
                }
            }
            writer.finish();
        }
    }

    /// @param fingerprint that the file must carry
    /// @param sizes       values of each layer's state
    /// @throws BadFileException if the file is of another fit, or damaged
    static FitCheckpoint read(Path path, String fingerprint, Map<Integer, Integer> sizes) throws BadFileException {
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            Map<String, String> metadata = file.metadata();
            if (!Objects.equals(metadata.get("fingerprint"), fingerprint)) {
                throw new BadFileException(
                        path,
                        "belongs to another fit: take it up with the same model, text and options, or start anew.");
            }
            boolean hasBest = metadata.containsKey("best.heldOut");
            return new FitCheckpoint(
                    fingerprint,
                    FitStage.valueOf(text(path, metadata, "stage")),
                    Integer.parseInt(text(path, metadata, "step")),
                    states(path, file, sizes, "state"),
                    frequencies(file, sizes),
                    hasBest
                            ? new Best(
                                    FitStage.valueOf(text(path, metadata, "best.stage")),
                                    Integer.parseInt(text(path, metadata, "best.step")),
                                    Double.parseDouble(text(path, metadata, "best.heldOut")),
                                    states(path, file, sizes, "best"))
                            : null);
        } catch (IllegalArgumentException e) {
            throw new BadFileException(path, "does not hold the state of a fit: start the fit anew.", e);
        }
    }

    private static Map<Integer, float[]> states(
            Path path, SafetensorsFile file, Map<Integer, Integer> sizes, String part) throws BadFileException {
        Map<Integer, float[]> states = new TreeMap<>();
        for (Map.Entry<Integer, Integer> entry : sizes.entrySet()) {
            String name = name(entry.getKey(), part);
            MappedTensor tensor = file.tensors().get(name);
            if (tensor == null || tensor.size() != entry.getValue()) {
                throw new BadFileException(
                        path, "tensor " + name + " is missing or has another size: start the fit anew.");
            }
            states.put(entry.getKey(), tensor.toFloats());
        }
        return states;
    }

    private static Map<Integer, float[]> frequencies(SafetensorsFile file, Map<Integer, Integer> sizes) {
        Map<Integer, float[]> found = new TreeMap<>();
        for (int layer : sizes.keySet()) {
            MappedTensor tensor = file.tensors().get(name(layer, FREQUENCIES));
            if (tensor != null) {
                found.put(layer, tensor.toFloats());
            }
        }
        return found;
    }

    private static String text(Path path, Map<String, String> metadata, String key) throws BadFileException {
        String value = metadata.get(key);
        if (value == null) {
            throw new BadFileException(path, "does not say its " + key + ": start the fit anew.");
        }
        return value;
    }

    private static String name(int layer, String part) {
        return "layers." + layer + "." + part;
    }
}
