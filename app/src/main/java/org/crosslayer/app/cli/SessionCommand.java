package org.crosslayer.app.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.crosslayer.app.figure.RecipeException;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.task.Progress;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// What all commands share: somebody to talk to.
abstract class SessionCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public final Integer call() throws EngineException, IOException, InputException, RecipeException {
        checkUsage();
        CommandLine line = spec.commandLine();
        CrosslayerCommand root = (CrosslayerCommand) spec.root().userObject();
        try (TerminalProgress terminal = new TerminalProgress(line.getErr())) {
            Progress progress = root.isTerminal() ? terminal : Progress.NONE;
            run(new Session(line.getOut(), line.getErr(), progress, root.cancellation()));
        }
        line.getOut().flush();
        return CommandLine.ExitCode.OK;
    }

    /// Looks at the options and tries where results go, before anything is opened.
    abstract void checkUsage() throws EngineException, IOException, InputException;

    /// Does the work.
    abstract void run(Session session) throws EngineException, IOException, InputException, RecipeException;

    /// Refuses a number that makes no sense to the engine, in the engine's words.
    final ParameterException usage(IllegalArgumentException problem) {
        return usage(String.valueOf(problem.getMessage()));
    }

    /// Refuses the way the command was called.
    final ParameterException usage(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }
}
