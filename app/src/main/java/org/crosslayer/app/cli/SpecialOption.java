package org.crosslayer.app.cli;

import picocli.CommandLine.Option;

/// `--special`: whether a text begins as the vocabulary's own template has it.
final class SpecialOption {
    @Option(
            names = "--special",
            description = "Put the special tokens around the text that the model wants there (BOS, …).")
    private boolean given;

    boolean isGiven() {
        return given;
    }
}
