package org.crosslayer.engine.backend;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.crosslayer.engine.tensor.DType;
import org.jspecify.annotations.Nullable;

/// Shares the rows of every operation out over the crew.
final class CpuKernels implements Kernels<SegmentTensor, StoredWeight>, AutoCloseable {
    /// Values that one task should at least handle, so that handing it out is worth while.
    private static final int TASK_VALUES = 16 * 1024;

    private final Parallel parallel;
    private final GemmKernels products;
    private final AlignKernels nets;
    private final VectorProducts fewRows;
    private @Nullable SplitProducts halves;
    private final Arena arena = Arena.ofShared();
    /// Vector parameters of the operation that is running, widened.
    private final MemorySegment[] parameters = {MemorySegment.NULL, MemorySegment.NULL};

    Parallel parallel() {
        return parallel;
    }

    GemmKernels products() {
        return products;
    }

    CpuKernels(Parallel parallel) {
        this.parallel = parallel;
        products = new GemmKernels(parallel);
        nets = new AlignKernels(parallel);
        fewRows = new VectorProducts(parallel);
    }

    @Override
    public void write(float[] values, SegmentTensor target) {
        MemorySegment.copy(values, 0, target.data(), ValueLayout.JAVA_FLOAT, 0, values.length);
    }

    @Override
    public void read(SegmentTensor source, float[] values) {
        MemorySegment.copy(source.data(), ValueLayout.JAVA_FLOAT, 0, values, 0, values.length);
    }

    @Override
    public void copy(SegmentTensor source, SegmentTensor target) {
        MemorySegment.copy(source.data(), 0, target.data(), 0, source.size() * Float.BYTES);
    }

    @Override
    public void embed(StoredWeight table, int[] ids, SegmentTensor out) {
        int columns = table.columns();
        for (int i = 0; i < ids.length; i++) {
            Widening.widen(table, (long) ids[i] * columns, columns, out.data(), out.at(0, i, 0));
        }
    }

    @Override
    public void rmsNorm(SegmentTensor x, StoredWeight gain, float eps, SegmentTensor out) {
        int columns = x.columns();
        MemorySegment factors = widened(gain, 0);
        overRows(x.allRows(), columns, row -> {
            long at = x.at(0, row, 0);
            double meanSquare = RowKernels.dot(x.data(), at, x.data(), at, columns) / (double) columns;
            float inverse = (float) (1 / Math.sqrt(meanSquare + eps));
            RowKernels.scale(x.data(), at, inverse, factors, out.data(), at, columns);
        });
    }

    @Override
    public void layerNorm(
            SegmentTensor x, StoredWeight gain, @Nullable StoredWeight bias, float eps, SegmentTensor out) {
        int columns = x.columns();
        MemorySegment factors = widened(gain, 0);
        MemorySegment shifts = bias == null ? null : widened(bias, 1);
        overRows(x.allRows(), columns, row -> {
            long at = x.at(0, row, 0);
            LayerNormKernel.normalize(x.data(), at, factors, eps, out.data(), columns);
            if (shifts != null) {
                RowKernels.add(out.data(), at, shifts, 0, columns);
            }
        });
    }

    @Override
    public void linear(SegmentTensor x, StoredWeight w, @Nullable StoredWeight bias, SegmentTensor out) {
        SplitProducts tiles = tiles(x, w);
        if (tiles != null) {
            tiles.linear(x, List.of(new SplitProducts.Target(w, out, false)));
        } else if (VectorProducts.takes(x.rows(), w.dtype())) {
            fewRows.linear(x, w, out);
        } else {
            products.linear(x, w, out);
        }
        addBias(bias, out);
    }

