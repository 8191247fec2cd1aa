package org.crosslayer.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.crosslayer.engine.ModelFacts.Fact;
import org.crosslayer.engine.ModelFacts.Section;
import org.crosslayer.engine.ModelFacts.TensorGroup;
import org.crosslayer.engine.capture.MemoryEstimate;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.format.Checkpoint;
import org.crosslayer.engine.format.MappedTensor;
import org.crosslayer.engine.tokenizer.Tokenizer;

/// Collects what can be said about a model from its headers; no weight is read.
final class FactFinder {
    /// Values of file metadata are cut here: some hold whole vocabularies.
    private static final int LONGEST = 160;

    private FactFinder() {}

    /// Opens something that may not be there.
    @FunctionalInterface
    interface TokenizerSource {
        Tokenizer get() throws EngineException;
    }

    static ModelFacts of(ModelSummary summary, Checkpoint checkpoint, TokenizerSource tokenizer) {
        List<Section> sections = new ArrayList<>();
        sections.add(new Section(
                "Model",
                List.of(
                        new Fact("name", summary.name()),
                        new Fact("path", summary.path().toString()),
                        new Fact("parameters", Long.toString(summary.parameters())),
                        new Fact("bytes", Long.toString(summary.bytes())),
                        new Fact("tensors", Integer.toString(summary.tensors().size())))));
        sections.add(new Section("Architecture", RecordFacts.of(summary.config())));
        List<TensorGroup> groups = groups(checkpoint);
        sections.add(new Section("Storage", storage(groups)));
        sections.add(new Section("Tokenizer", tokenizer(tokenizer)));
        if (!checkpoint.metadata().isEmpty()) {
            sections.add(new Section("File", metadata(checkpoint.metadata())));
        }
        return new ModelFacts(sections, groups);
    }

    private static List<Fact> tokenizer(TokenizerSource source) {
        try {
            Tokenizer tokenizer = source.get();
            return List.of(
                    new Fact("tokenizer", tokenizer.description()),
                    new Fact("vocabulary", Integer.toString(tokenizer.size())),
                    new Fact("BOS", special(tokenizer, tokenizer.bosId())),
                    new Fact("EOS", special(tokenizer, tokenizer.eosId())),
                    new Fact("BOS before a text", tokenizer.bosRule().words()));
        } catch (EngineException e) {
            return List.of(new Fact("tokenizer", "none: " + e.getMessage()));
        }
    }

    private static String special(Tokenizer tokenizer, OptionalInt id) {
        return id.isPresent() ? id.getAsInt() + " " + tokenizer.piece(id.getAsInt()) : "none";
    }

    private static List<Fact> metadata(Map<String, String> metadata) {
        return metadata.entrySet().stream()
                .map(entry -> new Fact(
                        entry.getKey(),
                        entry.getValue().length() <= LONGEST
                                ? entry.getValue()
                                : entry.getValue().substring(0, LONGEST) + " …"))
                .toList();
    }

    /// How much of the model is stored in which type.
    private static List<Fact> storage(List<TensorGroup> groups) {
        Map<String, TensorGroup> types = new LinkedHashMap<>();
        for (TensorGroup group : groups) {
            types.merge(
                    group.dtype(),
                    group,
                    (known, more) -> new TensorGroup(
                            "", known.count() + more.count(), known.dtype(), List.of(), known.bytes() + more.bytes()));
        }
        return types.values().stream()
                .map(type -> new Fact(type.dtype(), type.count() + " tensors, " + MemoryEstimate.words(type.bytes())))
                .toList();
    }

    private static List<TensorGroup> groups(Checkpoint checkpoint) {
        Map<List<Object>, TensorGroup> groups = new LinkedHashMap<>();
        for (MappedTensor tensor : checkpoint.tensors().values()) {
            String name = tensor.name().replaceAll("(?<=^|[._])\\d+(?=$|[._])", "*");
            TensorGroup one = new TensorGroup(
                    name,
                    1,
                    tensor.dtype().name(),
                    tensor.shape(),
                    tensor.data().byteSize());
            groups.merge(
                    List.of(name, one.dtype(), one.shape()),
                    one,
                    (known, more) -> new TensorGroup(
                            name, known.count() + 1, known.dtype(), known.shape(), known.bytes() + more.bytes()));
        }
        return List.copyOf(groups.values());
    }
}
