package org.crosslayer.app.figure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.crosslayer.app.figure.Recipe.Source;
import org.crosslayer.engine.tokenizer.Tokenizer;

/// Fills in what was in each file of a recipe, and notices what is not what it was.
final class SourceHashes {
    /// In the order in which the engine looks for them; the last two belong together.
    private static final List<List<String>> TOKENIZERS = List.of(
            List.of("tokenizer.json"),
            List.of("tokenizer.model"),
            List.of("spiece.model"),
            List.of("vocab.json", "merges.txt"));

    private static final String PLAN = "plan";
    private static final String ADAPTERS = "adapters";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final List<String> changed = new ArrayList<>();

    /// @param folder the recipe's
    SourceHashes(Path folder) {
        this.folder = folder;
    }

    /// A sentence for each file that has changed.
    List<String> changed() {
        return List.copyOf(changed);
    }

    /// A source whose hash is known.
    Source of(String what, Source source, String hash) {
        String before = source.sha256();
        if (before != null && !before.equalsIgnoreCase(hash)) {
            changed.add("The " + what + " " + source.path() + " is not the one of the recipe: its hash is " + hash
                    + ", the recipe has " + before + ".");
        }
        return source.hashed(hash);
    }

    /// A file, hashed by its bytes; a plan together with the file of its fitted layers, if it has any.
    Source of(String what, Source source) throws IOException {
        Path file = folder.resolve(source.path());
        List<Path> files = new ArrayList<>(List.of(file));
        if (what.equals(PLAN)) {
            adapters(file).ifPresent(files::add);
        }
        return of(what, source, sha256(files));
    }

    /// What a plan says of its fitted layers. A file that is no plan is the business of whoever reads it.
    private static Optional<Path> adapters(Path plan) throws IOException {
        try {
            JsonNode name = JSON.readTree(Files.readAllBytes(plan)).path(ADAPTERS);
            return name.isTextual()
                    ? Optional.of(plan.resolveSibling(name.asText())).filter(Files::isRegularFile)
                    : Optional.empty();
        } catch (JsonProcessingException _) {
            return Optional.empty();
        }
    }

    /// The tokenizer's files beside the model. Where it is part of the model's own file, such as GGUF, its vocabulary
    /// is hashed: every piece with its id.
    Source tokenizer(Recipe recipe, Tokenizer tokenizer) throws IOException {
        Path model = folder.resolve(recipe.model().path());
        Source known = recipe.tokenizer();
        for (List<String> names : TOKENIZERS) {
            List<Path> files = names.stream().map(model::resolve).toList();
            if (files.stream().allMatch(Files::isRegularFile)) {
                String path = recipe.model().path() + "/" + names.getFirst();
                return of("tokenizer", known == null ? new Source(path, null) : known, sha256(files));
            }
        }
        MessageDigest digest = digest();
        for (int id = 0; id < tokenizer.size(); id++) {
            digest.update((id + "\t" + tokenizer.piece(id) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        String hash = HexFormat.of().formatHex(digest.digest());
        return of("tokenizer", known == null ? new Source(recipe.model().path(), null) : known, hash);
    }

    /// Of one file, or of several after each other.
    static String sha256(List<Path> files) throws IOException {
        MessageDigest digest = digest();
        for (Path file : files) {
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException fault) {
            throw new IllegalStateException("every Java has SHA-256", fault);
        }
    }
}
