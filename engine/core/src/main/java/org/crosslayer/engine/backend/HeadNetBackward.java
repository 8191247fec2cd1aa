package org.crosslayer.engine.backend;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.crosslayer.engine.backend.ScratchRows.Factors;
import org.crosslayer.engine.backend.ScratchRows.Onto;
import org.jspecify.annotations.Nullable;

/// Backwards through a head net, many keys at a time.
///
/// Rows are gathered one behind the other in a worker's scratch memory until a block is full, because sums over
/// lanes at the end of every short row would cost more than the row. Tasks sum for themselves and are added in order.
final class HeadNetBackward {
    /// Keys gathered before a block is worked off; with eight heads it stays in the first two caches.
    private static final int BLOCK = 512;

    private static final int TASK_ROWS = 16;
    private static final int NO_BIAS = -1;

    /// Everything that lies outside: `[h, n, n]` each.
    record Slabs(
            SegmentTensor z,
            @Nullable SegmentTensor difference,
            SegmentTensor dOut,
            @Nullable SegmentTensor dZ,
            @Nullable SegmentTensor dDifference) {}

    private final HeadNetLayout net;
    private final Slabs slabs;
    private final MemorySegment scratch;
    /// Bytes from one scratch row to the next.
    private final long stride;

    private final double[] sums;
    private final int[] rows;
    private int gatheredRows;
    private int gathered;

    private HeadNetBackward(HeadNetLayout net, Slabs slabs, MemorySegment scratch, long stride, double[] sums) {
        this.net = net;
        this.slabs = slabs;
        this.scratch = scratch;
        this.stride = stride;
        this.sums = sums;
        rows = new int[TASK_ROWS];
    }

    static void add(CpuKernels kernels, HeadNetLayout net, Slabs slabs, double[] sums) {
        int n = slabs.z().rows();
        int capacity = padded(BLOCK + n + VectorMath.LANES, VectorMath.LANES);
        int scratchRows = 2 * net.inputs() + net.heads() + 2 * net.hidden();
        double[][] partial = new double[Math.ceilDiv(n, TASK_ROWS)][];
        kernels.parallel().run(partial.length, (index, worker) -> {
            int task = partial.length - 1 - index;
            double[] own = new double[sums.length];
            MemorySegment scratch = kernels.products().tile(worker, (long) scratchRows * capacity);
            HeadNetBackward backward = new HeadNetBackward(net, slabs, scratch, (long) capacity * Float.BYTES, own);
            for (int row = task * TASK_ROWS; row < Math.min(n, (task + 1) * TASK_ROWS); row++) {
                backward.gather(row);
            }
            backward.flush();
            partial[task] = own;
        });
        for (double[] part : partial) {
            Arrays.setAll(sums, i -> sums[i] + part[i]);
        }
    }

    /// Bytes to scratch row `row`: first the inputs, then `dOut`, activations, slopes, and gradients of the inputs.
    private long at(int row) {
        return row * stride;
    }

    private int outputs() {
        return net.inputs();
    }

    private int activations() {
        return outputs() + net.heads();
    }

    private int slopes() {
        return activations() + net.hidden();
    }

    private int inputGradients() {
        return slopes() + net.hidden();
    }

    private void gather(int row) {
        int padded = padded(row + 1, VectorMath.LANES);
        for (int a = 0; a < net.heads(); a++) {
            copyIn(slabs.z(), a, row, a, padded);
            copyIn(slabs.dOut(), a, row, outputs() + a, padded);
            if (net.readsDifference() && slabs.difference() != null) {
                copyIn(slabs.difference(), a, row, net.heads() + a, padded);
            }
        }
        rows[gatheredRows++] = row;
        gathered += padded;
        if (gathered >= BLOCK) {
            flush();
        }
    }

    private void copyIn(SegmentTensor slab, int head, int row, int to, int padded) {
        long target = at(to) + (long) gathered * Float.BYTES;
        long bytes = (long) (row + 1) * Float.BYTES;
        MemorySegment.copy(slab.data(), slab.at(head, row, 0), scratch, target, bytes);
        for (long hidden = target + bytes; hidden < target + (long) padded * Float.BYTES; hidden += Float.BYTES) {
            scratch.set(ValueLayout.JAVA_FLOAT, hidden, 0);
        }
    }

    private void flush() {
        if (gathered == 0) {
            return;
        }
        int h = net.heads();
        int inputs = net.inputs();
        int hidden = net.hidden();
        float[] v = net.values();
        combine(0, inputs, new Factors(v, net.w1(), inputs, 1, net.b1()), Onto.NOTHING, activations(), hidden);
        for (int k = 0; k < hidden; k++) {
            SlopeKernels.activate(net.activation(), scratch, at(activations() + k), at(slopes() + k), gathered);
        }
        add(net.w2(), outputs(), h, activations(), hidden);
        combine(outputs(), h, new Factors(v, net.w2(), 1, hidden, NO_BIAS), Onto.PRODUCT, slopes(), hidden);
        add(net.w1(), slopes(), hidden, 0, inputs);
        addSums(net.b1(), slopes(), hidden);
        addSums(net.b2(), outputs(), h);
        if (net.hasSkip()) {
            add(net.m(), outputs(), h, 0, h);
        }
        if (slabs.dZ() != null || slabs.dDifference() != null) {
            inputGradients(v);
        }
        gathered = 0;
        gatheredRows = 0;
    }

    private void inputGradients(float[] v) {
        int h = net.heads();
        int inputs = net.inputs();
        Factors inner = new Factors(v, net.w1(), 1, inputs, NO_BIAS);
        combine(slopes(), net.hidden(), inner, Onto.NOTHING, inputGradients(), inputs);
        if (net.hasSkip()) {
            combine(outputs(), h, new Factors(v, net.m(), 1, h, NO_BIAS), Onto.SUM, inputGradients(), h);
        }
        int from = 0;
        for (int i = 0; i < gatheredRows; i++) {
            for (int a = 0; a < h; a++) {
                copyOut(inputGradients() + a, from, slabs.dZ(), a, rows[i]);
                if (net.readsDifference()) {
                    copyOut(inputGradients() + h + a, from, slabs.dDifference(), a, rows[i]);
                }
            }
            from += padded(rows[i] + 1, VectorMath.LANES);
        }
    }

    private void copyOut(int scratchRow, int from, @Nullable SegmentTensor slab, int head, int row) {
        if (slab == null) {
            return;
        }
        long target = slab.at(head, row, 0);
        long bytes = (long) (row + 1) * Float.BYTES;
        MemorySegment.copy(scratch, at(scratchRow) + (long) from * Float.BYTES, slab.data(), target, bytes);
        slab.data()
                .asSlice(target + bytes, (long) slab.columns() * Float.BYTES - bytes)
                .fill((byte) 0);
    }

    private void combine(int fromRow, int count, Factors factors, Onto onto, int toRow, int results) {
        ScratchRows.combine(scratch, at(fromRow), stride, count, factors, onto, at(toRow), results, gathered);
    }

    private void add(int part, int xRow, int xCount, int yRow, int yCount) {
        ScratchRows.addProducts(scratch, at(xRow), xCount, at(yRow), yCount, stride, gathered, sums, part);
    }

    private void addSums(int part, int row, int count) {
        for (int i = 0; i < count; i++) {
            sums[part + i] += GradientRows.sum(scratch, at(row + i), gathered);
        }
    }

    private static int padded(int length, int multiple) {
        return Math.ceilDiv(length, multiple) * multiple;
    }
}
