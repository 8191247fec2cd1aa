package org.crosslayer.engine.sharing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.crosslayer.engine.backend.Activation;
import org.crosslayer.engine.error.BadFileException;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.LayerAttention;
import org.crosslayer.engine.model.LisaAdapter;
import org.crosslayer.engine.model.LisaOptions;
import org.jspecify.annotations.Nullable;

/// Reads one plan file, and the adapters beside it if it has any, and says which entry is wrong.
final class PlanReader implements AutoCloseable {
    /// A plan of a thousand layers of a hundred heads is far smaller.
    private static final long MAX_BYTES = 16L << 20;
    /// Far above any size of a head or a net; keeps products of sizes in range.
    private static final int MAX_SIZE = 4096;

    private static final Set<String> COPY_KEYS = Set.of(PlanKey.LAYER, PlanKey.MODE, PlanKey.SOURCE);
    private static final Set<String> MAPPED_KEYS =
            Set.of(PlanKey.LAYER, PlanKey.MODE, PlanKey.SOURCE, PlanKey.HEAD_MAP);
    private static final Set<String> LISA_KEYS = Set.of(
            PlanKey.LAYER,
            PlanKey.MODE,
            PlanKey.SOURCE,
            PlanKey.RANK,
            PlanKey.HIDDEN,
            PlanKey.ACTIVATION,
            PlanKey.SKIP,
            PlanKey.ROPE,
            PlanKey.CARRIER,
            PlanKey.COMBINE,
            PlanKey.ADAPTER);

    /// No folder in it, so that a plan can only name a file beside itself.
    private static final Pattern PLAIN_NAME = Pattern.compile("[^/\\\\:\\p{Cntrl}]*[^/\\\\:.\\p{Cntrl}]");

    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Path path;
    private final ModelIdentity model;
    private final JsonNode root;
    private @Nullable AdapterFile adapters;

    private PlanReader(Path path, ModelIdentity model, JsonNode root) {
        this.path = path;
        this.model = model;
        this.root = root;
    }

    static AttentionPlan read(Path path, ModelIdentity model) throws BadFileException {
        try (PlanReader reader = new PlanReader(path, model, json(path))) {
            return reader.plan();
        }
    }

    static FitNotes notes(Path path) throws BadFileException {
        JsonNode fit = json(path).path(PlanKey.FIT);
        Map<String, String> how = new LinkedHashMap<>();
        fit.path(PlanKey.HOW)
                .properties()
                .forEach(entry -> how.put(entry.getKey(), entry.getValue().asText()));
        Map<String, Double> reached = new LinkedHashMap<>();
        fit.path(PlanKey.REACHED)
                .properties()
                .forEach(entry -> reached.put(entry.getKey(), entry.getValue().asDouble(Double.NaN)));
        return new FitNotes(how, reached);
    }

    private static JsonNode json(Path path) throws BadFileException {
        try {
            if (Files.size(path) > MAX_BYTES) {
                throw new BadFileException(path, "is larger than any plan: give a plan that Crosslayer has saved.");
            }
            return STRICT.readTree(Files.readAllBytes(path));
        } catch (NoSuchFileException e) {
            throw new BadFileException(path, "does not exist: give the file of a plan.", e);
        } catch (JsonProcessingException e) {
            String where =
                    e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ")";
            throw new BadFileException(path, "is not JSON" + where + ": give a plan that Crosslayer has saved.", e);
        } catch (IOException e) {
            throw new BadFileException(path, "cannot be read: check that it is a file and may be read.", e);
        }
    }

    private AttentionPlan plan() throws BadFileException {
        checkVersion();
        int nLayers = model.config().nLayers();
        checkSize("nLayers", nLayers, "layers");
        checkSize("nHeads", model.config().nHeads(), "heads");
        JsonNode entries = root.path(PlanKey.LAYERS);
        if (!entries.isArray()) {
            throw new BadFileException(
                    path, "\"layers\" must be a list of entries but is " + PlanEntry.shown(entries) + ".");
        }
        AttentionPlan plan = AttentionPlan.none(nLayers);
        Set<Integer> seen = new HashSet<>();
        for (int i = 0; i < entries.size(); i++) {
            PlanEntry unplaced = new PlanEntry(path, entries.get(i), "layers[" + i + "]");
            int layer = unplaced.number(PlanKey.LAYER, 1, nLayers - 1, "only these have a layer below");
            PlanEntry entry = new PlanEntry(path, entries.get(i), "layers[" + i + "] (layer " + layer + ")");
            if (!seen.add(layer)) {
                throw entry.wrong("names a layer that an entry before it has named: keep one of them");
            }
            LayerAttention attention = attention(entry, layer);
            try {
                plan = plan.with(layer, attention);
            } catch (IllegalArgumentException e) {
                throw entry.wrong("does not fit the others, " + e.getMessage());
            }
        }
        return plan;
    }

