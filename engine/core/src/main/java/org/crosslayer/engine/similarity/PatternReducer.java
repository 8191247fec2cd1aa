package org.crosslayer.engine.similarity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.PairTerm;
import org.crosslayer.engine.backend.Tensor;
import org.crosslayer.engine.backend.Workspace;
import org.crosslayer.engine.error.NumericFaultException;
import org.crosslayer.engine.model.ForwardObserver;
import org.crosslayer.engine.model.RowSpan;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.tensor.DoubleMatrix;

/// Compares the patterns of layers while a window runs and keeps nothing but sums.
///
/// The rows of a step are compared as soon as a layer's pattern arrives, with the lower layers that [LayerPairs]
/// names; these are the only slabs kept, and only until the next step: `[slots × heads, rows, keys]` (one head where
/// heads are averaged first). Where pairs are compared together, that is done when the highest layer has arrived.
/// One sequence at a time, its steps in order; [#takeWindow] ends it.
final class PatternReducer implements ForwardObserver, AutoCloseable {
    /// Sizes that a reducer must be ready for.
    ///
    /// @param nHeads  heads of every layer
    /// @param rows    most rows of a step
    /// @param keys    most positions of a window
    /// @param sink    what becomes of the first key; rows that it leaves out are not compared
    record Extent(int nHeads, int rows, int keys, SinkHandling sink) {}

    private final Backend backend;
    private final Workspace workspace;
    private final LayerPairs pairs;
    private final Metric metric;
    private final HeadMode heads;
    private final Extent extent;
    private final Cancellation cancellation;
    private final int slices;
    private final int cellRows;
    private final int cellColumns;
    private final Tensor kept;
    /// Means over heads of patterns without their first key, `[rows, keys]`; a single row where they are not made here.
    private final Tensor mean;
    /// Patterns of a step without their first key, `[nHeads × rows, keys]`; a single row where it stays.
    private final Tensor cleared;
    /// Of each layer, `[cellRows × sources × cellColumns]`.
    private final double[][] sums;
    /// Of each layer, `[slices]`: sum of squares; filled for the cosine only.
    private final double[][] squares;
    /// Sums of every layer with every lower one in a step, `[nLayers × nLayers]`; empty unless compared together.
    private final double[] together;

    /// Makes room; nothing is allocated later.
    ///
    /// @param heads what of two layers is compared: their means, all pairs of heads, or heads of the same index
    PatternReducer(
            Backend backend,
            LayerPairs pairs,
            Metric metric,
            HeadMode heads,
            Extent extent,
            Cancellation cancellation) {
        this.backend = backend;
        this.pairs = pairs;
        this.metric = metric;
        this.heads = heads;
        this.extent = extent;
        this.cancellation = cancellation;
        this.slices = heads == HeadMode.MEAN ? 1 : extent.nHeads();
        this.cellRows = heads == HeadMode.BEST_MATCH ? extent.nHeads() : 1;
        this.cellColumns = slices;
        this.sums = new double[pairs.nLayers()][];
        for (int layer = 0; layer < pairs.nLayers(); layer++) {
            sums[layer] = new double[cellRows * pairs.sources(layer).size() * cellColumns];
        }
        this.squares = new double[pairs.nLayers()][slices];
        if (pairs.isTogether() && slices != 1) {
            throw new IllegalArgumentException(slices + " heads of a layer cannot be compared together, only means");
        }
        this.together = new double[pairs.isTogether() ? pairs.nLayers() * pairs.nLayers() : 0];
        this.workspace = backend.workspace();
        this.kept = workspace.allocate(Math.max(1, pairs.slotCount()) * slices * extent.rows(), extent.keys());
        this.mean = workspace.allocate(heads == HeadMode.MEAN && drops() ? extent.rows() : 1, extent.keys());
        this.cleared = workspace.allocate(drops() ? extent.nHeads() * extent.rows() : 1, extent.keys());
    }

