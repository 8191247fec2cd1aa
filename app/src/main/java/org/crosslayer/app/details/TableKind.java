package org.crosslayer.app.details;

import java.util.Locale;

/// What a table lists.
public enum TableKind {
    /// Every head of every layer.
    HEADS("Heads", "head"),
    /// Every layer with every lower one.
    LAYER_PAIRS("Pairs of layers", "pair"),
    /// Heads of a layer with heads of the layer below, and of the two chosen layers.
    HEAD_PAIRS("Pairs of heads", "pair"),
    /// All heads by how near they are to one of them.
    LIKE("Heads like one", "head");

    private final String words;
    private final String line;

    TableKind(String words, String line) {
        this.words = words;
        this.line = line;
    }

    /// As in a list of choices.
    public String words() {
        return words;
    }

    /// Names it in files.
    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// What a number of lines is, such as `128 heads`.
    String count(int lines) {
        return lines + " " + line + (lines == 1 ? "" : "s");
    }
}
