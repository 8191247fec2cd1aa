package org.crosslayer.viz.paper;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Programs of others that open what this one has written, where they are installed.
final class OtherPrograms {
    private static final Logger LOG = LoggerFactory.getLogger(OtherPrograms.class);
    private static final int LONGEST_S = 120;

    private OtherPrograms() {}

    /// Ends a test that needs a program which is not there: named in the log, and counted as not run.
    static void require(String test, String program) {
        if (!isThere(program)) {
            notRun(test, program + " is not installed");
        }
    }

    /// The same for a file of TeX.
    static void requireTex(String test, String file, Path folder) throws IOException, InterruptedException {
        try {
            run(folder, "kpsewhich", file);
        } catch (AssertionError absent) {
            notRun(test, file + " is not installed");
        }
    }

    /// Ends a test that cannot run here, by name.
    static void notRun(String test, String reason) {
        LOG.warn("Not run here: {}, for {}.", test, reason);
        Assumptions.abort(test + ": " + reason);
    }

    /// What a program says of itself; it must succeed.
    static String run(Path folder, Object... command) throws IOException, InterruptedException {
        List<String> words =
                new ArrayList<>(Stream.of(command).map(Object::toString).toList());
        Path said = Files.createTempFile(folder, "said", ".txt");
        Process process = new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        process.getOutputStream().close();
        boolean isOver = process.waitFor(LONGEST_S, TimeUnit.SECONDS);
        if (!isOver) {
            process.destroyForcibly();
        }
        // Programs write names in whatever form they like.
        String output = new String(Files.readAllBytes(said), java.nio.charset.StandardCharsets.ISO_8859_1);
        if (!isOver || process.exitValue() != 0) {
            throw new AssertionError(words + " failed: " + output);
        }
        return output;
    }

    private static boolean isThere(String program) {
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
        return Stream.of(path.split(File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
