package org.crosslayer.engine.sharing;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.crosslayer.engine.error.BadFileException;
import org.crosslayer.engine.format.MappedTensor;
import org.crosslayer.engine.format.SafetensorsFile;
import org.crosslayer.engine.format.SafetensorsLayout;
import org.crosslayer.engine.format.SafetensorsWriter;
import org.crosslayer.engine.model.LisaAdapter;
import org.crosslayer.engine.model.LisaOptions;
import org.crosslayer.engine.model.ModelConfig;
import org.crosslayer.engine.tensor.DType;
import org.crosslayer.engine.tensor.FloatMatrix;
import org.jspecify.annotations.Nullable;

/// The values of fitted LiSA layers: a safetensors file of F32 tensors, `N` being the layer from 0.
///
/// | tensor | shape |
/// | --- | --- |
/// | `layers.N.align.w1` | `[hidden, nHeads]`, with `concat` `[hidden, 2 nHeads]`: scores first, difference second |
/// | `layers.N.align.b1` | `[hidden]` |
/// | `layers.N.align.w2` | `[nHeads, hidden]` |
/// | `layers.N.align.b2` | `[nHeads]` |
/// | `layers.N.align.skip` | `[nHeads, nHeads]`, a row for each head of the layer; only with a skip matrix |
/// | `layers.N.query.weight` | `[nHeads · rank, dModel]`, head after head |
/// | `layers.N.key.weight` | `[nKvHeads · rank, dModel]` |
/// | `layers.N.rope.frequencies` | `[nKvHeads, rank / 2]`, radians a position; only where heads have their own |
///
/// Tensors without elements (rank or hidden 0) are left out. The metadata names the format (`crosslayer-lisa-1`) and
/// the model's fingerprint, see [ModelIdentity].
final class AdapterFile implements AutoCloseable {
    private static final String FORMAT = "format";
    private static final String FORMAT_1 = "crosslayer-lisa-1";
    private static final String MODEL = "model";
    private static final int SHOWN_DIGITS = 8;

    private final Path path;
    private final SafetensorsFile file;

    private AdapterFile(Path path, SafetensorsFile file) {
        this.path = path;
        this.file = file;
    }

    /// Writes the adapters of some layers, whole or not at all.
    static void write(Path path, Map<Integer, LisaAdapter> adapters, ModelIdentity model) throws BadFileException {
        SafetensorsLayout layout =
                new SafetensorsLayout().metadata(FORMAT, FORMAT_1).metadata(MODEL, model.fingerprint());
        Map<String, float[]> values = new LinkedHashMap<>();
        adapters.forEach((layer, adapter) -> {
            for (Part part : parts(layer, adapter.options(), model.config(), adapter.frequencies() != null)) {
                FloatMatrix matrix = part.of(adapter);
                layout.tensor(part.name(), DType.F32, part.shape());
                values.put(part.name(), matrix.toArray());
            }
        });
        try (SafetensorsWriter writer = layout.open(path)) {
            for (Map.Entry<String, float[]> entry : values.entrySet()) {
                writer.write(entry.getKey(), entry.getValue());
            }
            writer.finish();
        }
    }

    /// Opens a file of adapters.
    ///
    /// @throws BadFileException if it is damaged or its adapters were made for another model
    static AdapterFile open(Path path, ModelIdentity model) throws BadFileException {
        SafetensorsFile file = SafetensorsFile.open(path);
        String made = file.metadata().getOrDefault(MODEL, "");
        if (!made.equals(model.fingerprint())) {
            file.close();
            throw new BadFileException(
                    path,
                    made.isEmpty()
                            ? "does not say which model its adapters belong to: give a file that Crosslayer has saved."
                            : "holds adapters for another model (fingerprint " + shortened(made) + ", this one has "
                                    + shortened(model.fingerprint()) + "): open that model, or fit them anew.");
        }
        return new AdapterFile(path, file);
    }

    /// The adapter of one layer.
    ///
    /// @throws BadFileException if a tensor is missing, has another shape than the options call for, or holds a
    ///     value
    ///     that is no number
    LisaAdapter read(int layer, LisaOptions options, ModelConfig config) throws BadFileException {
        Map<String, FloatMatrix> found = new LinkedHashMap<>();
        boolean ownFrequencies = options.rope() && file.tensors().containsKey(Part.name(layer, Part.FREQUENCIES));
        for (Part part : parts(layer, options, config, ownFrequencies)) {
            found.put(part.key(), matrix(layer, part));
        }
        int h = config.nHeads();
        return new LisaAdapter(
                options,
                found.getOrDefault(Part.W1, empty(0, options.inputs(h))),
                found.getOrDefault(Part.B1, empty(1, 0)),
                found.getOrDefault(Part.W2, empty(h, 0)),
                found.getOrDefault(Part.B2, empty(1, 0)),
                found.get(Part.SKIP),
                found.getOrDefault(Part.QUERY, empty(0, config.dModel())),
                found.getOrDefault(Part.KEY, empty(0, config.dModel())),
                found.get(Part.FREQUENCIES));
    }