    @Override
    public void linears(SegmentTensor x, List<Typed<SegmentTensor, StoredWeight>> maps) {
        SplitProducts tiles = tiles(x, maps.stream().map(Typed::w).toArray(StoredWeight[]::new));
        if (tiles == null) {
            maps.forEach(map -> linear(x, map.w(), map.bias(), map.out()));
            return;
        }
        tiles.linear(
                x,
                maps.stream()
                        .map(map -> new SplitProducts.Target(map.w(), map.out(), false))
                        .toList());
        maps.forEach(map -> addBias(map.bias(), map.out()));
    }

    @Override
    public void linearAdd(SegmentTensor x, StoredWeight w, SegmentTensor sum, SegmentTensor spare) {
        SplitProducts tiles = tiles(x, w);
        if (tiles == null) {
            linear(x, w, null, spare);
            add(sum, spare);
        } else {
            tiles.linear(x, List.of(new SplitProducts.Target(w, sum, true)));
        }
    }

    @Override
    public void gatedLinear(
            Activation activation,
            SegmentTensor x,
            StoredWeight gate,
            StoredWeight up,
            SegmentTensor out,
            SegmentTensor spare) {
        SplitProducts tiles = tiles(x, gate, up);
        if (tiles == null) {
            linear(x, gate, null, out);
            linear(x, up, null, spare);
            gate(activation, out, spare, out);
        } else {
            tiles.gated(activation, x, gate, up, out);
        }
    }

    private void addBias(@Nullable StoredWeight bias, SegmentTensor out) {
        if (bias != null) {
            MemorySegment shift = widened(bias, 0);
            int columns = out.columns();
            overRows(out.rows(), columns, row -> RowKernels.add(out.data(), out.at(0, row, 0), shift, 0, columns));
        }
    }

    /// What multiplies by such weights as BF16 tiles; null if one of them is of another type, for few rows, and where
    /// the processor has no tiles.
    private @Nullable SplitProducts tiles(SegmentTensor x, StoredWeight... weights) {
        for (StoredWeight w : weights) {
            if (w.dtype() != DType.BF16) {
                return null;
            }
        }
        return x.rows() > VectorProducts.MOST_ROWS ? halves() : null;
    }

    /// Products of BF16 tiles, from the first time on that they are wanted; null where the processor has none.
    private @Nullable SplitProducts halves() {
        if (halves == null && OneDnnLibrary.found().isPresent()) {
            OneDnnLibrary library = OneDnnLibrary.found().orElseThrow();
            halves = new SplitProducts(() -> new OneDnn(library), parallel);
        }
        return halves;
    }

    /// A vector parameter as float32, in memory that the next call for the same place uses again.
    private MemorySegment widened(StoredWeight vector, int place) {
        int length = vector.columns();
        if (parameters[place].byteSize() < (long) length * Float.BYTES) {
            parameters[place] = arena.allocate((long) length * Float.BYTES, 64);
        }
        Widening.widen(vector, 0, length, parameters[place], 0);
        return parameters[place];
    }

    @Override
    public void rope(
            SegmentTensor x, int heads, int firstPosition, SegmentTensor cos, SegmentTensor sin, RopeLayout layout) {
        int d = x.columns() / heads;
        overRows(x.rows(), x.columns(), row -> {
            long angles = cos.at(0, firstPosition + row, 0);
            RopeKernels.turn(
                    layout, x.data(), x.at(0, row, 0), heads, d, cos.data(), sin.data(), angles, cos.columns());
        });
    }

    @Override
    public void scores(SegmentTensor q, SegmentTensor k, int h, int g, float scale, SegmentTensor out) {
        if (q.rows() == 1) {
            RowAttention.scores(parallel, q, k, h, g, scale, out);
        } else {
            products.scores(q, k, h, g, scale, out);
        }
    }

    @Override
    public void attend(
            Attending how,
            SegmentTensor q,
            SegmentTensor k,
            SegmentTensor v,
            @Nullable SegmentTensor pattern,
            SegmentTensor out) {
        new BlockAttention(parallel, products, how, q, k, v, pattern, out).run();
    }

