package org.crosslayer.engine.sharing;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.crosslayer.engine.error.BadFileException;
import org.crosslayer.engine.format.AtomicFile;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.LayerAttention;
import org.crosslayer.engine.model.LisaAdapter;
import org.crosslayer.engine.model.LisaOptions;

/// Plans as JSON files, which a person or a script can write too:
///
/// ```json
/// {
///   "schemaVersion": 1, "nLayers": 16, "nHeads": 8, "adapters": "adapter.safetensors",
///   "layers": [
///     {"layer": 3, "mode": "copy", "source": 2},
///     {"layer": 4, "mode": "mapped", "source": 3, "headMap": [0, 2, 1, 3, 4, 5, 7, 6]},
///     {"layer": 5, "mode": "lisa", "source": 4, "rank": 6, "hidden": 8, "activation": "silu", "skip": true,
///      "rope": true, "carrier": "scores", "combine": "add"}
///   ],
///   "fit": {"how": {"seed": "3"}, "reached": {"ratio": 1.018}}
/// }
/// ```
///
/// Layers that are not listed compute their own attention. The values of `lisa` layers are in the file of adapters
/// beside the plan, whose tensors are listed at `AdapterFile`; an entry may name the hash of its own as `adapter`.
/// `fit` is free: how the adapters came about and what they reached.
public final class PlanFile {
    static final int SCHEMA_VERSION = 1;
    static final String COPY = "copy";
    static final String MAPPED = "mapped";
    static final String LISA = "lisa";

    private static final String PLAN_NAME = "plan.json";
    private static final String ADAPTER_NAME = "adapter.safetensors";

    private static final JsonMapper WRITER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private PlanFile() {}

    /// Reads a plan made for this model, with its adapters if it has any.
    ///
    /// @throws BadFileException if the file is no plan, belongs to another model, an entry makes no sense, or the
    ///     adapters do not fit; names the entry or the tensor
    public static AttentionPlan read(Path path, ModelIdentity model) throws BadFileException {
        return PlanReader.read(path, model);
    }

    /// What a plan file says about how it was fitted; [FitNotes#NONE] if nothing.
    ///
    /// @throws BadFileException if the file is no JSON
    public static FitNotes notes(Path path) throws BadFileException {
        return PlanReader.notes(path);
    }

    /// Writes a plan, whole or not at all; the adapters of LiSA layers into a file beside it, `adapter.safetensors`
    /// beside `plan.json`, otherwise named after the plan.
    ///
    /// @throws BadFileException if a file cannot be written
    public static void write(Path path, AttentionPlan plan, ModelIdentity model, FitNotes notes)
            throws BadFileException {
        int nLayers = model.config().nLayers();
        if (plan.nLayers() != nLayers) {
            throw new IllegalArgumentException(
                    "a plan of " + plan.nLayers() + " layers does not fit a model of " + nLayers);
        }
        Map<Integer, LisaAdapter> adapters = new TreeMap<>();
        ObjectNode root = WRITER.createObjectNode();
        root.put(PlanKey.SCHEMA_VERSION, SCHEMA_VERSION);
        root.put("nLayers", nLayers);
        root.put("nHeads", model.config().nHeads());
        ArrayNode layers = WRITER.createArrayNode();
        for (int layer = 0; layer < nLayers; layer++) {
            if (plan.at(layer) instanceof LayerAttention.Deviating) {
                throw new IllegalArgumentException("layer " + layer + " deviates: such a plan is not for keeping");
            }
            if (plan.at(layer) instanceof LayerAttention.Shared shared) {
                describe(shared, layers.addObject().put(PlanKey.LAYER, layer));
            }
            if (plan.at(layer) instanceof LayerAttention.Lisa lisa) {
                adapters.put(layer, lisa.adapter());
            }
        }
        if (!adapters.isEmpty()) {
            Path beside = path.resolveSibling(adapterName(String.valueOf(path.getFileName())));
            root.put(PlanKey.MODEL, model.fingerprint());
            root.put(PlanKey.ADAPTERS, String.valueOf(beside.getFileName()));
            AdapterFile.write(beside, adapters, model);
        }
        root.set(PlanKey.LAYERS, layers);
        if (!notes.equals(FitNotes.NONE)) {
            describe(notes, root.putObject(PlanKey.FIT));
        }
        byte[] json = (root.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(path, out -> out.write(json));
    }

    private static String adapterName(String planName) {
        int dot = planName.lastIndexOf('.');
        String stem = dot > 0 ? planName.substring(0, dot) : planName;
        return planName.equals(PLAN_NAME) ? ADAPTER_NAME : stem + "." + ADAPTER_NAME;
    }

    private static void describe(LayerAttention.Shared shared, ObjectNode entry) {
        switch (shared) {
            case LayerAttention.CopyPattern(int source) ->
                entry.put(PlanKey.MODE, COPY).put(PlanKey.SOURCE, source);
            case LayerAttention.MappedPattern(int source, var headMap) -> {
                entry.put(PlanKey.MODE, MAPPED).put(PlanKey.SOURCE, source);
                ArrayNode map = entry.putArray(PlanKey.HEAD_MAP);
                headMap.forEach(map::add);
            }
            case LayerAttention.Lisa(int source, LisaAdapter adapter) -> {
                entry.put(PlanKey.MODE, LISA).put(PlanKey.SOURCE, source);
                describe(adapter.options(), entry);
                entry.put(PlanKey.ADAPTER, adapter.id());
            }
        }
    }

    private static void describe(LisaOptions options, ObjectNode entry) {
        entry.put(PlanKey.RANK, options.rank());
        entry.put(PlanKey.HIDDEN, options.hidden());
        entry.put(PlanKey.ACTIVATION, PlanEntry.word(options.activation()));
        entry.put(PlanKey.SKIP, options.skip());
        entry.put(PlanKey.ROPE, options.rope());
        entry.put(PlanKey.CARRIER, PlanEntry.word(options.carrier()));
        entry.put(PlanKey.COMBINE, PlanEntry.word(options.combine()));
    }

    private static void describe(FitNotes notes, ObjectNode fit) {
        ObjectNode how = fit.putObject(PlanKey.HOW);
        notes.how().forEach(how::put);
        ObjectNode reached = fit.putObject(PlanKey.REACHED);
        notes.reached().forEach(reached::put);
    }
}
