package org.crosslayer.engine.format;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.crosslayer.engine.error.BadFileException;

/// The files of a model that was cut into parts: `NAME-00001-of-00003.gguf` and so on.
final class GgufParts {
    static final String NUMBER = "split.no";
    static final String COUNT = "split.count";
    static final String TENSORS = "split.tensors.count";

    private static final Pattern PART = Pattern.compile("(.*)-(\\d{5})-of-(\\d{5})\\.gguf");

    private GgufParts() {}

    /// All files of the model that this one is part of, in order; this one alone where its name speaks of no parts.
    ///
    /// @throws BadFileException if one of them is missing
    static List<Path> of(Path path) throws BadFileException {
        Path name = path.getFileName();
        Matcher part = PART.matcher(name == null ? "" : name.toString());
        if (!part.matches() || !Files.exists(path)) {
            return List.of(path);
        }
        int count = Integer.parseInt(part.group(3));
        List<Path> parts = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            Path file = path.resolveSibling(name(part.group(1), number, count));
            if (!Files.exists(file)) {
                throw new BadFileException(
                        file, "does not exist, but " + name + " is one of " + count + " parts: put all beside it.");
            }
            parts.add(file);
        }
        return parts.isEmpty() ? List.of(path) : List.copyOf(parts);
    }

    /// Whether a file is a model of its own, or the first part of one.
    static boolean isFirst(Path path) {
        Matcher part = PART.matcher(String.valueOf(path.getFileName()));
        return !part.matches() || Integer.parseInt(part.group(2)) == 1;
    }

    /// The name of one part, `number` from 1.
    static String name(String prefix, int number, int count) {
        return String.format(Locale.ROOT, "%s-%05d-of-%05d.gguf", prefix, number, count);
    }

    /// Refuses parts that say themselves that they are others.
    ///
    /// @param index from 0
    static void check(GgufMetadata keys, int index, int count) throws BadFileException {
        if (keys.countOr(COUNT, 1) > 1 && keys.count(COUNT) != count) {
            throw keys.wrong(
                    COUNT,
                    count == 1
                            ? "1 in a file whose name does not end in -00001-of-0000N.gguf (rename the parts back)"
                            : String.valueOf(count));
        }
        if (count > 1 && keys.count(NUMBER) != index) {
            throw keys.wrong(NUMBER, index + ", as the file's name says");
        }
    }
}
