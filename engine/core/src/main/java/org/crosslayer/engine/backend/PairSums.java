package org.crosslayer.engine.backend;

/// Compares every slice of one slab with every slice of another, row by row.
final class PairSums {
    /// Rows of one task; its sums are added to the others' in order, so that results do not depend on timing.
    private static final int TASK_ROWS = 16;
    /// Rows whose lanes are added up together; their values for all slices should stay in the second-level cache.
    private static final int GROUP_ROWS = 8;

    private PairSums() {}

    static void add(
            Parallel parallel, PairTerm term, SegmentTensor p, SegmentTensor q, int firstRow, int skip, double[] sums) {
        int rows = p.rows() - skip;
        VectorStart.count((long) rows * p.columns() * p.slices() * q.slices());
        double[][] partial = new double[Math.ceilDiv(rows, TASK_ROWS)][sums.length];
        parallel.run(partial.length, (task, _) -> {
            int from = skip + task * TASK_ROWS;
            int to = Math.min(p.rows(), from + TASK_ROWS);
            if (term == PairTerm.JENSEN_SHANNON) {
                double[] own = new double[p.slices() + q.slices()];
                for (int row = from; row < to; row += GROUP_ROWS) {
                    int end = Math.min(row + GROUP_ROWS, to);
                    jensenShannon(p, q, row, end, firstRow + row + 1, own, partial[task]);
                }
                return;
            }
            for (int row = from; row < to; row++) {
                int keys = wholeVectors(firstRow + row + 1, p.columns());
                switch (term) {
                    case TOTAL_VARIATION -> totalVariation(p, q, row, keys, partial[task]);
                    default -> dot(p, q, row, keys, partial[task]);
                }
            }
        });
        for (double[] part : partial) {
            for (int i = 0; i < sums.length; i++) {
                sums[i] += part[i];
            }
        }
    }

    /// Hidden keys are exactly 0 and add nothing, so that a row may be read up to the end of its last vector.
    private static int wholeVectors(int visible, int columns) {
        return Math.min(columns, Math.ceilDiv(visible, VectorMath.LANES) * VectorMath.LANES);
    }

    /// Rows from `from` to `to`, whose first sees `visible` keys.
    private static void jensenShannon(
            SegmentTensor p, SegmentTensor q, int from, int to, int visible, double[] own, double[] sums) {
        int rows = to - from;
        int columns = p.columns();
        for (int a = 0; a < p.slices(); a++) {
            long at = p.at(a, from, 0);
            own[a] = PairKernels.jointSum(p.data(), at, p.data(), at, rows, visible, columns);
        }
        for (int b = 0; b < q.slices(); b++) {
            long at = q.at(b, from, 0);
            own[p.slices() + b] = PairKernels.jointSum(q.data(), at, q.data(), at, rows, visible, columns);
        }
        for (int a = 0; a < p.slices(); a++) {
            for (int b = 0; b < q.slices(); b++) {
                double joint = PairKernels.jointSum(
                        p.data(), p.at(a, from, 0), q.data(), q.at(b, from, 0), rows, visible, columns);
                sums[a * q.slices() + b] += PairKernels.jensenShannon(own[a], own[p.slices() + b], joint, rows);
            }
        }
    }

    private static void totalVariation(SegmentTensor p, SegmentTensor q, int row, int keys, double[] sums) {
        for (int a = 0; a < p.slices(); a++) {
            for (int b = 0; b < q.slices(); b++) {
                sums[a * q.slices() + b] +=
                        PairKernels.totalVariation(p.data(), p.at(a, row, 0), q.data(), q.at(b, row, 0), keys);
            }
        }
    }

    private static void dot(SegmentTensor p, SegmentTensor q, int row, int keys, double[] sums) {
        for (int a = 0; a < p.slices(); a++) {
            for (int b = 0; b < q.slices(); b++) {
                sums[a * q.slices() + b] += RowKernels.dot(p.data(), p.at(a, row, 0), q.data(), q.at(b, row, 0), keys);
            }
        }
    }
}
