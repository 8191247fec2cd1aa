package org.crosslayer.app.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.crosslayer.engine.error.EngineException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// Turns whatever ends a command into one sentence on standard error and an exit status.
public final class ErrorSentences implements IExecutionExceptionHandler, IParameterExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorSentences.class);

    private static final int FAILED = CommandLine.ExitCode.SOFTWARE;
    private static final int BAD_USAGE = CommandLine.ExitCode.USAGE;
    /// What a shell reports of a program that Ctrl-C ended: 128 + SIGINT.
    private static final int INTERRUPTED = 130;

    @Override
    public int handleExecutionException(Exception exception, CommandLine command, ParseResult parsed) {
        LOG.error("{} failed", command.getCommandName(), exception);
        command.getOut().flush();
        command.getErr().println(sentence(exception));
        command.getErr().flush();
        return exception instanceof CancellationException ? INTERRUPTED : FAILED;
    }

    @Override
    public int handleParseException(ParameterException exception, String[] args) {
        CommandLine command = exception.getCommandLine();
        command.getErr()
                .println(withStop(oneLine(exception.getMessage())) + " Try '"
                        + command.getCommandSpec().qualifiedName() + " --help'.");
        command.getErr().flush();
        return BAD_USAGE;
    }

    /// What to tell the user: the engine's own sentence, or one for what the system has to say.
    public static String sentence(Throwable problem) {
        return withStop(oneLine(
                switch (problem) {
                    case EngineException e -> e.getMessage();
                    case InputException e -> e.getMessage();
                    case StoppedException e -> e.getMessage();
                    case CancellationException _ -> "Cancelled.";
                    case NoSuchFileException e -> e.getFile() + ": there is no such file.";
                    case AccessDeniedException e -> e.getFile() + ": no permission to read or write it.";
                    case FileSystemException e ->
                        e.getFile() + ": " + Objects.requireNonNullElse(e.getReason(), "the file system refused it")
                                + ".";
                    case IOException e -> "Reading or writing failed: " + e.getMessage() + ".";
                    case OutOfMemoryError _ ->
                        "Crosslayer ran out of memory: use a shorter text, a smaller --window, or close other programs.";
                    default ->
                        "Crosslayer has met a fault of its own (" + problem
                                + "): set CROSSLAYER_LOG=error to see where, and please report it.";
                }));
    }

    private static String oneLine(@org.jspecify.annotations.Nullable String message) {
        return Objects.requireNonNullElse(message, "Crosslayer failed without saying why.")
                .strip()
                .replaceAll("\\s*\\R\\s*", " ");
    }

    private static String withStop(String sentence) {
        return sentence.endsWith(".") ? sentence : sentence + ".";
    }
}
