package org.crosslayer.app.cli;

import picocli.CommandLine.Command;

/// What the LiSA paper claims, tried on the user's own model and text.
@Command(
        name = "experiment",
        synopsisSubcommandLabel = "(sharing | sensitivity)",
        description = {
            "Tries what the LiSA paper claims, on a model and a text of your own.",
            "sharing: what it costs to share layer by layer, copied, aligned and with LiSA.",
            "sensitivity: how much the model minds small deviations of one layer's attention."
        },
        subcommands = {SharingExperimentCommand.class, SensitivityExperimentCommand.class})
final class ExperimentCommand {}
