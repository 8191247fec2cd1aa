package org.crosslayer.engine.format;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.crosslayer.engine.error.BadFileException;

/// Where the model lies that somebody means who names a file or folder: a folder with a `config.json`, or a GGUF file.
///
/// People point at what they see: at a file inside of a model's folder, at a folder with one GGUF file in it, or at a
/// model in Hugging Face's cache, `models--org--name`, whose files lie in `snapshots/<hash>`.
public final class ModelPlace {
    private static final String CACHED = "models--";
    private static final String SNAPSHOTS = "snapshots";
    private static final String SAFETENSORS = ".safetensors";
    private static final int MOST_NAMED = 6;

    private ModelPlace() {}

    /// The model's own place; what is recognised as nothing is given back as it is, for whoever opens it to complain.
    ///
    /// Of a folder with safetensors and GGUF files it is the folder, which says more.
    ///
    /// @throws BadFileException if several models are there to choose from
    public static Path of(Path named) throws BadFileException {
        if (Files.isRegularFile(named)) {
            Path folder = named.getParent() == null ? Path.of(".") : named.getParent();
            return isPartOfFolder(named) && hasConfig(folder) ? folder : named;
        }
        if (!Files.isDirectory(named)) {
            return named;
        }
        Path cached = lastOf(named).equals(SNAPSHOTS) ? named : named.resolve(SNAPSHOTS);
        return Files.isDirectory(cached) && !hasConfig(named) ? snapshot(cached) : inFolder(named);
    }

    /// The model's name for people: of a snapshot in Hugging Face's cache the model's, not the hash.
    ///
    /// @param place as [#of] gives it
    public static String nameOf(Path place) {
        Path whole = place.toAbsolutePath().normalize();
        int depth = whole.getNameCount();
        if (depth > 2 && whole.getName(depth - 2).toString().equals(SNAPSHOTS)) {
            String model = whole.getName(depth - 3).toString();
            return model.startsWith(CACHED) ? model.substring(model.lastIndexOf("--") + 2) : lastOf(whole);
        }
        return depth == 0 ? place.toString() : lastOf(whole);
    }

    private static String lastOf(Path path) {
        return String.valueOf(path.getFileName());
    }

    private static boolean hasConfig(Path folder) {
        return Files.exists(folder.resolve(ModelFiles.CONFIG));
    }

    private static boolean holds(Path folder, String... anyOf) {
        return Arrays.stream(anyOf).anyMatch(name -> Files.exists(folder.resolve(name)));
    }

    private static boolean isPartOfFolder(Path file) {
        String name = lastOf(file);
        return name.equals(ModelFiles.CONFIG)
                || name.equals(ModelFiles.TOKENIZER)
                || name.equals(ModelFiles.WEIGHTS_INDEX)
                || name.endsWith(SAFETENSORS);
    }

    /// The snapshot that `refs/main` names, or the only one.
    private static Path snapshot(Path snapshots) throws BadFileException {
        Path model = snapshots.toAbsolutePath().normalize().getParent();
        Optional<Path> main = main(snapshots, model == null ? snapshots : model);
        if (main.isPresent()) {
            return main.get();
        }
        List<Path> all = folders(snapshots);
        if (all.size() > 1) {
            throw new BadFileException(snapshots, "holds several snapshots: give one of " + names(all) + ".");
        }
        return all.isEmpty() ? snapshots : inFolder(all.getFirst());
    }

    private static Optional<Path> main(Path snapshots, Path model) throws BadFileException {
        Path ref = model.resolve("refs").resolve("main");
        if (!Files.isRegularFile(ref)) {
            return Optional.empty();
        }
        try {
            String hash = Files.readString(ref).strip();
            Path snapshot = snapshots.resolve(hash);
            return hash.matches("[0-9a-f]+") && Files.isDirectory(snapshot)
                    ? Optional.of(inFolder(snapshot))
                    : Optional.empty();
        } catch (IOException e) {
            throw new BadFileException(ref, "cannot be read (" + Phrases.reason(e) + ").", e);
        }
    }

    /// A folder, or the only GGUF model in it where it holds no other.
    private static Path inFolder(Path folder) throws BadFileException {
        if (holds(folder, ModelFiles.WEIGHTS, ModelFiles.WEIGHTS_INDEX)) {
            return folder;
        }
        List<Path> gguf = list(folder).stream()
                .filter(file -> GgufFile.isNamedSo(file) && Files.isRegularFile(file) && GgufParts.isFirst(file))
                .toList();
        if (gguf.size() == 1) {
            return gguf.getFirst();
        }
        if (gguf.isEmpty() && holds(folder, ModelFiles.CONFIG, ModelFiles.TOKENIZER)) {
            return folder;
        }
        List<Path> models = gguf.isEmpty() ? modelsIn(folder) : gguf;
        if (!models.isEmpty()) {
            throw new BadFileException(
                    folder,
                    models.size() == 1
                            ? "is no model itself: give " + lastOf(models.getFirst()) + " in it."
                            : "holds several models: give one of " + names(models) + ".");
        }
        return folder;
    }

    private static List<Path> modelsIn(Path folder) throws BadFileException {
        return folders(folder).stream()
                .filter(inside -> lastOf(inside).startsWith(CACHED) || hasConfig(inside))
                .toList();
    }

    private static String names(List<Path> paths) {
        String names = paths.stream().limit(MOST_NAMED).map(ModelPlace::lastOf).collect(Collectors.joining(", "));
        return names + (paths.size() > MOST_NAMED ? ", …" : "");
    }

    private static List<Path> folders(Path folder) throws BadFileException {
        return list(folder).stream().filter(Files::isDirectory).toList();
    }

    private static List<Path> list(Path folder) throws BadFileException {
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.sorted().toList();
        } catch (IOException e) {
            throw new BadFileException(folder, "cannot be read (" + Phrases.reason(e) + ").", e);
        }
    }
}
