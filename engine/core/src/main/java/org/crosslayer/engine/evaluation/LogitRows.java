package org.crosslayer.engine.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.Tensor;
import org.crosslayer.engine.backend.Workspace;
import org.crosslayer.engine.model.Decoder;

/// Room for the logits of a few rows, reused for one part of a window after the other. Rows that predict a
/// token that
/// is not scored get none.
final class LogitRows implements AutoCloseable {
    /// Logits are made for so many bytes of rows at once, whatever the vocabulary.
    private static final long LOGIT_BYTES = 64L << 20;

    /// Rows `[row, row + count)` of a step, whose first one predicts the scored token `target` of the window.
    record Part(int row, int count, int target) {}

    private final Decoder decoder;
    private final Backend backend;
    private final Workspace workspace;
    private final Tensor logits;

    /// @param mostRows rows of the longest step
    LogitRows(Decoder decoder, int mostRows) {
        this.decoder = decoder;
        backend = decoder.backend();
        int nVocab = decoder.config().nVocab();
        long fitting = Math.max(1, LOGIT_BYTES / ((long) Float.BYTES * nVocab));
        workspace = backend.workspace();
        logits = workspace.allocate((int) Math.min(fitting, mostRows), nVocab);
    }

    /// Cuts the scored rows of a step into parts that fit.
    ///
    /// @param first position of the step's first row in the window
    List<Part> parts(ScoredWindow window, int first, int rows) {
        List<Part> parts = new ArrayList<>();
        int most = logits.rows();
        for (int row = Math.max(0, window.firstScored() - 1 - first); row < rows; row += most) {
            parts.add(new Part(row, Math.min(most, rows - row), first + row + 1 - window.firstScored()));
        }
        return parts;
    }

    /// All rows of a step in parts that fit; their targets mean nothing.
    List<Part> parts(int rows) {
        List<Part> parts = new ArrayList<>();
        for (int row = 0; row < rows; row += logits.rows()) {
            parts.add(new Part(row, Math.min(logits.rows(), rows - row), row));
        }
        return parts;
    }

    /// The logits of a part, `[count, nVocab]`; valid until the next call.
    Tensor of(Tensor finalRows, Part part) {
        Tensor out = logits.rows(0, part.count());
        decoder.logits(finalRows.rows(part.row(), part.count()), out);
        return out;
    }

    /// Fills in what the tokens of a part cost.
    ///
    /// @param losses one for each scored token of the window
    void losses(Tensor partLogits, ScoredWindow window, Part part, double[] losses) {
        int[] targets = new int[part.count()];
        Arrays.setAll(targets, i -> window.at(window.firstScored() + part.target() + i));
        double[] costs = new double[targets.length];
        backend.crossEntropy(partLogits, targets, costs);
        System.arraycopy(costs, 0, losses, part.target(), costs.length);
    }

    @Override
    public void close() {
        workspace.close();
    }
}
