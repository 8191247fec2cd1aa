package org.crosslayer.engine.evaluation;

/// How a perplexity was measured; printed beside every number.
///
/// `windows` (GPTQ style): the whole text is tokenised once and cut into windows without overlap, the tail is
/// dropped, and tokens 2 … n of each window are scored.
///
/// @param name       `windows`
/// @param window     tokens in a window, at least 2
/// @param maxWindows how many windows at most; [Integer#MAX_VALUE] for all
/// @param bos        `AUTO` means off for `windows`; `ON` puts BOS in place of each window's first token
public record Protocol(String name, int window, int maxWindows, Bos bos) {
    /// The protocol of most compression papers.
    public static final String WINDOWS = "windows";

    public Protocol {
        if (!name.equals(WINDOWS)) {
            throw new IllegalArgumentException("unknown protocol \"" + name + "\"; known: " + WINDOWS);
        }
        if (window < 2) {
            throw new IllegalArgumentException("a window needs at least 2 tokens, not " + window);
        }
        if (maxWindows < 1) {
            throw new IllegalArgumentException("at least one window must be measured, not " + maxWindows);
        }
    }

    /// The "windows" protocol over the whole text, without BOS.
    public static Protocol windows(int window) {
        return new Protocol(WINDOWS, window, Integer.MAX_VALUE, Bos.AUTO);
    }

    /// True if windows start with BOS.
    public boolean usesBos() {
        return bos == Bos.ON;
    }

    /// The full name, such as `windows of 512 tokens without overlap, tokens 2…512 scored, no BOS`.
    public String words() {
        return "windows of " + window + " tokens without overlap, tokens 2…" + window + " scored, "
                + (usesBos() ? "BOS as first token" : "no BOS");
    }
}
