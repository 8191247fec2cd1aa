package org.crosslayer.app.cli;

import org.crosslayer.engine.backend.Activation;
import org.crosslayer.engine.evaluation.Bos;
import org.crosslayer.engine.evaluation.ProtocolKind;
import org.crosslayer.engine.experiment.SharingSeries;
import org.crosslayer.engine.fitting.StartMethod;
import org.crosslayer.engine.model.LisaOptions;
import org.crosslayer.engine.similarity.HeadMode;
import org.crosslayer.engine.similarity.MatchMethod;
import org.crosslayer.engine.similarity.Metric;
import org.crosslayer.engine.similarity.SinkHandling;
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
            ParityCommand.class,
            TokensCommand.class,
            AttentionCommand.class,
            PerplexityCommand.class,
            SimilarityCommand.class,
            AlignCommand.class,
            FitCommand.class,
            ExperimentCommand.class,
            SpeedCommand.class,
            GenerateCommand.class,
            FigureCommand.class
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
        CommandLine commandLine = new CommandLine(new CrosslayerCommand(cancellation, terminal))
                .setExecutionExceptionHandler(sentences)
                .setParameterExceptionHandler(sentences);
        Spelling.teach(commandLine, Activation.class);
        Spelling.teach(commandLine, Bos.class);
        Spelling.teach(commandLine, LisaOptions.Carrier.class);
        Spelling.teach(commandLine, LisaOptions.Combine.class);
        Spelling.teach(commandLine, DeviceName.class);
        Spelling.teach(commandLine, HeadMode.class);
        Spelling.teach(commandLine, MatchMethod.class);
        Spelling.teach(commandLine, Metric.class);
        Spelling.teach(commandLine, ProtocolKind.class, ProtocolKind::spelling);
        Spelling.teach(commandLine, SharingSeries.class);
        Spelling.teach(commandLine, SinkHandling.class);
        Spelling.teach(commandLine, StartMethod.class);
        return commandLine;
    }

    Cancellation cancellation() {
        return cancellation;
    }

    boolean isTerminal() {
        return terminal;
    }
}
