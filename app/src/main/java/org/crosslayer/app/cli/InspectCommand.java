package org.crosslayer.app.cli;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.crosslayer.engine.Device;
import org.crosslayer.engine.Engine;
import org.crosslayer.engine.LoadedModel;
import org.crosslayer.engine.ModelFacts;
import org.crosslayer.engine.ModelSummary.TensorLine;
import org.crosslayer.engine.capture.CaptureSize;
import org.crosslayer.engine.capture.MemoryEstimate;
import org.crosslayer.engine.capture.MemoryRoom;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.format.FileHashing;
import org.crosslayer.engine.format.FileHashing.FileHash;
import org.crosslayer.engine.format.GgufFile;
import org.crosslayer.engine.format.MappedTensor;
import org.crosslayer.engine.format.ModelPlace;
import org.crosslayer.engine.format.SafetensorsFile;
import org.crosslayer.engine.model.GgufConfigReader;
import org.crosslayer.engine.model.ModelConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Tells what a model is without running it.
@Command(
        name = "inspect",
        customSynopsis = "crosslayer inspect MODEL [--tokens N] [--hash] [--json FILE]",
        description = {
            "Tells what a model is: architecture, tokenizer, memory that it needs, every tensor.",
            "MODEL may also be a single .safetensors file; of a .gguf file its metadata and types are told too.",
            "Nothing is computed."
        },
        footer = {"", "Example:", "  crosslayer inspect sample-models/models/sample-16l"})
final class InspectCommand extends Subcommand {
    private static final double MIB = 1024.0 * 1024.0;
    private static final int LONGEST_LINE = 100;

    @Option(
            names = "--tokens",
            paramLabel = "N",
            description =
                    "Say what it takes to keep the maps of all layers of a text of N tokens; default: as many as the"
                            + " model has positions for.")
    private @Nullable Integer tokens;

    @Option(names = "--hash", description = "Add the SHA-256 of every file; reads all of them.")
    private boolean hash;

    @Mixin
    private JsonOption json;

    @Override
    void checkUsage() throws EngineException, IOException, InputException {
        if (tokens != null && tokens < 1) {
            throw usage("--tokens must be at least 1, not " + tokens + ".");
        }
        json.check();
    }

    @Override
    void run(Session session) throws EngineException, IOException {
        if (Files.isRegularFile(model()) && model().toString().endsWith(".safetensors")) {
            file(session);
            return;
        }
        Path place = ModelPlace.of(model());
        if (GgufFile.isNamedSo(place) && !Files.isDirectory(place)) {
            gguf(place, session);
        } else {
            folder(place, session);
        }
    }

    private void file(Session session) throws EngineException, IOException {
        try (SafetensorsFile file = SafetensorsFile.open(model())) {
            List<TensorLine> tensors = file.tensors().values().stream()
                    .map(tensor -> new TensorLine(tensor.name(), tensor.dtype().name(), tensor.shape()))
                    .toList();
            long bytes = file.tensors().values().stream()
                    .mapToLong(tensor -> tensor.data().byteSize())
                    .sum();
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("name", model().getFileName().toString());
            result.put("bytes", bytes);
            result.put("metadata", file.metadata());
            show(model(), result, tensors, session);
        }
    }

    /// Whatever can be read is told, even of files that cannot be run.
    private void gguf(Path model, Session session) throws EngineException, IOException {
        try (GgufFile file = GgufFile.open(model)) {
            List<TensorLine> tensors = file.tensors().values().stream()
                    .map(tensor -> new TensorLine(tensor.name(), tensor.dtype().name(), tensor.shape()))
                    .toList();
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("name", model.getFileName().toString());
            result.put("format", "GGUF " + file.version());
            result.put("byteOrder", file.byteOrder() == ByteOrder.BIG_ENDIAN ? "big-endian" : "little-endian");
            result.put("files", file.paths().size());
            result.put("hasData", file.hasData());
            result.put("parameters", sum(file, MappedTensor::size));
            result.put("bytes", sum(file, tensor -> tensor.data().byteSize()));
            result.put("types", types(file));
            try {
                result.putAll(architecture(GgufConfigReader.read(file).config()));
            } catch (EngineException e) {
                result.put("cannotRun", e.getMessage());
            }
            result.put("metadata", file.metadata());
            show(model, result, tensors, session);
        }
    }

