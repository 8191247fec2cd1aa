package org.crosslayer.app.cli;

import picocli.CommandLine.Option;

/// `--special`: whether a text begins as the vocabulary's own template has it.
final class SpecialOption {
    @Option(
            names = "--special",
            description = "Add the special tokens of the vocabulary's own template (BOS, …) to the text.")
    private boolean given;

    boolean isGiven() {
        return given;
    }
}
