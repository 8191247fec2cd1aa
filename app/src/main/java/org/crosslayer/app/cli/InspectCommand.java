package org.crosslayer.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.crosslayer.engine.Device;
import org.crosslayer.engine.Engine;
import org.crosslayer.engine.LoadedModel;
import org.crosslayer.engine.ModelSummary;
import org.crosslayer.engine.ModelSummary.TensorLine;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.format.SafetensorsFile;
import org.crosslayer.engine.model.ModelConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Tells what a model is without running it.
@Command(
        name = "inspect",
        customSynopsis = "crosslayer inspect MODEL [--json FILE]",
        description = {
            "Tells what a model is: architecture, sizes, every tensor.",
            "MODEL may also be a single .safetensors file. Nothing is computed."
        },
        footer = {"", "Example:", "  crosslayer inspect sample-models/models/sample-16l"})
final class InspectCommand extends Subcommand {
    private static final double MIB = 1024.0 * 1024.0;

    @Mixin
    private JsonOption json;

    @Override
    void checkUsage() throws EngineException, IOException, InputException {
        json.check();
    }

    @Override
    void run(Session session) throws EngineException, IOException {
        if (Files.isRegularFile(model()) && model().toString().endsWith(".safetensors")) {
            file(session);
        } else {
            folder(session);
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
            show(result, tensors, session);
        }
    }

    private void folder(Session session) throws EngineException, IOException {
        // The plain loops open without starting what computes.
        try (LoadedModel loaded = Engine.open(model(), Device.REFERENCE, session.progress(), session.cancellation())) {
            ModelSummary summary = loaded.summary();
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("name", summary.name());
            result.put("parameters", summary.parameters());
            result.put("bytes", summary.bytes());
            result.putAll(architecture(summary.config()));
            result.putAll(vocabulary(loaded));
            show(result, summary.tensors(), session);
        }
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

    private void show(Map<String, Object> result, List<TensorLine> tensors, Session session)
            throws EngineException, IOException {
        if (json.showsTable()) {
            TextTable head = new TextTable();
            result.forEach(
                    (key, value) -> head.row(key, key.equals("bytes") ? mebibytes((Long) value) : value.toString()));
            head.print(session.out());
            session.out().println();
            TextTable lines = new TextTable().row("tensor", "type", "shape");
            tensors.forEach(tensor ->
                    lines.row(tensor.name(), tensor.dtype(), tensor.shape().toString()));
            lines.print(session.out());
        }
        result.put("tensors", tensors);
        json.write(result, session);
    }

    private static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%d (%.1f MiB)", bytes, bytes / MIB);
    }
}
