package org.crosslayer.engine.fitting;

import java.util.List;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.Tensor;
import org.crosslayer.engine.backend.Workspace;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.Decoder;
import org.crosslayer.engine.model.DecoderPass;
import org.crosslayer.engine.model.ForwardObserver;
import org.crosslayer.engine.task.Cancellation;
import org.jspecify.annotations.Nullable;

/// Windows that are never fitted on, and what the frozen model makes of them: the yardstick for the best state.
final class HeldOut implements AutoCloseable {
    private final Backend backend;
    private final List<int[]> windows;
    private final DecoderPass pass;
    private final Workspace workspace;
    private final LogitMatch match;
    private final int dModel;
    private final AttentionPlan none;
    private @Nullable Tensor teacher;

    /// @param windows of one length
    HeldOut(Decoder decoder, List<int[]> windows) throws EngineException {
        this.windows = windows;
        backend = decoder.backend();
        dModel = decoder.config().dModel();
        none = AttentionPlan.none(decoder.config().nLayers());
        int n = windows.getFirst().length;
        pass = decoder.pass(none, 1, n, n);
        workspace = backend.workspace();
        match = new LogitMatch(decoder, workspace, n);
    }

    /// `KL(frozen ‖ plan)` of the logits, in nats a token.
    double divergence(AttentionPlan plan, Cancellation cancellation) {
        int n = windows.getFirst().length;
        Tensor wanted = teacher(cancellation);
        double total = 0;
        for (int i = 0; i < windows.size(); i++) {
            total += match.divergence(wanted.rows(i * n, n), run(windows.get(i), plan, cancellation), cancellation);
        }
        return total / ((double) windows.size() * n);
    }

    private Tensor teacher(Cancellation cancellation) {
        if (teacher == null) {
            int n = windows.getFirst().length;
            Tensor rows = workspace.allocate(windows.size() * n, dModel);
            for (int i = 0; i < windows.size(); i++) {
                backend.copy(run(windows.get(i), none, cancellation), rows.rows(i * n, n));
            }
            teacher = rows;
        }
        return teacher;
    }

    private Tensor run(int[] window, AttentionPlan plan, Cancellation cancellation) {
        pass.restart(plan);
        return pass.step(new int[][] {window}, ForwardObserver.NOBODY, cancellation);
    }

    @Override
    public void close() {
        try {
            workspace.close();
        } finally {
            pass.close();
        }
    }
}
