package org.crosslayer.app.cli;

import org.crosslayer.engine.task.Cancellation;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ScopeType;

/// The command line's root.
@Command(
        name = "crosslayer",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Version.class,
        usageHelpAutoWidth = true,
        sortOptions = false,
        synopsisSubcommandLabel = "COMMAND",
        description = "Shows which layers of a language model repeat each other's attention, and what it costs to let "
                + "them share it.",
        footer = {
            "",
            "Without a command the window opens, on the sample model the first time.",
            "'crosslayer COMMAND --help' explains a command. Exit status: 0 done, 1 failed, 2 bad usage."
        },
        subcommands = {
            InspectCommand.class,
            TokensCommand.class,
            AttentionCommand.class,
            PerplexityCommand.class,
            SimilarityCommand.class,
            AlignCommand.class,
            SpeedCommand.class,
            GenerateCommand.class
        })
public final class CrosslayerCommand {
    private final Cancellation cancellation;
    private final boolean terminal;

    private CrosslayerCommand(Cancellation cancellation, boolean terminal) {
        this.cancellation = cancellation;
        this.terminal = terminal;
    }

    /// The whole command line, ready to execute.
    ///
    /// @param cancellation whether the user has given up
    /// @param terminal     standard error is a terminal, so that progress may be shown there
    public static CommandLine commandLine(Cancellation cancellation, boolean terminal) {
        ErrorSentences sentences = new ErrorSentences();
        return new CommandLine(new CrosslayerCommand(cancellation, terminal))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(sentences)
                .setParameterExceptionHandler(sentences);
    }

    Cancellation cancellation() {
        return cancellation;
    }

    boolean isTerminal() {
        return terminal;
    }
}
