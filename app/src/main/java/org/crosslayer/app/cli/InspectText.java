package org.crosslayer.app.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.crosslayer.engine.ModelFacts;
import org.crosslayer.engine.ModelFacts.Fact;
import org.crosslayer.engine.ModelFacts.Section;
import org.crosslayer.engine.ModelFacts.TensorGroup;
import org.crosslayer.engine.ModelSummary;
import org.crosslayer.engine.ModelSummary.TensorLine;
import org.crosslayer.engine.capture.MemoryEstimate;
import org.crosslayer.engine.format.FileHashing.FileHash;
import org.crosslayer.engine.model.ModelConfig;

/// A model's facts as the command line tells them.
final class InspectText {
    private InspectText() {}

    static Map<String, Object> result(
            ModelSummary summary, ModelFacts facts, MemoryEstimate memory, List<FileHash> hashes) {
        ModelConfig config = summary.config();
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("name", summary.name());
        result.put("parameters", summary.parameters());
        result.put("bytes", summary.bytes());
        result.put("architecture", config.architecture());
        result.put("nLayers", config.nLayers());
        result.put("nHeads", config.nHeads());
        result.put("nKvHeads", config.nKvHeads());
        result.put("dModel", config.dModel());
        result.put("dHead", config.dHead());
        result.put("dMlp", config.dMlp());
        result.put("nVocab", config.nVocab());
        result.put("nCtx", config.nCtx());
        result.put("tiedEmbeddings", config.tiedEmbeddings());
        Map<String, Object> sections = new LinkedHashMap<>();
        for (Section section : facts.sections()) {
            Map<String, String> named = new LinkedHashMap<>();
            section.facts().forEach(fact -> named.put(fact.key(), fact.value()));
            sections.put(section.title(), named);
        }
        result.put("facts", sections);
        result.put("memory", memory(memory));
        if (!hashes.isEmpty()) {
            result.put("hashes", hashes);
        }
        result.put("groups", facts.groups());
        result.put("tensors", summary.tensors());
        return result;
    }

    private static Map<String, Object> memory(MemoryEstimate memory) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("tokens", memory.size().tokens());
        result.put("layers", memory.size().layers());
        result.put("chunk", memory.chunk());
        result.put("weightBytes", memory.weights());
        result.put("cacheBytes", memory.cache());
        result.put("slabBytes", memory.slabs());
        result.put("scratchBytes", memory.scratch());
        result.put("keptBytes", memory.kept());
        result.put("deviceBytes", memory.room().deviceBytes());
        result.put("heapBytes", memory.room().heapBytes());
        result.put("fits", memory.fits());
        result.put("offers", memory.offers());
        result.put("verdict", memory.verdict());
        return result;
    }

    static void print(
            ModelFacts facts, MemoryEstimate memory, List<FileHash> hashes, List<TensorLine> tensors, PrintWriter out) {
        for (Section section : facts.sections()) {
            out.println(section.title());
            TextTable table = new TextTable();
            for (Fact fact : section.facts()) {
                table.row(fact.key(), words(fact));
            }
            table.print(out);
            out.println();
        }
        print(memory, out);
        printHashes(hashes, out);
        out.println();
        TextTable groups = new TextTable().row("group", "tensors", "type", "shape", "size");
        for (TensorGroup group : facts.groups()) {
            groups.row(
                    group.name(),
                    Integer.toString(group.count()),
                    group.dtype(),
                    group.shape().toString(),
                    MemoryEstimate.words(group.bytes()));
        }
        groups.print(out);
        out.println();
        printTensors(tensors, out);
    }

    private static String words(Fact fact) {
        return fact.key().equals("bytes")
                ? fact.value() + " (" + MemoryEstimate.words(Long.parseLong(fact.value())) + ")"
                : fact.value();
    }

    private static void print(MemoryEstimate memory, PrintWriter out) {
        out.println("Memory to keep the maps of " + memory.size().layers() + " layers of a text of "
                + memory.size().tokens() + " tokens");
        new TextTable()
                .row("weights", MemoryEstimate.words(memory.weights()), "mapped: read from the file as needed")
                .row("cache", MemoryEstimate.words(memory.cache()), "keys and values")
                .row("slabs", MemoryEstimate.words(memory.slabs()), "scores of " + memory.chunk() + " rows at a time")
                .row("scratch", MemoryEstimate.words(memory.scratch()), "rows on their way")
                .row("kept maps", MemoryEstimate.words(memory.kept()), "in the program's heap, twice for a moment")
                .print(out);
        out.println(memory.verdict());
    }

    static void printHashes(List<FileHash> hashes, PrintWriter out) {
        if (!hashes.isEmpty()) {
            out.println();
            TextTable table = new TextTable().row("file", "bytes", "SHA-256");
            hashes.forEach(hash -> table.row(hash.name(), Long.toString(hash.bytes()), hash.sha256()));
            table.print(out);
        }
    }

    static void printTensors(List<TensorLine> tensors, PrintWriter out) {
        TextTable lines = new TextTable().row("tensor", "type", "shape");
        tensors.forEach(tensor ->
                lines.row(tensor.name(), tensor.dtype(), tensor.shape().toString()));
        lines.print(out);
    }
}
