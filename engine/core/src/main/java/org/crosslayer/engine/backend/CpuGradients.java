package org.crosslayer.engine.backend;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Shares the rows of every gradient out over the crew; losses are kept for each row and added in order.
final class CpuGradients implements GradientKernels<SegmentTensor, StoredWeight> {
    private final CpuKernels kernels;
    private final GradientProducts products;

    CpuGradients(CpuKernels kernels) {
        this.kernels = kernels;
        products = new GradientProducts(kernels.parallel(), kernels.products());
    }

    @Override
    public void linearInput(SegmentTensor dy, StoredWeight w, SegmentTensor dx) {
        products.linearInput(dy, w, dx);
    }

    @Override
    public void linearWeight(SegmentTensor dy, SegmentTensor x, SegmentTensor dw) {
        products.linearWeight(dy, x, dw);
    }

    @Override
    public void rmsNorm(SegmentTensor dy, SegmentTensor x, StoredWeight gain, float eps, SegmentTensor dx) {
        int columns = x.columns();
        try (Arena arena = Arena.ofShared()) {
            MemorySegment factors = arena.allocate((long) columns * Float.BYTES, 64);
            Widening.widen(gain, 0, columns, factors, 0);
            kernels.overRows(x.allRows(), columns, row -> {
                long at = x.at(0, row, 0);
                double meanSquare = RowKernels.dot(x.data(), at, x.data(), at, columns) / (double) columns;
                double inverse = 1 / Math.sqrt(meanSquare + eps);
                double inner = GradientRows.dot(x.data(), at, factors, 0, dy.data(), at, columns);
                float pull = (float) (inverse * inverse * inverse * inner / columns);
                GradientRows.product(factors, 0, dy.data(), at, dx.data(), at, columns);
                GradientRows.combine(dx.data(), at, (float) inverse, x.data(), at, -pull, dx.data(), at, columns);
            });
        }
    }

    @Override
    public void softmax(SegmentTensor pattern, SegmentTensor dPattern, SegmentTensor dScores) {
        int keys = pattern.columns();
        kernels.overRows(pattern.allRows(), keys, row -> {
            long at = pattern.at(0, row, 0);
            int visible = row % pattern.rows() + 1;
            float mean = RowKernels.dot(pattern.data(), at, dPattern.data(), at, visible);
            GradientRows.productOfShifted(pattern.data(), at, dPattern.data(), at, mean, dScores.data(), at, visible);
            CpuKernels.hide(dScores, row, 0, visible);
        });
    }

    @Override
    public void queries(SegmentTensor dScores, SegmentTensor k, int h, int g, float scale, SegmentTensor dq) {
        products.queries(dScores, k, h, g, scale, dq);
    }

    @Override
    public void keys(SegmentTensor dScores, SegmentTensor q, int h, int g, float scale, SegmentTensor dk) {
        products.keys(dScores, q, h, g, scale, dk);
    }

    @Override
    public void gate(
            Activation activation,
            SegmentTensor gate,
            SegmentTensor up,
            SegmentTensor dOut,
            SegmentTensor dGate,
            SegmentTensor dUp) {
        kernels.overRows(gate.allRows(), gate.columns(), row -> {
            long at = gate.at(0, row, 0);
            SlopeKernels.gate(
                    activation, gate.data(), up.data(), dOut.data(), dGate.data(), dUp.data(), at, gate.columns());
        });
    }

    @Override
    public void alignHeads(
            HeadNet net,
            SegmentTensor z,
            @Nullable SegmentTensor difference,
            SegmentTensor dOut,
            HeadNetGradient sums,
            @Nullable SegmentTensor dZ,
            @Nullable SegmentTensor dDifference) {
        HeadNetLayout layout = new HeadNetLayout(net);
        double[] parts = new double[layout.values().length];
        HeadNetBackward.add(kernels, layout, new HeadNetBackward.Slabs(z, difference, dOut, dZ, dDifference), parts);
        layout.add(parts, sums, SegmentTensor.class, kernels);
    }

    @Override
    public double patternDivergence(
            SegmentTensor teacher, SegmentTensor scores, int window, float weight, SegmentTensor dScores) {
        double[] losses = new double[teacher.allRows()];
        kernels.overRows(losses.length, teacher.columns(), row -> {
            int first = Shapes.firstSeen(row % teacher.rows() + 1, window);
            long at = teacher.at(0, row, first);
            int visible = row % teacher.rows() + 1 - first;
            float max = RowKernels.max(scores.data(), at, visible);
            double mean = RowKernels.dot(teacher.data(), at, scores.data(), at, visible);
            double mass = GradientRows.sum(teacher.data(), at, visible);
            float sum = RowKernels.expShifted(scores.data(), at, max, dScores.data(), at, visible);
            double negativeEntropy = VectorEntropy.sum(teacher.data(), at, visible);
            losses[row] = negativeEntropy - mean + mass * (max + Math.log(sum));
            GradientRows.combine(
                    dScores.data(), at, weight / sum, teacher.data(), at, -weight, dScores.data(), at, visible);
            CpuKernels.hide(dScores, row, first, first + visible);
        });
        return Arrays.stream(losses).sum();
    }

    @Override
    public double logitDivergence(SegmentTensor teacher, SegmentTensor student, float weight, SegmentTensor dStudent) {
        int nVocab = teacher.columns();
        double[] losses = new double[teacher.allRows()];
        int tasks = Math.min(losses.length, 4 * kernels.parallel().threads());
        kernels.parallel().run(tasks, (task, worker) -> {
            MemorySegment p = kernels.products().tile(worker, nVocab);
            for (int row = task; row < losses.length; row += tasks) {
                long at = teacher.at(0, row, 0);
                float pMax = RowKernels.max(teacher.data(), at, nVocab);
                float qMax = RowKernels.max(student.data(), at, nVocab);
                float pSum = RowKernels.expShifted(teacher.data(), at, pMax, p, 0, nVocab);
                double difference =
                        GradientRows.weightedDifference(p, teacher.data(), at, student.data(), at, pMax - qMax, nVocab);
                float qSum = RowKernels.expShifted(student.data(), at, qMax, dStudent.data(), at, nVocab);
                losses[row] = difference / pSum + Math.log(qSum) - Math.log(pSum);
                GradientRows.combine(
                        dStudent.data(), at, weight / qSum, p, 0, -weight / pSum, dStudent.data(), at, nVocab);
            }
        });
        return Arrays.stream(losses).sum();
    }

    @Override
    public void scoreCovariances(SegmentTensor pattern, SegmentTensor target, SegmentTensor source, double[] sums) {
        ScoreCovariances.add(kernels, pattern, target, source, sums);
    }
}