    private void checkVersion() throws BadFileException {
        JsonNode version = root.path(PlanKey.SCHEMA_VERSION);
        if (!version.isIntegralNumber()) {
            throw new BadFileException(
                    path, "is not a plan, it has no \"schemaVersion\": give a plan that Crosslayer has saved.");
        }
        if (!version.canConvertToInt() || version.intValue() != PlanFile.SCHEMA_VERSION) {
            throw new BadFileException(
                    path,
                    "has schemaVersion " + version + ", this program reads " + PlanFile.SCHEMA_VERSION
                            + ": use the program that wrote it, or save the plan anew.");
        }
    }

    private void checkSize(String key, int expected, String word) throws BadFileException {
        JsonNode value = root.path(key);
        if (!value.isIntegralNumber() || value.intValue() != expected) {
            throw new BadFileException(
                    path,
                    "is a plan for a model of " + PlanEntry.shown(value) + " " + word + ", this one has " + expected
                            + ": open the model that it was made for.");
        }
    }

    private LayerAttention attention(PlanEntry entry, int layer) throws BadFileException {
        JsonNode mode = entry.node().path(PlanKey.MODE);
        Set<String> keys =
                switch (mode.asText()) {
                    case PlanFile.COPY -> COPY_KEYS;
                    case PlanFile.MAPPED -> MAPPED_KEYS;
                    case PlanFile.LISA -> LISA_KEYS;
                    default ->
                        throw entry.wrong(
                                "has mode " + PlanEntry.shown(mode) + ", known are \"copy\", \"mapped\" and \"lisa\"");
                };
        entry.checkKeys(mode.asText(), keys);
        int source = entry.number(PlanKey.SOURCE, 0, layer - 1, "only a lower layer can be a source");
        return switch (mode.asText()) {
            case PlanFile.COPY -> new LayerAttention.CopyPattern(source);
            case PlanFile.MAPPED ->
                new LayerAttention.MappedPattern(
                        source, entry.headMap(model.config().nHeads()));
            default -> new LayerAttention.Lisa(source, adapter(entry, layer));
        };
    }

    private LisaAdapter adapter(PlanEntry entry, int layer) throws BadFileException {
        LisaAdapter adapter = adapters(entry).read(layer, options(entry), model.config());
        JsonNode id = entry.node().path(PlanKey.ADAPTER);
        if (id.isTextual() && !id.textValue().equals(adapter.id())) {
            throw entry.wrong("was saved with other values than the adapter file beside it has:"
                    + " put the two files that were saved together in one folder");
        }
        return adapter;
    }

    private static LisaOptions options(PlanEntry entry) throws BadFileException {
        int rank = entry.number(PlanKey.RANK, 0, MAX_SIZE, "the size of a low-rank head");
        int hidden = entry.number(PlanKey.HIDDEN, 0, MAX_SIZE, "hidden units of the alignment");
        Activation activation = entry.choice(PlanKey.ACTIVATION, Activation.values());
        LisaOptions.Carrier carrier = entry.choice(PlanKey.CARRIER, LisaOptions.Carrier.values());
        LisaOptions.Combine combine = entry.choice(PlanKey.COMBINE, LisaOptions.Combine.values());
        try {
            return new LisaOptions(
                    rank, hidden, activation, entry.flag(PlanKey.SKIP), entry.flag(PlanKey.ROPE), carrier, combine);
        } catch (IllegalArgumentException e) {
            throw entry.wrong("has options that do not go together, " + e.getMessage());
        }
    }

    /// The file of adapters, opened with the first layer that needs it.
    private AdapterFile adapters(PlanEntry entry) throws BadFileException {
        if (adapters == null) {
            JsonNode name = root.path(PlanKey.ADAPTERS);
            if (!name.isTextual() || !PLAIN_NAME.matcher(name.textValue()).matches()) {
                throw entry.wrong("needs an adapter, but the plan has " + PlanEntry.shown(name)
                        + " as \"adapters\" where the name of a file beside it belongs");
            }
            adapters = AdapterFile.open(path.resolveSibling(name.textValue()), model);
        }
        return adapters;
    }

    @Override
    public void close() {
        if (adapters != null) {
            adapters.close();
        }
    }
}
