package org.crosslayer.engine.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.error.TooLittleTextException;
import org.crosslayer.engine.error.UnsupportedModelException;
import org.jspecify.annotations.Nullable;

/// Cuts a text into the windows of a protocol.
public final class Windows {
    private final int[] ids;
    private final Protocol protocol;
    private final int prefix;
    private final EncodedText.@Nullable Counter counter;
    private final List<ScoredWindow> windows = new ArrayList<>();

    private Windows(int[] ids, Protocol protocol, int prefix, EncodedText.@Nullable Counter counter) {
        this.ids = ids;
        this.protocol = protocol;
        this.prefix = prefix;
        this.counter = counter;
    }

    /// The ids of the windows, for those who read and do not score.
    public static List<int[]> cut(int[] ids, Protocol protocol, OptionalInt bosId) throws EngineException {
        return scored(ids, protocol, bosId, OptionalInt.empty()).stream()
                .map(ScoredWindow::ids)
                .toList();
    }

    /// The windows of a text of which only the ids are known.
    ///
    /// @param ids   the whole text
    /// @param bosId the vocabulary's begin-of-text token
    /// @param eosId the vocabulary's end-of-text token
    /// @return 1 … `maxWindows` windows
    /// @throws TooLittleTextException    if there is not one window
    /// @throws UnsupportedModelException if a token is to be put first that the vocabulary does not have
    public static List<ScoredWindow> scored(int[] ids, Protocol protocol, OptionalInt bosId, OptionalInt eosId)
            throws EngineException {
        Protocol settled = protocol.settled(bosId);
        return new Windows(ids, settled, prefix(settled, bosId, eosId), null).cut();
    }

    /// The same, with words and bytes counted.
    public static List<ScoredWindow> scored(EncodedText text, Protocol protocol, OptionalInt bosId, OptionalInt eosId)
            throws EngineException {
        Protocol settled = protocol.settled(bosId);
        return new Windows(text.ids(), settled, prefix(settled, bosId, eosId), text.counter()).cut();
    }

    /// The token to put first; any id where none is.
    private static int prefix(Protocol protocol, OptionalInt bosId, OptionalInt eosId)
            throws UnsupportedModelException {
        if (protocol.usesBos()) {
            return bosId.orElseThrow(() -> new UnsupportedModelException(
                    "This vocabulary has no begin-of-text token to put first: measure without BOS."));
        }
        if (protocol.kind() == ProtocolKind.LM_EVAL) {
            return eosId.orElseThrow(() -> new UnsupportedModelException(
                    "This vocabulary has no begin-of-text and no end-of-text token to put before the text, as lm-eval"
                            + " does: choose another protocol."));
        }
        return -1;
    }

    private List<ScoredWindow> cut() throws TooLittleTextException {
        switch (protocol.kind()) {
            case WINDOWS -> apart(ids, 1, 0);
            case LLAMA_CPP -> apart(protocol.usesBos() ? prefixed() : ids, protocol.window() / 2 + 1, 1);
            case STRIDE -> overlapping(protocol.usesBos() ? prefixed() : ids);
            case LM_EVAL -> rolling(prefixed());
        }
        return List.copyOf(windows);
    }

    private int[] prefixed() {
        int[] longer = new int[ids.length + 1];
        longer[0] = prefix;
        System.arraycopy(ids, 0, longer, 1, ids.length);
        return longer;
    }

    /// No overlap, tail dropped. BOS takes the place of each window's first token and does not push the text
    /// along.
    private void apart(int[] tokens, int firstScored, int added) throws TooLittleTextException {
        int window = protocol.window();
        require(window - (tokens.length - ids.length));
        for (int from = 0; from + window <= tokens.length && !isFull(); from += window) {
            int[] cut = Arrays.copyOfRange(tokens, from, from + window);
            if (protocol.usesBos()) {
                cut[0] = prefix;
            }
            add(
                    cut,
                    firstScored,
                    from - (tokens.length - ids.length),
                    from + window - (protocol.usesBos() ? added : 0));
        }
    }

    /// The loop of the Hugging Face documentation: a window ends where the text ends, and only what lies beyond
    /// the end
    /// of the window before is scored, if anything comes before it.
    private void overlapping(int[] tokens) throws TooLittleTextException {
        require(2 - (tokens.length - ids.length));
        int end = 0;
        for (int from = 0; end < tokens.length && !isFull(); from += protocol.stride()) {
            int next = Math.min(from + protocol.window(), tokens.length);
            int firstScored = Math.max(1, end - from);
            if (next - from > firstScored) {
                int added = tokens.length - ids.length;
                add(Arrays.copyOfRange(tokens, from, next), firstScored, from - added, next - added);
            }
            end = next;
        }
    }

    /// `get_rolling_token_windows` with one token of context, then `make_disjoint_window`: the model always
    /// reads `window`
    /// tokens if there are so many, so the last window reaches back as far as it may.
    private void rolling(int[] tokens) throws TooLittleTextException {
        require(1);
        int window = protocol.window();
        for (int scored = 1; scored < tokens.length && !isFull(); ) {
            int end = Math.min(scored + window, tokens.length);
            int from = Math.max(0, end - window - 1);
            add(Arrays.copyOfRange(tokens, from, end), scored - from, from - 1, end - 1);
            scored = end;
        }
    }

    private boolean isFull() {
        return windows.size() >= protocol.maxWindows();
    }

    /// @param textStart  index in the text of the window's first token; −1 for one that was put first
    /// @param textTokens tokens of the text up to the window's end
    private void add(int[] cut, int firstScored, int textStart, int textTokens) {
        ScoredWindow window = ScoredWindow.of(cut, firstScored).startingAt(textStart);
        windows.add(counter == null ? window : window.upTo(counter.upTo(textTokens)));
    }

    private void require(int needed) throws TooLittleTextException {
        if (ids.length < needed) {
            throw new TooLittleTextException(
                    ids.length, needed, "one window", "choose a longer text or smaller windows");
        }
    }
}
