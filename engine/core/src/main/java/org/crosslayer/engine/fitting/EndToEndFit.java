package org.crosslayer.engine.fitting;

import java.util.List;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.Tensor;
import org.crosslayer.engine.backend.Workspace;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.Decoder;
import org.crosslayer.engine.model.DecoderPass;
import org.crosslayer.engine.task.Cancellation;

/// The second stage: the divergence of the logits from the frozen model's, and its gradient for all fitted layers.
final class EndToEndFit implements AutoCloseable {
    private final Adapters adapters;
    private final Backend backend;
    private final AttentionPlan none;
    private final DecoderPass teacher;
    private final StudentPass student;
    private final BackwardPass backward;
    private final Workspace workspace;
    private final LogitMatch match;
    private final Tensor wanted;
    private final Tensor dFinal;

    EndToEndFit(Decoder decoder, Adapters adapters) throws EngineException {
        this.adapters = adapters;
        backend = decoder.backend();
        int n = adapters.options().window();
        none = AttentionPlan.none(decoder.config().nLayers());
        student = new StudentPass(decoder, adapters);
        backward = new BackwardPass(decoder, adapters, student);
        teacher = decoder.pass(none, 1, n, n);
        workspace = backend.workspace();
        match = new LogitMatch(decoder, workspace, n);
        wanted = workspace.allocate(n, decoder.config().dModel());
        dFinal = workspace.allocate(n, decoder.config().dModel());
    }

    /// Sums the gradients over some windows.
    ///
    /// @param windows `[window]` ids each
    /// @return the mean divergence a token, in nats
    double sum(List<int[]> windows, Cancellation cancellation) {
        adapters.clearGradients();
        double tokens = (double) windows.size() * adapters.options().window();
        double total = 0;
        for (int[] window : windows) {
            teacher.restart(none);
            backend.copy(teacher.step(new int[][] {window}, student, cancellation), wanted);
            Tensor got = student.run(cancellation);
            total += match.divergence(wanted, got, (float) (1 / tokens), dFinal, cancellation);
            backward.run(dFinal, cancellation);
        }
        return total / tokens;
    }

    @Override
    public void close() {
        try (var _ = workspace;
                var _ = teacher;
                var _ = student) {
            backward.close();
        }
    }
}