    private FloatMatrix matrix(int layer, Part part) throws BadFileException {
        MappedTensor tensor = file.tensors().get(part.name());
        if (tensor == null) {
            throw new BadFileException(
                    path,
                    "has no tensor " + part.name() + ", which the plan needs for layer " + layer
                            + ": keep the file that was saved with the plan beside it, or fit the layer anew.");
        }
        List<Long> shape = Arrays.stream(part.shape()).boxed().toList();
        boolean isFloat = tensor.dtype() == DType.F32 || tensor.dtype() == DType.F16 || tensor.dtype() == DType.BF16;
        if (!tensor.shape().equals(shape) || !isFloat) {
            throw new BadFileException(
                    path,
                    "tensor " + part.name() + " is " + tensor.dtype() + " " + tensor.shape()
                            + " where the plan's options for layer " + layer + " call for F32 " + shape
                            + ": the rank or another option was changed, fit the layer anew.");
        }
        float[] values = tensor.toFloats();
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new BadFileException(
                        path,
                        "tensor " + part.name() + " holds the value " + value + ": fit layer " + layer + " anew.");
            }
        }
        return FloatMatrix.copyOf(part.rows(), part.columns(), values);
    }

    @Override
    public void close() {
        file.close();
    }

    private static String shortened(String fingerprint) {
        return fingerprint.substring(0, Math.min(SHOWN_DIGITS, fingerprint.length())) + "…";
    }

    private static FloatMatrix empty(int rows, int columns) {
        return FloatMatrix.copyOf(rows, columns, new float[0]);
    }

    /// The tensors that an adapter of these options has.
    private static List<Part> parts(int layer, LisaOptions options, ModelConfig config, boolean ownFrequencies) {
        int h = config.nHeads();
        return List.of(
                        new Part(layer, Part.W1, options.hidden(), options.inputs(h), false),
                        new Part(layer, Part.B1, 1, options.hidden(), true),
                        new Part(layer, Part.W2, h, options.hidden(), false),
                        new Part(layer, Part.B2, 1, h, true),
                        new Part(layer, Part.SKIP, options.skip() ? h : 0, h, false),
                        new Part(layer, Part.QUERY, h * options.rank(), config.dModel(), false),
                        new Part(layer, Part.KEY, config.nKvHeads() * options.rank(), config.dModel(), false),
                        new Part(
                                layer,
                                Part.FREQUENCIES,
                                ownFrequencies ? config.nKvHeads() : 0,
                                options.rank() / 2,
                                false))
                .stream()
                .filter(part -> part.rows() * part.columns() > 0)
                .toList();
    }

    /// One tensor; a vector is a matrix of one row with one axis in the file.
    private record Part(int layer, String key, int rows, int columns, boolean isVector) {
        private static final String W1 = "align.w1";
        private static final String B1 = "align.b1";
        private static final String W2 = "align.w2";
        private static final String B2 = "align.b2";
        private static final String SKIP = "align.skip";
        private static final String QUERY = "query.weight";
        private static final String KEY = "key.weight";
        private static final String FREQUENCIES = "rope.frequencies";

        String name() {
            return name(layer, key);
        }

        static String name(int layer, String key) {
            return "layers." + layer + "." + key;
        }

        long[] shape() {
            return isVector ? new long[] {columns} : new long[] {rows, columns};
        }

        FloatMatrix of(LisaAdapter adapter) {
            @Nullable
            FloatMatrix matrix =
                    switch (key) {
                        case W1 -> adapter.w1();
                        case B1 -> adapter.b1();
                        case W2 -> adapter.w2();
                        case B2 -> adapter.b2();
                        case SKIP -> adapter.skip();
                        case QUERY -> adapter.query();
                        case FREQUENCIES -> adapter.frequencies();
                        default -> adapter.key();
                    };
            if (matrix == null) {
                throw new IllegalStateException(name() + " of an adapter without it");
            }
            return matrix;
        }
    }
}
