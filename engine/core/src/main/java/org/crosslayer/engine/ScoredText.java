package org.crosslayer.engine;

import java.util.List;
import java.util.OptionalInt;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.evaluation.EncodedText;
import org.crosslayer.engine.evaluation.Protocol;
import org.crosslayer.engine.evaluation.ProtocolKind;
import org.crosslayer.engine.evaluation.ScoredWindow;
import org.crosslayer.engine.evaluation.Windows;
import org.crosslayer.engine.tokenizer.Tokenizer;

/// A text cut into the windows of a protocol.
///
/// @param protocol with what it leaves to the model decided
/// @param windows  in the order of the text
record ScoredText(Protocol protocol, List<ScoredWindow> windows) {
    ScoredText {
        windows = List.copyOf(windows);
    }

    /// Opens the vocabulary, at the first call.
    @FunctionalInterface
    interface Vocabulary {
        Tokenizer open() throws EngineException;
    }

    @FunctionalInterface
    private interface Cut {
        List<ScoredWindow> windows(Protocol settled, OptionalInt bos, OptionalInt eos) throws EngineException;
    }

    static ScoredText of(int[] ids, Protocol protocol, Vocabulary vocabulary) throws EngineException {
        return of(protocol, vocabulary, (settled, bos, eos) -> Windows.scored(ids, settled, bos, eos));
    }

    /// The same, with its words and bytes counted.
    static ScoredText of(EncodedText text, Protocol protocol, Vocabulary vocabulary) throws EngineException {
        return of(protocol, vocabulary, (settled, bos, eos) -> Windows.scored(text, settled, bos, eos));
    }

    /// Asks for the tokenizer only where its special tokens matter, so that a folder without one can be
    /// measured on ids.
    private static ScoredText of(Protocol protocol, Vocabulary vocabulary, Cut cut) throws EngineException {
        boolean asks = protocol.usesBos() || protocol.kind() == ProtocolKind.LM_EVAL;
        OptionalInt bos = asks ? vocabulary.open().bosId() : OptionalInt.empty();
        OptionalInt eos = asks ? vocabulary.open().eosId() : OptionalInt.empty();
        Protocol settled = protocol.settled(bos);
        return new ScoredText(settled, cut.windows(settled, bos, eos));
    }
}
