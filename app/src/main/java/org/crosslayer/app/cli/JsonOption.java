package org.crosslayer.app.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.format.AtomicFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// `--json`: results for machines beside, or in place of, the table for people.
final class JsonOption {
    /// The file name that means standard output.
    private static final String STANDARD_OUTPUT = "-";

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Write the result as JSON; - is standard output, in place of the table.")
    private @Nullable Path file;

    /// Refuses a file that could not be written.
    void check() throws EngineException, IOException, InputException {
        if (file != null && showsTable()) {
            Outputs.check(file);
        }
    }

    /// True if standard output is free for people.
    boolean showsTable() {
        return file == null || !file.toString().equals(STANDARD_OUTPUT);
    }

    /// Writes the result where it is wanted.
    void write(Map<String, ?> result, Session session) throws EngineException, IOException {
        if (file == null) {
            return;
        }
        if (showsTable()) {
            AtomicFile.write(file, out -> Json.write(result, out));
        } else {
            session.out().println(Json.text(result));
        }
    }
}
