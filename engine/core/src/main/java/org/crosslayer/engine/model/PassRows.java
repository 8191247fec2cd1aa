package org.crosslayer.engine.model;

import java.util.IdentityHashMap;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.Tensor;
import org.crosslayer.engine.backend.Weight;
import org.crosslayer.engine.backend.Workspace;
import org.crosslayer.engine.model.LayerWeights.Norm;
import org.jspecify.annotations.Nullable;

/// The rows of one step, of all sequences of a batch, and how far the pass has come; what its blocks hand each other.
final class PassRows {
    private final int batch;
    private final Tensor residual;
    private final Tensor normed;
    private final Tensor projected;
    /// The rows of this step in each tensor that was asked for: steps of one length have the same views.
    private final IdentityHashMap<Tensor, Tensor> views = new IdentityHashMap<>();

    private int firstText;
    private int position;
    private int rows;
    private boolean settled;

    PassRows(Workspace workspace, int batch, int chunk, int dModel) {
        this.batch = batch;
        residual = workspace.allocate(batch * chunk, dModel);
        normed = workspace.allocateRows(batch * chunk, dModel);
        projected = workspace.allocate(batch * chunk, dModel);
    }

    /// Sequences.
    int batch() {
        return batch;
    }

    /// Where the first row of the step stands, in every sequence.
    int position() {
        return position;
    }

    /// Rows of this step, in every sequence.
    int count() {
        return rows;
    }

    /// Keys that the last row sees.
    int keys() {
        return position + rows;
    }

    /// Whether what earlier steps have written was done before this one began: the tokens of a step are brought
    /// first, and that waits for them.
    boolean settled() {
        return settled;
    }

    /// The next step has so many rows.
    ///
    /// @param withTokens whether it begins with [Backend#embed]
    void begin(int count, boolean withTokens) {
        settled = withTokens;
        if (count != rows) {
            views.clear();
        }
        rows = count;
    }

    /// The step is done.
    void advance() {
        position += rows;
    }

    /// So many positions are passed over.
    void skip(int count) {
        position += count;
    }

    /// Other texts follow.
    ///
    /// @param first number of the first sequence's text
    void restart(int first) {
        position = 0;
        firstText = first;
    }

    /// The number of a sequence's text.
    int text(int sequence) {
        return firstText + sequence;
    }

    /// The residual stream, `[batch × rows, dModel]`.
    Tensor residual() {
        return of(residual);
    }

    /// What attention or MLP reads.
    Tensor normed() {
        return of(normed);
    }

    /// What attention or MLP returns.
    Tensor projected() {
        return of(projected);
    }

    /// `residual += x · wᵀ`, and the norm of that into [#normed], where there is one.
    void add(Backend backend, Tensor x, Weight w, @Nullable Norm norm) {
        if (norm == null) {
            backend.linearAdd(x, w, residual(), projected());
        } else {
            norm.applyToSum(backend, x, w, residual(), projected(), normed());
        }
    }

    /// The rows of this step in any tensor of a row each.
    Tensor of(Tensor tensor) {
        Tensor view = views.get(tensor);
        if (view == null) {
            view = tensor.rows(0, batch * rows);
            views.put(tensor, view);
        }
        return view;
    }

    /// Those of one sequence.
    Tensor of(Tensor tensor, int sequence) {
        return tensor.rows(sequence * rows, rows);
    }

    Tensor residual(int sequence) {
        return of(residual, sequence);
    }

    Tensor projected(int sequence) {
        return of(projected, sequence);
    }

    Tensor normed(int sequence) {
        return of(normed, sequence);
    }

    RowSpan span(int sequence) {
        return new RowSpan(sequence, position, rows);
    }
}
