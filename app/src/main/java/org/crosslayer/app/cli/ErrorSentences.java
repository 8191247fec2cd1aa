package org.crosslayer.app.cli;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import org.crosslayer.app.figure.RecipeException;
import org.crosslayer.app.task.FileSentences;
import org.crosslayer.engine.error.EngineException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// Turns whatever ends a command into one sentence on standard error and an exit status.
public final class ErrorSentences implements IExecutionExceptionHandler, IParameterExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorSentences.class);

    /// How the library begins what it has to say about options of which one excludes the other, and nothing else.
    private static final String OF_A_GROUP = "Error: ";

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
                .println(beginning(withoutStop(oneLine(complaint(exception)))) + "; see '"
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
                    case RecipeException e -> e.getMessage();
                    case StoppedException e -> e.getMessage();
                    case CancellationException _ -> "Cancelled.";
                    case IOException e -> FileSentences.of(e);
                    case OutOfMemoryError _ ->
                        "Crosslayer ran out of memory: use a shorter text, a smaller --window, or close other programs.";
                    default ->
                        "Crosslayer has met a fault of its own (" + problem
                                + "): set CROSSLAYER_LOG=error to see where, and please report it.";
                }));
    }

    /// The library's own message, but in our words where it has the options with all their labels.
    private static @Nullable String complaint(ParameterException exception) {
        String message = exception.getMessage();
        if (message == null || !message.startsWith(OF_A_GROUP)) {
            return message;
        }
        String names = exception.getCommandLine().getCommandSpec().argGroups().stream()
                .filter(ArgGroupSpec::exclusive)
                .flatMap(group -> group.options().stream())
                .map(OptionSpec::longestName)
                .collect(Collectors.joining(", "));
        return (exception instanceof MissingParameterException ? "Give one of " : "Give only one of ") + names;
    }

    private static String oneLine(@Nullable String message) {
        return Objects.requireNonNullElse(message, "Crosslayer failed without saying why.")
                .strip()
                .replaceAll("\\s*\\R\\s*", " ");
    }

    private static String beginning(String sentence) {
        return sentence.isEmpty() ? sentence : Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1);
    }

    private static String withoutStop(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }

    private static String withStop(String sentence) {
        return sentence.endsWith(".") ? sentence : sentence + ".";
    }
}
