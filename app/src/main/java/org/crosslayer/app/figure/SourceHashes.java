package org.crosslayer.app.figure;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.crosslayer.app.figure.Recipe.Source;
import org.jspecify.annotations.Nullable;

/// Fills in what was in each file of a recipe, and notices what is not what it was.
final class SourceHashes {
    private static final String TOKENIZER = "tokenizer.json";

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

    /// A file, hashed by its bytes.
    Source of(String what, Source source) throws IOException {
        return of(what, source, sha256(folder.resolve(source.path())));
    }

    /// The tokenizer beside the model; null where it is part of the model's own file.
    @Nullable
    Source tokenizer(Recipe recipe) throws IOException {
        Path file = folder.resolve(recipe.model().path()).resolve(TOKENIZER);
        if (!Files.isRegularFile(file)) {
            return null;
        }
        Source known = recipe.tokenizer();
        String path = recipe.model().path() + "/" + TOKENIZER;
        return of("tokenizer", known == null ? new Source(path, null) : known, sha256(file));
    }

    private static String sha256(Path file) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException fault) {
            throw new IllegalStateException("every Java has SHA-256", fault);
        }
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
