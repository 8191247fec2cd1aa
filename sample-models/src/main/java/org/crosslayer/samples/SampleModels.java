package org.crosslayer.samples;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds the bundled models, texts and golden files on disk; they are mapped from there and never packed into a jar.
///
/// The folder is named by the system property `crosslayer.samples`; without it, the folder above this class that holds
/// `models/sample-16l` is taken.
public final class SampleModels {
    private static final String PROPERTY = "crosslayer.samples";

    private SampleModels() {}

    /// The trained model that the program opens first: a Hugging Face folder.
    public static Path sample16l() {
        return root().resolve("models").resolve("sample-16l");
    }

    /// The bundled evaluation text, UTF-8.
    public static Path sampleText() {
        return root().resolve("texts").resolve("the-lamplighters-ledger.txt");
    }

    /// The fitted plans that come with the models, in order of their names; as many as there are, perhaps none.
    public static List<Path> plans() {
        Path adapters = root().resolve("adapters");
        if (!Files.isDirectory(adapters)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(adapters)) {
            return folders.map(folder -> folder.resolve("plan.json"))
                    .filter(Files::isRegularFile)
                    .sorted(Comparator.comparing(SampleModels::shortestFirst))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(adapters + " cannot be listed", e);
        }
    }

    /// Names of one length by their letters: `…-9-layers` before `…-13-layers`.
    private static String shortestFirst(Path plan) {
        String name = String.valueOf(plan.getParent());
        return String.format("%08d %s", name.length(), name);
    }

    /// A golden folder: `config.json` and `model.safetensors` (but for `sample-16l`), and `golden.safetensors`.
    ///
    /// @param name such as `llama31-gqa`
    public static Path golden(String name) {
        return root().resolve("goldens").resolve(name);
    }

    private static Path root() {
        String named = System.getProperty(PROPERTY);
        if (named != null) {
            return Path.of(named);
        }
        for (@Nullable Path at = here(); at != null; at = at.getParent()) {
            for (Path candidate : new Path[] {at, at.resolve("sample-models")}) {
                if (Files.isDirectory(candidate.resolve("models").resolve("sample-16l"))) {
                    return candidate;
                }
            }
        }
        throw new IllegalStateException("The bundled models were not found: start with ./crosslayer, or set -D"
                + PROPERTY + "=FOLDER" + File.separator + "sample-models.");
    }

    private static Path here() {
        try {
            return Path.of(SampleModels.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
