package org.crosslayer.app.workspace;

import org.crosslayer.engine.capture.CaptureSize;
import org.crosslayer.engine.capture.MemoryEstimate;
import org.crosslayer.engine.capture.MemoryRoom;
import org.crosslayer.engine.evaluation.Bos;
import org.crosslayer.engine.evaluation.Protocol;
import org.crosslayer.engine.evaluation.ProtocolKind;

/// How much of a text the window reads for which question: little enough to answer while somebody waits.
public final class Sampling {
    /// Perplexity: the window length of the figures in the design, and at most sixteen of them, which the
    /// sample model
    /// reads in about four seconds on two cores.
    private static final int PERPLEXITY_WINDOW = 512;

    private static final int PERPLEXITY_WINDOWS = 16;
    /// Some two minutes for an experiment with the sample model on two cores.
    private static final int EXPERIMENT_WINDOWS = 8;
    /// Similarity settles after a few short windows: attention far back matters little for the mean over rows.
    private static final int SIMILARITY_WINDOW = 256;

    private static final int SIMILARITY_WINDOWS = 16;
    /// Head matching reads what the reference measurements read.
    private static final int ALIGNMENT_WINDOWS = 8;
    /// Shares of variance are means over thousands of pairs a row already.
    private static final int EXPLANATION_WINDOWS = 4;
    /// Below this no protocol makes sense.
    private static final int SHORTEST_WINDOW = 4;
    /// A passage of which every token can still be read beside its row.
    static final int PASSAGE_TOKENS = 64;

    /// The primary and the pinned map, their difference, and what drawing from afar takes: a third of each.
    static final int MAPS_LOOKED_AT = 4;

    private Sampling() {}

    /// The protocol of the live perplexity.
    public static Protocol perplexity(Subject subject, ProtocolKind kind) {
        return windows(kind, subject, PERPLEXITY_WINDOW, PERPLEXITY_WINDOWS);
    }

    /// The protocol of the exact perplexity: the same windows, and all the others of the text.
    public static Protocol exact(Subject subject, ProtocolKind kind) {
        return windows(kind, subject, PERPLEXITY_WINDOW, Integer.MAX_VALUE);
    }

    /// The protocol of the experiments, which measure a hundred plans and more.
    public static Protocol experiment(Subject subject) {
        return windows(ProtocolKind.WINDOWS, subject, PERPLEXITY_WINDOW, EXPERIMENT_WINDOWS);
    }

    /// The windows over which layers are compared.
    public static Protocol similarity(Subject subject) {
        return windows(ProtocolKind.WINDOWS, subject, SIMILARITY_WINDOW, SIMILARITY_WINDOWS);
    }

    /// The windows over which heads are matched.
    public static Protocol alignment(Subject subject) {
        return windows(ProtocolKind.WINDOWS, subject, PERPLEXITY_WINDOW, ALIGNMENT_WINDOWS);
    }

    /// The windows over which it is found out how much of its scores a layer is given.
    public static Protocol explanation(Subject subject) {
        return windows(ProtocolKind.WINDOWS, subject, SIMILARITY_WINDOW, EXPLANATION_WINDOWS);
    }

    /// The most tokens of a text that a protocol reads, one window after the other.
    public static int tokens(Protocol protocol) {
        return (int) Math.min(Integer.MAX_VALUE, (long) protocol.window() * protocol.maxWindows());
    }

    /// The tokens whose attention is drawn: the first ones of the text.
    public static int[] passage(Subject subject) {
        return passage(subject, PASSAGE_TOKENS);
    }

    /// The same, of another length.
    public static int[] passage(Subject subject, int tokens) {
        return passage(subject, 0, tokens);
    }

    /// The same, from another place of the text on.
    public static int[] passage(Subject subject, int first, int tokens) {
        return subject.text().passage(first, Math.min(tokens, subject.config().nCtx()));
    }

    /// Where the passage begins whose attention is drawn so that a token is on it with others before it.
    ///
    /// @param token    index in the text; [Selection#NONE] for none
    /// @param before   where the passage begins now; it stays there if the token is on it
    /// @param passage  tokens of the passage
    public static int passageStart(int token, int before, int passage) {
        boolean isThere = token >= before && token < before + passage;
        return token == Selection.NONE || isThere ? before : Math.max(0, token + 1 - Math.max(1, 3 * passage / 4));
    }

    /// What it takes to look at two maps of a passage and their difference.
    ///
    /// @param percent the share of the free memory that they may take
    public static MemoryEstimate memory(Subject subject, int tokens, int percent) {
        MemoryRoom room = subject.analyst().memoryRoom();
        CaptureSize size = CaptureSize.chosen(Math.max(1, passage(subject, tokens).length), MAPS_LOOKED_AT);
        return MemoryEstimate.of(
                subject.config(),
                size,
                subject.summary().bytes(),
                new MemoryRoom(room.deviceBytes(), room.heapBytes() * percent / 100));
    }

    /// A text shorter than a window is one window.
    private static Protocol windows(ProtocolKind kind, Subject subject, int window, int maxWindows) {
        int shortest = Math.min(
                window, Math.min(subject.text().ids().size(), subject.config().nCtx()));
        return new Protocol(kind, Math.max(SHORTEST_WINDOW, shortest), maxWindows, Bos.AUTO);
    }
}
