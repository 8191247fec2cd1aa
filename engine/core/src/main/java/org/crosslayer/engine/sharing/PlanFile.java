package org.crosslayer.engine.sharing;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.crosslayer.engine.error.BadFileException;
import org.crosslayer.engine.format.AtomicFile;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.LayerAttention;
import org.crosslayer.engine.model.ModelConfig;

/// Plans as JSON files, which a person or a script can write too:
///
/// ```json
/// {
///   "schemaVersion": 1, "nLayers": 16, "nHeads": 8,
///   "layers": [
///     {"layer": 3, "mode": "copy", "source": 2},
///     {"layer": 4, "mode": "mapped", "source": 3, "headMap": [0, 2, 1, 3, 4, 5, 7, 6]}
///   ]
/// }
/// ```
///
/// Layers that are not listed compute their own attention.
public final class PlanFile {
    static final int SCHEMA_VERSION = 1;
    static final String COPY = "copy";
    static final String MAPPED = "mapped";

    private static final JsonMapper WRITER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private PlanFile() {}

    /// Reads a plan made for a model of these sizes.
    ///
    /// @throws BadFileException if the file is no plan, belongs to another model, or an entry makes no sense; names
    ///     the entry
    public static AttentionPlan read(Path path, ModelConfig config) throws BadFileException {
        return PlanReader.read(path, config.nLayers(), config.nHeads());
    }

    /// Writes a plan, whole or not at all.
    ///
    /// @throws BadFileException if the file cannot be written
    public static void write(Path path, AttentionPlan plan, ModelConfig config) throws BadFileException {
        if (plan.nLayers() != config.nLayers()) {
            throw new IllegalArgumentException(
                    "a plan of " + plan.nLayers() + " layers does not fit a model of " + config.nLayers());
        }
        ObjectNode root = WRITER.createObjectNode();
        root.put("schemaVersion", SCHEMA_VERSION);
        root.put("nLayers", config.nLayers());
        root.put("nHeads", config.nHeads());
        ArrayNode layers = root.putArray("layers");
        for (int layer = 0; layer < plan.nLayers(); layer++) {
            if (plan.at(layer) instanceof LayerAttention.Shared shared) {
                describe(shared, layers.addObject().put("layer", layer));
            }
        }
        byte[] json = (root.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(path, out -> out.write(json));
    }

    private static void describe(LayerAttention.Shared shared, ObjectNode entry) {
        switch (shared) {
            case LayerAttention.CopyPattern(int source) ->
                entry.put("mode", COPY).put("source", source);
            case LayerAttention.Lisa _ ->
                throw new IllegalArgumentException("a plan with adapters needs their file beside it");
            case LayerAttention.MappedPattern(int source, var headMap) -> {
                entry.put("mode", MAPPED).put("source", source);
                ArrayNode map = entry.putArray("headMap");
                headMap.forEach(map::add);
            }
        }
    }
}
