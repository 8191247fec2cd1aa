package org.crosslayer.engine.backend;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// Covariances of scores under a pattern, row by row; each task sums for itself, and tasks are added in order.
final class ScoreCovariances {
    private static final int TASK_ROWS = 16;

    private ScoreCovariances() {}

    static void add(
            CpuKernels kernels, SegmentTensor pattern, SegmentTensor target, SegmentTensor source, double[] sums) {
        int n = pattern.rows();
        double[][] partial = new double[Math.ceilDiv(n, TASK_ROWS)][];
        kernels.parallel().run(partial.length, (index, worker) -> {
            int task = partial.length - 1 - index;
            double[] own = new double[sums.length];
            MemorySegment weighted = kernels.products().tile(worker, n);
            for (int row = task * TASK_ROWS; row < Math.min(n, (task + 1) * TASK_ROWS); row++) {
                for (int head = 0; head < pattern.slices(); head++) {
                    addRow(pattern, target, source, head, row, weighted, own);
                }
            }
            partial[task] = own;
        });
        for (double[] part : partial) {
            Arrays.setAll(sums, i -> sums[i] + part[i]);
        }
    }

    private static void addRow(
            SegmentTensor pattern,
            SegmentTensor target,
            SegmentTensor source,
            int head,
            int row,
            MemorySegment weighted,
            double[] sums) {
        int h = pattern.slices();
        int visible = row + 1;
        long at = pattern.at(head, row, 0);
        double mass = GradientRows.sum(pattern.data(), at, visible);
        double[] mean = new double[h];
        for (int b = 0; b < h; b++) {
            mean[b] = RowKernels.dot(pattern.data(), at, source.data(), source.at(b, row, 0), visible);
        }
        double targetMean = RowKernels.dot(pattern.data(), at, target.data(), at, visible);
        int from = head * (h + 1) * h;
        for (int b = 0; b < h; b++) {
            GradientRows.product(pattern.data(), at, source.data(), source.at(b, row, 0), weighted, 0, visible);
            for (int c = b; c < h; c++) {
                double product = RowKernels.dot(weighted, 0, source.data(), source.at(c, row, 0), visible);
                double covariance = product - mean[b] * mean[c] * (2 - mass);
                sums[from + b * h + c] += covariance;
                if (c > b) {
                    sums[from + c * h + b] += covariance;
                }
            }
            double withTarget = RowKernels.dot(weighted, 0, target.data(), at, visible);
            sums[from + h * h + b] += withTarget - mean[b] * targetMean * (2 - mass);
        }
    }
}