    @Override
    public void attendMean(
            Attending how, SegmentTensor q, SegmentTensor k, SegmentTensor v, SegmentTensor mean, SegmentTensor out) {
        new BlockAttention(parallel, products, how, q, k, v, null, out).run(mean);
    }

    @Override
    public void attendKeeping(
            Attending how, SegmentTensor q, SegmentTensor k, SegmentTensor v, SegmentTensor scores, SegmentTensor out) {
        new BlockAttention(parallel, products, how, q, k, v, null, out).runBy(scores);
    }

    @Override
    public void correctScores(
            Attending how,
            @Nullable SegmentTensor q,
            @Nullable SegmentTensor k,
            SegmentTensor z,
            int[] headMap,
            HeadNet net,
            SegmentTensor scores) {
        nets.correct(how, q, k, z, headMap, net, scores);
    }

    @Override
    public void attendScored(Attending how, SegmentTensor scores, SegmentTensor v, SegmentTensor out) {
        new BlockAttention(parallel, products, how, null, null, v, null, out).runBy(scores);
    }

    @Override
    public void softCap(SegmentTensor x, float cap) {
        overRows(x.allRows(), x.columns(), row -> BendKernels.cap(x.data(), x.at(0, row, 0), cap, x.columns()));
    }

    @Override
    public void addDistanceBias(SegmentTensor scores, int firstRow, float[] slopes) {
        overRows(scores.allRows(), scores.columns(), row -> {
            int visible = firstRow + row % scores.rows() + 1;
            BendKernels.addRamp(scores.data(), scores.at(0, row, 0), slopes[row / scores.rows()], visible);
        });
    }

    @Override
    public void softmax(SegmentTensor scores, int firstRow, int window, SegmentTensor pattern) {
        overRows(scores.allRows(), scores.columns(), row -> {
            int position = firstRow + row % scores.rows();
            long at = scores.at(0, row, 0);
            RowKernels.softmax(scores.data(), at, position, window, scores.columns(), pattern.data(), at);
        });
    }

    /// Sets everything of a row but keys `[first, visible)` to 0.
    static void hide(SegmentTensor slab, int row, int first, int visible) {
        RowKernels.hide(slab.data(), slab.at(0, row, 0), first, visible, slab.columns());
    }

    @Override
    public void mix(
            SegmentTensor pattern, int[] headMap, int firstRow, SegmentTensor v, int h, int g, SegmentTensor out) {
        if (pattern.rows() == 1) {
            RowAttention.mix(parallel, pattern, headMap, v, h, g, out);
        } else {
            products.mix(pattern, headMap, firstRow, v, h, g, out);
        }
    }

    @Override
    public void permuteHeads(SegmentTensor pattern, int[] headMap, SegmentTensor out) {
        long slab = pattern.at(1, 0, 0);
        parallel.run(
                headMap.length,
                (a, _) -> MemorySegment.copy(pattern.data(), headMap[a] * slab, out.data(), a * slab, slab));
    }

    @Override
    public void alignHeads(
            SegmentTensor z,
            int[] headMap,
            int firstRow,
            HeadNet net,
            @Nullable SegmentTensor difference,
            SegmentTensor out) {
        nets.align(z, headMap, firstRow, net, difference, out);
    }

    @Override
    public void normalizeRows(SegmentTensor x, int firstRow, int window, SegmentTensor out) {
        overRows(x.allRows(), x.columns(), row -> {
            int visible = firstRow + row % x.rows() + 1;
            int first = Shapes.firstSeen(visible, window);
            long at = x.at(0, row, first);
            int length = visible - first;
            float sum = RowKernels.positive(x.data(), at, out.data(), at, length);
            if (sum == 0) {
                RowKernels.fill(out.data(), at, 1f / length, length);
            } else {
                RowKernels.scale(out.data(), at, 1 / sum, out.data(), at, length);
            }
            hide(out, row, first, visible);
        });
    }

