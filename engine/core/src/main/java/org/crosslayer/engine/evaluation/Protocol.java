package org.crosslayer.engine.evaluation;

import java.util.Optional;
import java.util.OptionalInt;
import org.crosslayer.engine.tokenizer.BosCheck;

/// How a perplexity was measured; printed beside every number.
///
/// What each kind scores, with `n = window` and tokens counted from 1:
///
/// | kind | windows | scored | BOS `ON` |
/// | --- | --- | --- | --- |
/// | `windows` | of `n`, no overlap, tail dropped | tokens 2 … n | in place of each first token |
/// | `llama.cpp` | the same | tokens n/2 + 2 … n | before the text, and in place of each first token |
/// | `stride` | of `n`, each `stride` further | those not scored before | once before the text |
/// | `lm-eval` | `n` tokens read, the last reaching back | all | once before the text; `OFF` is EOS there |
///
/// @param kind       whose way it is
/// @param window     tokens that the model reads at once, at least 2
/// @param stride     tokens from the start of a window to that of the next, `1 … window`; for `stride` only,
///     elsewhere the window
/// @param maxWindows how many windows at most; [Integer#MAX_VALUE] for all
/// @param bos        `AUTO` is off for `windows` and `stride`, and on for the others where the vocabulary has BOS
public record Protocol(ProtocolKind kind, int window, int stride, int maxWindows, Bos bos) {
    public Protocol {
        if (window < 2) {
            throw new IllegalArgumentException("a window needs at least 2 tokens, not " + window);
        }
        if (maxWindows < 1) {
            throw new IllegalArgumentException("at least one window must be measured, not " + maxWindows);
        }
        if (kind == ProtocolKind.LLAMA_CPP && window < 4) {
            throw new IllegalArgumentException(
                    "a window needs at least 4 tokens for its second half to be scored, not " + window);
        }
        if (kind != ProtocolKind.STRIDE) {
            stride = window;
        } else if (stride < 1 || stride > window) {
            throw new IllegalArgumentException(
                    "the stride must be from 1 to the window of " + window + " tokens, not " + stride);
        }
    }

    /// A protocol with its usual stride, half a window where windows overlap.
    public Protocol(ProtocolKind kind, int window, int maxWindows, Bos bos) {
        this(kind, window, usualStride(window), maxWindows, bos);
    }

    /// The "windows" protocol over the whole text, without BOS.
    public static Protocol windows(int window) {
        return new Protocol(ProtocolKind.WINDOWS, window, Integer.MAX_VALUE, Bos.AUTO);
    }

    /// Half a window, as in the Hugging Face documentation (512 of 1,024).
    public static int usualStride(int window) {
        return Math.max(1, window / 2);
    }

    /// The name as options and files write it.
    public String name() {
        return kind.spelling();
    }

    /// True if windows, or the text, start with BOS; what `AUTO` comes to must be settled by [#settled] first.
    public boolean usesBos() {
        return switch (bos) {
            case ON -> true;
            case OFF -> false;
            case AUTO -> kind == ProtocolKind.LLAMA_CPP || kind == ProtocolKind.LM_EVAL;
        };
    }

    /// The same with `AUTO` settled for a vocabulary.
    public Protocol settled(OptionalInt bosId) {
        return bos == Bos.AUTO
                ? new Protocol(kind, window, stride, maxWindows, usesBos() && bosId.isPresent() ? Bos.ON : Bos.OFF)
                : this;
    }

    /// What is odd about BOS when a text is measured this way, in one sentence; nothing where all is well.
    public Optional<String> bosWarning(BosCheck text) {
        // In place of a first token that is BOS already, nothing is doubled.
        boolean isReplaced = kind == ProtocolKind.WINDOWS && usesBos() && text.isWritten();
        return isReplaced ? Optional.empty() : text.warning(usesBos());
    }

    /// What is measured, such as `windows of 512 tokens without overlap, tokens 2…512 scored, no BOS`.
    public String words() {
        return switch (kind) {
            case WINDOWS -> apart(2) + (usesBos() ? ", BOS as first token" : ", no BOS");
            case LLAMA_CPP -> apart(window / 2 + 2) + (usesBos() ? ", BOS as first token" : ", no BOS");
            case STRIDE ->
                "windows of " + window + " tokens, each " + stride + " further, every token scored once, "
                        + (usesBos() ? "BOS before the text" : "no BOS");
            case LM_EVAL ->
                "rolling windows of " + window + " tokens, every token scored once, "
                        + (usesBos() ? "BOS before the text" : "EOS before the text");
        };
    }

    private String apart(int firstScored) {
        return "windows of " + window + " tokens without overlap, tokens " + firstScored + "…" + window + " scored";
    }
}