    /// Bytes of slabs for each row of a step, from which a step's size is chosen.
    static long bytesPerRow(LayerPairs pairs, HeadMode heads, int nHeads, int keys) {
        int slices = heads == HeadMode.MEAN ? 1 : nHeads;
        return Math.max(1L, pairs.slotCount()) * slices * keys * Float.BYTES;
    }

    @Override
    public boolean wantsPattern(int layer) {
        return looksAt(layer) && !takesMeans();
    }

    @Override
    public boolean wantsMean(int layer) {
        return looksAt(layer) && takesMeans();
    }

    @Override
    public void pattern(int layer, RowSpan span, Tensor pattern) {
        Tensor given = drops() ? cleared(pattern, span) : pattern;
        if (heads == HeadMode.MEAN) {
            Tensor average = mean.as(1, span.rows(), span.keys());
            backend.headMean(given, average);
            given = average;
        }
        compare(layer, span, given);
    }

    @Override
    public Tensor meanRoom(int layer, RowSpan span, Tensor usual) {
        return pairs.isTogether() ? keptFrom(pairs.slot(layer), 1, span) : usual;
    }

    @Override
    public void mean(int layer, RowSpan span, Tensor average) {
        compare(layer, span, average);
    }

    private boolean looksAt(int layer) {
        return pairs.isKept(layer) || !pairs.sources(layer).isEmpty();
    }

    /// Whether means are all that is looked at; they must be made here where the first key is dropped of every head.
    private boolean takesMeans() {
        return heads == HeadMode.MEAN && !drops();
    }

    private void compare(int layer, RowSpan span, Tensor arriving) {
        if (span.sequence() != 0) {
            throw new IllegalArgumentException(
                    "a reducer takes one sequence, this is number " + span.sequence() + " of a batch");
        }
        cancellation.check();
        if (pairs.isTogether()) {
            if (!takesMeans()) {
                keep(layer, span, arriving);
            }
            if (layer == pairs.nLayers() - 1) {
                addTogether(span);
            }
            return;
        }
        if (metric == Metric.COSINE) {
            addPairwise(PairTerm.DOT, arriving, arriving, span, squares[layer], 0);
        }
        boolean isOwnSource = pairs.isOwnSource(layer);
        if (isOwnSource) {
            keep(layer, span, arriving);
        }
        addSums(layer, span, arriving);
        if (!isOwnSource && pairs.isKept(layer)) {
            keep(layer, span, arriving);
        }
    }

    /// The values of the window now ending, one matrix for each of [LayerPairs#pairs]; the sums start anew.
    ///
    /// @param rows how many rows have been compared, at least 1
    /// @return `[1, 1]` for means, `[nHeads of layer, nHeads of source]` for all heads, `[1, nHeads]` for heads
    ///     of the
    ///     same index; natural logarithm
    /// @throws NumericFaultException if a pattern held something that is not a finite number
    List<DoubleMatrix> takeWindow(int rows) throws NumericFaultException {
        List<DoubleMatrix> values = new ArrayList<>();
        for (int layer = 0; layer < pairs.nLayers(); layer++) {
            for (int index = 0; index < pairs.sources(layer).size(); index++) {
                values.add(values(layer, index, rows));
            }
        }
        for (int layer = 0; layer < pairs.nLayers(); layer++) {
            Arrays.fill(sums[layer], 0);
            Arrays.fill(squares[layer], 0);
        }
        return values;
    }

    @Override
    public void close() {
        workspace.close();
    }

    private void keep(int layer, RowSpan span, Tensor arriving) {
        backend.copy(arriving, keptFrom(pairs.slot(layer), 1, span));
    }

    private boolean drops() {
        return extent.sink() == SinkHandling.DROP_KEY;
    }