    @Override
    public void headMean(SegmentTensor pattern, SegmentTensor out) {
        int keys = pattern.columns();
        int firstRow = keys - pattern.rows();
        float share = 1f / pattern.slices();
        overRows(pattern.rows(), keys * pattern.slices(), row -> {
            int visible = firstRow + row + 1;
            long to = out.at(0, row, 0);
            MemorySegment.copy(pattern.data(), pattern.at(0, row, 0), out.data(), to, (long) visible * Float.BYTES);
            for (int a = 1; a < pattern.slices(); a++) {
                RowKernels.add(out.data(), to, pattern.data(), pattern.at(a, row, 0), visible);
            }
            RowKernels.scale(out.data(), to, share, out.data(), to, visible);
            hide(out, row, 0, visible);
        });
    }

    @Override
    public void gate(Activation activation, SegmentTensor gate, SegmentTensor up, SegmentTensor out) {
        overRows(gate.allRows(), gate.columns(), row -> {
            long at = gate.at(0, row, 0);
            GateKernels.gate(activation, gate.data(), at, up.data(), at, out.data(), at, gate.columns());
        });
    }

    @Override
    public void activate(Activation activation, SegmentTensor x, SegmentTensor out) {
        overRows(x.allRows(), x.columns(), row -> {
            long at = x.at(0, row, 0);
            GateKernels.activate(activation, x.data(), at, out.data(), at, x.columns());
        });
    }

    @Override
    public void scale(SegmentTensor x, float factor) {
        overRows(x.allRows(), x.columns(), row -> {
            long at = x.at(0, row, 0);
            RowKernels.scale(x.data(), at, factor, x.data(), at, x.columns());
        });
    }

    @Override
    public void add(SegmentTensor x, SegmentTensor y) {
        overRows(
                x.allRows(),
                x.columns(),
                row -> RowKernels.add(x.data(), x.at(0, row, 0), y.data(), y.at(0, row, 0), x.columns()));
    }

    @Override
    public void crossEntropy(SegmentTensor logits, int[] targets, double[] out) {
        int nVocab = logits.columns();
        overRows(targets.length, nVocab, row -> {
            long at = logits.at(0, row, 0);
            if (targets[row] < 0) {
                out[row] = 0;
                return;
            }
            float max = RowKernels.max(logits.data(), at, nVocab);
            double logSum = max + Math.log(RowKernels.sumExp(logits.data(), at, max, nVocab));
            out[row] = logSum - logits.data().get(ValueLayout.JAVA_FLOAT, logits.at(0, row, targets[row]));
        });
    }

    @Override
    public void pairSums(PairTerm term, SegmentTensor p, SegmentTensor q, int firstRow, int skip, double[] sums) {
        PairSums.ofTwo(term, p, q).addTo(sums, firstRow, skip, parallel, products);
    }

    @Override
    public void pairSums(
            PairTerm term, SegmentTensor p, PartOf<SegmentTensor> slicesOf, int firstRow, int skip, double[] sums) {
        PairSums.ofOne(term, p).addTo(sums, firstRow, skip, parallel, products);
    }

    /// What to do with one row.
    interface Row {
        void run(int row);
    }

    /// Shares rows of `columns` values each out over the crew.
    void overRows(int rows, int columns, Row body) {
        VectorStart.count((long) rows * columns);
        int rowsPerTask = Math.max(1, TASK_VALUES / Math.max(1, columns));
        parallel.run(Math.ceilDiv(rows, rowsPerTask), (task, _) -> {
            int end = Math.min(rows, (task + 1) * rowsPerTask);
            for (int row = task * rowsPerTask; row < end; row++) {
                body.run(row);
            }
        });
    }

    @Override
    public void close() {
        parallel.close();
        products.close();
        if (halves != null) {
            halves.close();
        }
        if (arena.scope().isAlive()) {
            nets.close();
            arena.close();
        }
    }
}
