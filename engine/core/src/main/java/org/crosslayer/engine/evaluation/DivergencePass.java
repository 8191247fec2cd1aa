package org.crosslayer.engine.evaluation;

import java.util.Arrays;
import java.util.List;
import org.crosslayer.engine.backend.Tensor;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.error.NumericFaultException;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.Decoder;
import org.crosslayer.engine.model.DecoderPass;
import org.crosslayer.engine.model.ForwardObserver;
import org.crosslayer.engine.task.Cancellation;

/// Runs a window without sharing and under a plan in lockstep, and compares what both predict row by row.
final class DivergencePass implements PerplexityMeter.WindowScorer {
    private final Decoder decoder;
    private final Side baseline;
    private final Side shared;
    private final DivergenceTally tally;

    private DivergencePass(Decoder decoder, Side baseline, Side shared, DivergenceTally tally) {
        this.decoder = decoder;
        this.baseline = baseline;
        this.shared = shared;
        this.tally = tally;
    }

    /// Makes room for both sides.
    ///
    /// @param tally hears of every scored row
    static DivergencePass open(
            Decoder decoder, Protocol protocol, List<ScoredWindow> windows, AttentionPlan plan, DivergenceTally tally)
            throws EngineException {
        int longest = LossPass.longest(decoder, protocol, windows);
        Side baseline = Side.open(decoder, AttentionPlan.none(plan.nLayers()), longest);
        try {
            return new DivergencePass(decoder, baseline, Side.open(decoder, plan, longest), tally);
        } catch (EngineException | RuntimeException e) {
            baseline.close();
            throw e;
        }
    }

    @Override
    public void score(int index, ScoredWindow window, PairedLosses paired, Cancellation cancellation)
            throws NumericFaultException {
        double[] before = new double[window.scored()];
        double[] after = new double[window.scored()];
        baseline.restart(index);
        shared.restart(index);
        int allRows = window.length() - 1;
        int[] ids = window.ids();
        for (int first = 0; first < allRows; first += LossPass.CHUNK) {
            int rows = Math.min(LossPass.CHUNK, allRows - first);
            int[][] step = {Arrays.copyOfRange(ids, first, first + rows)};
            Tensor was = baseline.step(step, cancellation);
            Tensor is = shared.step(step, cancellation);
            for (LogitRows.Part part : baseline.logits.parts(window, first, rows)) {
                cancellation.check();
                Tensor oldLogits = baseline.logits.of(was, part);
                Tensor newLogits = shared.logits.of(is, part);
                baseline.logits.losses(oldLogits, window, part, before);
                shared.logits.losses(newLogits, window, part, after);
                tally.add(decoder.backend().read(oldLogits), decoder.backend().read(newLogits), part.count());
            }
        }
        LossPass.requireFinite(before, index, window);
        LossPass.requireFinite(after, index, window);
        paired.add(TokenLosses.copyOf(before), TokenLosses.copyOf(after));
    }

    @Override
    public void close() {
        try {
            baseline.close();
        } finally {
            shared.close();
        }
    }

    /// One plan with its caches and logits.
    private record Side(AttentionPlan plan, DecoderPass pass, LogitRows logits) implements AutoCloseable {
        static Side open(Decoder decoder, AttentionPlan plan, int longest) throws EngineException {
            DecoderPass pass = LossPass.pass(decoder, plan, longest);
            return new Side(plan, pass, new LogitRows(decoder, Math.min(LossPass.CHUNK, longest - 1)));
        }

        void restart(int text) {
            pass.restart(plan, text);
        }

        Tensor step(int[][] ids, Cancellation cancellation) {
            return pass.step(ids, ForwardObserver.NOBODY, cancellation);
        }

        @Override
        public void close() {
            try {
                logits.close();
            } finally {
                pass.close();
            }
        }
    }
}
