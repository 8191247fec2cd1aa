package org.crosslayer.app.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.task.Progress;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// What all commands share: a model that the user names, and somebody to talk to.
abstract class Subcommand implements Callable<Integer> {
    @ParentCommand
    private CrosslayerCommand parent;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "MODEL", description = "Folder of a model in Hugging Face's form.")
    private Path model;

    @Override
    public final Integer call() throws EngineException, IOException, InputException {
        checkUsage();
        CommandLine line = spec.commandLine();
        try (TerminalProgress terminal = new TerminalProgress(line.getErr())) {
            Progress progress = parent.isTerminal() ? terminal : Progress.NONE;
            run(new Session(line.getOut(), progress, parent.cancellation()));
        }
        line.getOut().flush();
        return CommandLine.ExitCode.OK;
    }

    /// Looks at the options and tries where results go, before anything is opened.
    abstract void checkUsage() throws EngineException, IOException, InputException;

    /// Does the work.
    abstract void run(Session session) throws EngineException, IOException, InputException;

    /// What the user named.
    final Path model() {
        return model;
    }

    /// Refuses a number that makes no sense to the engine, in the engine's words.
    final ParameterException usage(IllegalArgumentException problem) {
        return usage(String.valueOf(problem.getMessage()));
    }

    /// Refuses the way the command was called.
    final ParameterException usage(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }
}
