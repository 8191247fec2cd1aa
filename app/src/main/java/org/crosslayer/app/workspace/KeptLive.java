package org.crosslayer.app.workspace;

import org.crosslayer.engine.LoadedModel;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.evaluation.LiveEvaluation;
import org.crosslayer.engine.evaluation.Protocol;
import org.crosslayer.engine.evaluation.ProtocolKind;
import org.jspecify.annotations.Nullable;

/// The live evaluation of the text and protocol that were measured last.
final class KeptLive implements AutoCloseable {
    /// A quarter of what the program may use: the residual streams of sixteen windows of the sample take 134 MB.
    private static final long BUDGET_BYTES = Runtime.getRuntime().maxMemory() / 4;

    /// What the evaluation measures.
    private record Live(OpenText text, Protocol protocol, LiveEvaluation evaluation) {}

    private final LoadedModel model;
    private @Nullable Live live;

    KeptLive(LoadedModel model) {
        this.model = model;
    }

    /// The evaluation of this text, begun anew if another was measured before.
    ///
    /// @throws EngineException if the text gives no window
    LiveEvaluation of(OpenText text, Protocol protocol) throws EngineException {
        Live current = live;
        if (current == null
                || !current.protocol().equals(protocol)
                // At every switch it is the very same object, which a record sees before it looks inside.
                || !current.text().equals(text)) {
            close();
            current = new Live(text, protocol, begin(text, protocol));
            live = current;
        }
        return current.evaluation();
    }

    /// Only one protocol asks for words and bytes, which takes the places of all tokens.
    private LiveEvaluation begin(OpenText text, Protocol protocol) throws EngineException {
        return protocol.kind() == ProtocolKind.LM_EVAL
                ? model.live(model.encode(text.content()), protocol, BUDGET_BYTES)
                : model.live(text.toArray(), protocol, BUDGET_BYTES);
    }

    @Override
    public void close() {
        if (live != null) {
            live.evaluation().close();
            live = null;
        }
    }
}
