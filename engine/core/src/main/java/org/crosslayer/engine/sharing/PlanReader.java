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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.crosslayer.engine.error.BadFileException;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.LayerAttention;

/// Reads one plan file and says which entry is wrong.
final class PlanReader {
    /// A plan of a thousand layers of a hundred heads is far smaller.
    private static final long MAX_BYTES = 16L << 20;

    private static final int LONGEST_VALUE = 60;
    private static final Set<String> COPY_KEYS = Set.of("layer", "mode", "source");
    private static final Set<String> MAPPED_KEYS = Set.of("layer", "mode", "source", "headMap");

    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Path path;
    private final int nLayers;
    private final int nHeads;

    private PlanReader(Path path, int nLayers, int nHeads) {
        this.path = path;
        this.nLayers = nLayers;
        this.nHeads = nHeads;
    }

    static AttentionPlan read(Path path, int nLayers, int nHeads) throws BadFileException {
        return new PlanReader(path, nLayers, nHeads).plan(json(path));
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

    private AttentionPlan plan(JsonNode root) throws BadFileException {
        JsonNode version = root.path("schemaVersion");
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
        checkSize(root, "nLayers", nLayers, "layers");
        checkSize(root, "nHeads", nHeads, "heads");
        JsonNode entries = root.path("layers");
        if (!entries.isArray()) {
            throw new BadFileException(path, "\"layers\" must be a list of entries but is " + shown(entries) + ".");
        }
        AttentionPlan plan = AttentionPlan.none(nLayers);
        Set<Integer> seen = new HashSet<>();
        for (int i = 0; i < entries.size(); i++) {
            JsonNode entry = entries.get(i);
            String where = "layers[" + i + "]";
            int layer = number(entry, where, "layer", 1, nLayers - 1, "only these have a layer below");
            where += " (layer " + layer + ")";
            if (!seen.add(layer)) {
                throw wrong(where, "names a layer that an entry before it has named: keep one of them");
            }
            plan = plan.with(layer, attention(entry, where, layer));
        }
        return plan;
    }

    private void checkSize(JsonNode root, String key, int expected, String word) throws BadFileException {
        JsonNode value = root.path(key);
        if (!value.isIntegralNumber() || value.intValue() != expected) {
            throw new BadFileException(
                    path,
                    "is a plan for a model of " + shown(value) + " " + word + ", this one has " + expected
                            + ": open the model that it was made for.");
        }
    }

    private LayerAttention attention(JsonNode entry, String where, int layer) throws BadFileException {
        String mode = entry.path("mode").asText();
        Set<String> keys =
                switch (mode) {
                    case PlanFile.COPY -> COPY_KEYS;
                    case PlanFile.MAPPED -> MAPPED_KEYS;
                    default ->
                        throw wrong(
                                where, "has mode " + shown(entry.path("mode")) + ", known are \"copy\" and \"mapped\"");
                };
        for (var names = entry.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!keys.contains(name)) {
                throw wrong(where, "has a key " + quoted(name) + " that mode \"" + mode + "\" does not know");
            }
        }
        int source = number(entry, where, "source", 0, layer - 1, "only a lower layer can be a source");
        return mode.equals(PlanFile.COPY)
                ? new LayerAttention.CopyPattern(source)
                : new LayerAttention.MappedPattern(source, headMap(entry, where));
    }

    private List<Integer> headMap(JsonNode entry, String where) throws BadFileException {
        JsonNode map = entry.path("headMap");
        if (!map.isArray() || map.size() != nHeads) {
            throw wrong(
                    where,
                    "needs a \"headMap\" of " + nHeads + " heads but has "
                            + (map.isArray() ? "one of " + map.size() : shown(map)));
        }
        List<Integer> heads = new ArrayList<>();
        for (JsonNode head : map) {
            if (!head.isIntegralNumber()
                    || !head.canConvertToInt()
                    || head.intValue() < 0
                    || head.intValue() >= nHeads) {
                throw wrong(
                        where, "has " + shown(head) + " in its \"headMap\", heads are numbered 0 to " + (nHeads - 1));
            }
            heads.add(head.intValue());
        }
        return heads;
    }

    private int number(JsonNode entry, String where, String key, int low, int high, String why)
            throws BadFileException {
        JsonNode value = entry.path(key);
        if (!value.isIntegralNumber()
                || !value.canConvertToInt()
                || value.intValue() < low
                || value.intValue() > high) {
            throw wrong(
                    where,
                    "has " + shown(value) + " as \"" + key + "\" where a whole number from " + low + " to " + high
                            + " belongs, " + why);
        }
        return value.intValue();
    }

    private BadFileException wrong(String where, String problem) {
        return new BadFileException(path, where + " " + problem + ".");
    }

    /// A value for a sentence, on one line and short, whatever a file holds.
    private static String shown(JsonNode value) {
        return value.isMissingNode() ? "nothing" : quotable(value.toString());
    }

    private static String quoted(String name) {
        return "\"" + quotable(name) + "\"";
    }

    private static String quotable(String text) {
        String line = text.replaceAll("\\p{Cntrl}", " ");
        return line.length() > LONGEST_VALUE ? line.substring(0, LONGEST_VALUE) + "…" : line;
    }
}
