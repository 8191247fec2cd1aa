package org.crosslayer.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.crosslayer.engine.task.Cancellation;
import picocli.CommandLine;

/// What a command did: its exit status and what it wrote to both streams.
public record CommandRun(int status, String out, String err) {
    /// Runs a command in this JVM.
    public static CommandRun of(Object... args) {
        return with(Cancellation.NEVER, args);
    }

    static CommandRun with(Cancellation cancellation, Object... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine = CrosslayerCommand.commandLine(cancellation, false)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
        String[] words = new String[args.length];
        for (int i = 0; i < args.length; i++) {
            words[i] = args[i].toString();
        }
        int status = commandLine.execute(words);
        return new CommandRun(status, out.toString(), err.toString());
    }

    /// What was printed, as JSON.
    JsonNode json() throws IOException {
        return new ObjectMapper().readTree(out);
    }

    static JsonNode json(Path file) throws IOException {
        return new ObjectMapper().readTree(file.toFile());
    }
}
