package org.crosslayer.engine.evaluation;

import java.util.LinkedHashMap;
import java.util.Map;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.Tensor;
import org.crosslayer.engine.backend.Workspace;
import org.crosslayer.engine.error.NumericFaultException;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.Decoder;
import org.crosslayer.engine.model.ForwardObserver;
import org.crosslayer.engine.model.RowSpan;
import org.crosslayer.engine.task.Cancellation;
import org.jspecify.annotations.Nullable;

/// One window of a live evaluation: the residual streams of its last run, and the losses of the latest plans.
///
/// Streams are trusted up to a layer, and that layer is lowered *before* a run starts to overwrite what lies
/// above.
/// So it does not matter where a run is cancelled.
final class LiveWindow {
    /// Plans whose losses are remembered beside the baseline, so that undoing and comparing cost nothing.
    private static final int PLANS = 16;

    private final int index;
    private final ScoredWindow window;
    private final KeptLayers kept;
    private final int dModel;
    private final Backend backend;
    private final Workspace workspace;
    private final Map<AttentionPlan, TokenLosses> losses = new LinkedHashMap<>();
    private @Nullable TokenLosses baseline;
    private @Nullable Tensor streams;
    private AttentionPlan streamsPlan;
    private int known;

    /// Room for the streams is taken from `workspace` at the first run.
    LiveWindow(int index, ScoredWindow window, KeptLayers kept, Decoder decoder, Workspace workspace) {
        this.index = index;
        this.window = window;
        this.kept = kept;
        dModel = decoder.config().dModel();
        backend = decoder.backend();
        this.workspace = workspace;
        streamsPlan = AttentionPlan.none(kept.nLayers());
    }

    /// The losses under a plan; runs only the layers that differ from the last run, none at all if the plan is
    /// remembered.
    TokenLosses losses(AttentionPlan plan, LossPass pass, Cancellation cancellation) throws NumericFaultException {
        TokenLosses remembered = recall(plan);
        if (remembered == null) {
            remembered = run(plan, pass, cancellation);
        }
        remember(plan, remembered);
        return remembered;
    }

    /// The losses under a plan that is only asked about: the kept streams are used and left as they are, so
    /// that the
    /// next switch of the plan in force still finds them, and nothing is remembered.
    TokenLosses probe(AttentionPlan plan, LossPass pass, Cancellation cancellation) throws NumericFaultException {
        TokenLosses remembered = recall(plan);
        return remembered != null ? remembered : run(start(plan), plan, pass, ForwardObserver.NOBODY, cancellation);
    }

    /// Index in the text of the first token that is scored.
    int firstToken() {
        return window.firstScoredInText();
    }

    /// The text scored up to the end of this window; null where nobody counted.
    @Nullable
    TextExtent extent() {
        return window.extent();
    }

    /// The first layer of the model that a run under `plan` would compute.
    int start(AttentionPlan plan) {
        return kept.start(plan, Math.min(known, streamsPlan.firstDifference(plan)));
    }

    private TokenLosses run(AttentionPlan plan, LossPass pass, Cancellation cancellation) throws NumericFaultException {
        int from = start(plan);
        known = Math.min(known, streamsPlan.firstDifference(plan));
        streamsPlan = plan;
        TokenLosses result = run(from, plan, pass, keeper(from), cancellation);
        known = kept.nLayers();
        return result;
    }

    private TokenLosses run(
            int from, AttentionPlan plan, LossPass pass, ForwardObserver observer, Cancellation cancellation)
            throws NumericFaultException {
        return from == 0
                ? pass.run(index, window, plan, observer, cancellation)
                : pass.resume(index, window, plan, from, this::entering, observer, cancellation);
    }

    private @Nullable TokenLosses recall(AttentionPlan plan) {
        return plan.changesNothing() ? baseline : losses.get(plan);
    }

    private void remember(AttentionPlan plan, TokenLosses result) {
        if (plan.changesNothing()) {
            baseline = result;
            return;
        }
        losses.remove(plan);
        losses.put(plan, result);
        if (losses.size() > PLANS) {
            losses.remove(losses.keySet().iterator().next());
        }
    }

    private ForwardObserver keeper(int from) {
        if (kept.count() == 0) {
            return ForwardObserver.NOBODY;
        }
        return new ForwardObserver() {
            @Override
            public void residual(int layer, RowSpan span, Tensor residual) {
                if (kept.keeps(layer) && (layer > from || from == 0)) {
                    backend.copy(residual, entering(layer, span.firstRow(), span.rows()));
                }
            }
        };
    }

    /// Where the stream entering a kept layer is stored; fits [DecoderPass.Residuals].
    private Tensor entering(int layer, int firstRow, int rows) {
        return streams().rows(kept.index(layer) * (window.length() - 1) + firstRow, rows);
    }

    private Tensor streams() {
        if (streams == null) {
            streams = workspace.allocate(kept.count() * (window.length() - 1), dModel);
        }
        return streams;
    }
}
