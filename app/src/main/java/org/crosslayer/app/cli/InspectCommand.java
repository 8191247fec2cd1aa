package org.crosslayer.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
import org.crosslayer.engine.format.SafetensorsFile;
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
            "MODEL may also be a single .safetensors file. Nothing is computed."
        },
        footer = {"", "Example:", "  crosslayer inspect sample-models/models/sample-16l"})
final class InspectCommand extends Subcommand {
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
        // The plain loops open without starting any native library, and nothing is computed here.
        try (LoadedModel loaded = Engine.open(model(), Device.REFERENCE, session.progress(), session.cancellation())) {
            ModelFacts facts = loaded.facts();
            ModelConfig config = loaded.config();
            MemoryEstimate memory = loaded.estimate(
                    CaptureSize.maps(tokens == null ? config.nCtx() : tokens, config.nLayers()),
                    MemoryRoom.ofThisMachine());
            List<FileHash> hashes = hash ? hashes(session) : List.of();
            if (json.showsTable()) {
                InspectText.print(facts, memory, hashes, loaded.summary().tensors(), session.out());
            }
            json.write(InspectText.result(loaded.summary(), facts, memory, hashes), session);
        }
    }

    private List<FileHash> hashes(Session session) throws EngineException {
        return FileHashing.of(model()).run(session.progress(), session.cancellation());
    }

    private void show(Map<String, Object> result, List<TensorLine> tensors, Session session)
            throws EngineException, IOException {
        List<FileHash> hashes = hash ? hashes(session) : List.of();
        if (json.showsTable()) {
            TextTable head = new TextTable();
            result.forEach((key, value) -> head.row(key, value.toString()));
            head.print(session.out());
            InspectText.printHashes(hashes, session.out());
            session.out().println();
            InspectText.printTensors(tensors, session.out());
        }
        if (hash) {
            result.put("files", hashes);
        }
        result.put("tensors", tensors);
        json.write(result, session);
    }
}