    private static long sum(GgufFile file, ToLongFunction<MappedTensor> what) {
        return file.tensors().values().stream().mapToLong(what).sum();
    }

    /// How the tensors of each part of the model are stored: its name without the layer, and types with their
    /// count.
    private static Map<String, String> types(GgufFile file) {
        Map<String, Map<String, Integer>> groups = new LinkedHashMap<>();
        for (MappedTensor tensor : file.tensors().values()) {
            String group = tensor.name().replaceFirst("^blk\\.\\d+\\.", "blk.*.");
            groups.computeIfAbsent(group, _ -> new TreeMap<>())
                    .merge(tensor.dtype().name(), 1, Integer::sum);
        }
        Map<String, String> lines = new LinkedHashMap<>();
        groups.forEach((group, types) -> lines.put(
                group,
                types.entrySet().stream()
                        .map(type -> type.getKey() + (type.getValue() > 1 ? " × " + type.getValue() : ""))
                        .collect(Collectors.joining(", "))));
        return lines;
    }

    private void folder(Path model, Session session) throws EngineException, IOException {
        // The plain loops open without starting what computes.
        try (LoadedModel loaded = Engine.open(model, Device.REFERENCE, session.progress(), session.cancellation())) {
            ModelFacts facts = loaded.facts();
            ModelConfig config = loaded.config();
            MemoryEstimate memory = loaded.estimate(
                    CaptureSize.maps(tokens == null ? config.nCtx() : tokens, config.nLayers()),
                    MemoryRoom.ofThisMachine());
            List<FileHash> hashes = hash ? hashes(model, session) : List.of();
            if (json.showsTable()) {
                InspectText.print(facts, memory, hashes, loaded.summary().tensors(), session.out());
            }
            Map<String, Object> result = InspectText.result(loaded.summary(), facts, memory, hashes);
            result.putAll(vocabulary(loaded));
            json.write(result, session);
        }
    }

    private List<FileHash> hashes(Path model, Session session) throws EngineException {
        return FileHashing.of(model).run(session.progress(), session.cancellation());
    }

    private static Map<String, Object> architecture(ModelConfig config) {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("architecture", config.architecture());
        keys.put("nLayers", config.nLayers());
        keys.put("nHeads", config.nHeads());
        keys.put("nKvHeads", config.nKvHeads());
        keys.put("dModel", config.dModel());
        keys.put("dHead", config.dHead());
        keys.put("dMlp", config.dMlp());
        keys.put("nVocab", config.nVocab());
        keys.put("nCtx", config.nCtx());
        keys.put("tiedEmbeddings", config.tiedEmbeddings());
        return keys;
    }

    /// How texts are cut and what the model wants before them; a folder without a vocabulary can still be run on ids.
    private static Map<String, Object> vocabulary(LoadedModel loaded) {
        Map<String, Object> keys = new LinkedHashMap<>();
        try {
            keys.put("tokenizer", loaded.tokenizer().description());
            keys.put("bos", loaded.tokenizer().bosRule().words());
        } catch (EngineException e) {
            keys.put("tokenizer", "none: " + e.getMessage());
        }
        return keys;
    }

    private void show(Path model, Map<String, Object> result, List<TensorLine> tensors, Session session)
            throws EngineException, IOException {
        List<FileHash> hashes = hash ? hashes(model, session) : List.of();
        if (json.showsTable()) {
            TextTable head = new TextTable();
            result.forEach((key, value) -> row(head, key, value));
            head.print(session.out());
            InspectText.printHashes(hashes, session.out());
            session.out().println();
            InspectText.printTensors(tensors, session.out());
        }
        if (hash) {
            result.put("hashes", hashes);
        }
        result.put("tensors", tensors);
        json.write(result, session);
    }

    private static void row(TextTable head, String key, Object value) {
        if (value instanceof Map<?, ?> lines) {
            lines.forEach((name, line) -> head.row(key + " " + name, oneLine(line.toString())));
        } else {
            head.row(key, key.equals("bytes") ? mebibytes((Long) value) : value.toString());
        }
    }

    /// Chat templates and the like would fill the screen; all of them is in the JSON.
    private static String oneLine(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ");
        return line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) + "…" : line;
    }

    private static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%d (%.1f MiB)", bytes, bytes / MIB);
    }
}