    private Tensor cleared(Tensor pattern, RowSpan span) {
        float[] slab = backend.read(pattern);
        for (int head = 0; head < extent.nHeads(); head++) {
            for (int row = 0; row < span.rows(); row++) {
                extent.sink().apply(slab, (head * span.rows() + row) * span.keys(), span.firstRow() + row);
            }
        }
        Tensor without = cleared.as(extent.nHeads(), span.rows(), span.keys());
        backend.write(slab, without);
        return without;
    }

    private void addTogether(RowSpan span) {
        Arrays.fill(together, 0);
        backend.pairSums(
                metric.term(),
                keptFrom(0, pairs.nLayers(), span),
                span.firstRow(),
                extent.sink().fromRow(),
                together);
        for (int layer = 0; layer < pairs.nLayers(); layer++) {
            int at = layer * pairs.nLayers();
            for (int source = 0; source < layer; source++) {
                sums[layer][source] += together[at + source];
            }
            squares[layer][0] += together[at + layer];
        }
    }

    private void addSums(int layer, RowSpan span, Tensor arriving) {
        int sources = pairs.sources(layer).size();
        if (sources == 0) {
            return;
        }
        if (heads == HeadMode.SAME_INDEX) {
            for (int index = 0; index < sources; index++) {
                addPairwise(metric.term(), arriving, keptFrom(index, 1, span), span, sums[layer], index * cellColumns);
            }
        } else {
            Tensor lower = keptFrom(0, sources, span);
            backend.pairSums(
                    metric.term(),
                    arriving,
                    lower,
                    span.firstRow(),
                    extent.sink().fromRow(),
                    sums[layer]);
        }
    }

    /// Adds the term of slice `a` of `p` and slice `a` of `q` to `into[offset + a]`.
    private void addPairwise(PairTerm term, Tensor p, Tensor q, RowSpan span, double[] into, int offset) {
        double[] sum = new double[1];
        for (int slice = 0; slice < slices; slice++) {
            sum[0] = 0;
            backend.pairSums(
                    term,
                    slice(p, slice, span),
                    slice(q, slice, span),
                    span.firstRow(),
                    extent.sink().fromRow(),
                    sum);
            into[offset + slice] += sum[0];
        }
    }

    private static Tensor slice(Tensor slab, int slice, RowSpan span) {
        return slab.as(1, slab.slices() * span.rows(), span.keys()).rows(slice * span.rows(), span.rows());
    }

    /// `[count × slices, rows, keys]`: the layers in `count` slots from `slot` on, packed for this span.
    private Tensor keptFrom(int slot, int count, RowSpan span) {
        int rowsOfSlot = slices * span.rows();
        return kept.as(1, pairs.slotCount() * rowsOfSlot, span.keys())
                .rows(slot * rowsOfSlot, count * rowsOfSlot)
                .as(count * slices, span.rows(), span.keys());
    }

    private DoubleMatrix values(int layer, int index, int rows) throws NumericFaultException {
        int sources = pairs.sources(layer).size();
        int source = pairs.sources(layer).get(index);
        double[] values = new double[cellRows * cellColumns];
        for (int a = 0; a < cellRows; a++) {
            for (int b = 0; b < cellColumns; b++) {
                double sum = sums[layer][(a * sources + index) * cellColumns + b];
                int upper = heads == HeadMode.SAME_INDEX ? b : a;
                double value =
                        metric == Metric.COSINE ? cosine(sum, squares[layer][upper], squares[source][b]) : sum / rows;
                if (!Double.isFinite(value)) {
                    throw new NumericFaultException("the attention patterns of layers " + source + " and " + layer);
                }
                values[a * cellColumns + b] = value;
            }
        }
        return DoubleMatrix.copyOf(cellRows, cellColumns, values);
    }

    /// The cosine in [−1, 1]; 0 where a vector is all zeros and has no direction.
    private static double cosine(double dot, double squareA, double squareB) {
        double norm = Math.sqrt(squareA) * Math.sqrt(squareB);
        return norm == 0 ? 0 : Math.clamp(dot / norm, -1.0, 1.0);
    }
}
