package org.crosslayer.engine.format;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.crosslayer.engine.error.BadFileException;

/// Several safetensors files and the index that says which tensor lies in which.
public final class ShardedCheckpoint implements Checkpoint {
    private static final String WEIGHT_MAP = "weight_map";

    private final List<SafetensorsFile> files;
    private final Map<String, MappedTensor> tensors;
    private final Map<String, String> metadata;

    private ShardedCheckpoint(
            List<SafetensorsFile> files, Map<String, MappedTensor> tensors, Map<String, String> metadata) {
        this.files = List.copyOf(files);
        this.tensors = Collections.unmodifiableMap(tensors);
        this.metadata = Collections.unmodifiableMap(metadata);
    }

    /// Maps every file that an index such as `model.safetensors.index.json` names.
    ///
    /// @throws BadFileException if the index or a file is missing or damaged, or a file lacks a tensor that the
    ///     index promises
    public static ShardedCheckpoint open(Path index) throws BadFileException {
        Map<String, String> fileOfTensor = weightMap(index);
        Map<String, SafetensorsFile> files = new TreeMap<>();
        boolean trusted = false;
        try {
            for (String name : new TreeSet<>(fileOfTensor.values())) {
                files.put(name, SafetensorsFile.open(index.resolveSibling(name)));
            }
            ShardedCheckpoint checkpoint = join(index, fileOfTensor, files);
            trusted = true;
            return checkpoint;
        } finally {
            if (!trusted) {
                files.values().forEach(SafetensorsFile::close);
            }
        }
    }

    private static Map<String, String> weightMap(Path index) throws BadFileException {
        JsonObject map = JsonObject.read(index)
                .object(WEIGHT_MAP)
                .orElseThrow(() -> new BadFileException(
                        index, "lacks \"" + WEIGHT_MAP + "\", so the parts of the model are unknown."));
        Map<String, String> files = new LinkedHashMap<>();
        for (String tensor : (Iterable<String>) map::keys) {
            String file = map.text(tensor);
            if (file.isEmpty() || file.contains("/") || file.contains("\\") || file.contains("..")) {
                throw new BadFileException(
                        index,
                        "places tensor " + Phrases.quoted(tensor) + " in " + Phrases.quoted(file)
                                + ", which is no file name: all parts must lie beside the index.");
            }
            files.put(tensor, file);
        }
        return files;
    }

    private static ShardedCheckpoint join(
            Path index, Map<String, String> fileOfTensor, Map<String, SafetensorsFile> files) throws BadFileException {
        for (Map.Entry<String, String> place : fileOfTensor.entrySet()) {
            SafetensorsFile file = files.get(place.getValue());
            if (file == null || !file.tensors().containsKey(place.getKey())) {
                throw new BadFileException(
                        index,
                        "places tensor " + Phrases.quoted(place.getKey()) + " in " + place.getValue()
                                + ", which does not hold it: index and parts belong to different models.");
            }
        }
        Map<String, MappedTensor> tensors = new LinkedHashMap<>();
        Map<String, String> metadata = new LinkedHashMap<>();
        for (Map.Entry<String, SafetensorsFile> file : files.entrySet()) {
            metadata.putAll(file.getValue().metadata());
            file.getValue().tensors().forEach((name, tensor) -> {
                if (file.getKey().equals(fileOfTensor.get(name))) {
                    tensors.put(name, tensor);
                }
            });
        }
        return new ShardedCheckpoint(List.copyOf(files.values()), tensors, metadata);
    }

    /// The tensors that the index names, file by file in order of file names.
    @Override
    public Map<String, MappedTensor> tensors() {
        return tensors;
    }

    @Override
    public Map<String, String> metadata() {
        return metadata;
    }

    @Override
    public void requireUnchanged() throws BadFileException {
        for (SafetensorsFile file : files) {
            file.requireUnchanged();
        }
    }

    @Override
    public void close() {
        files.forEach(SafetensorsFile::close);
    }
}
