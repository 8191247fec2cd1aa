package org.crosslayer.engine.backend;

/// Compares every slice of one slab with every slice of another, row by row.
final class PairSums {
    /// Rows of one task; its sums are added to the others' in order, so that results do not depend on timing.
    private static final int TASK_ROWS = 16;

    private PairSums() {}

    static void add(
            Parallel parallel, PairTerm term, SegmentTensor p, SegmentTensor q, int firstRow, int skip, double[] sums) {
        int rows = p.rows() - skip;
        double[][] partial = new double[Math.ceilDiv(rows, TASK_ROWS)][sums.length];
        parallel.run(partial.length, (task, _) -> {
            double[] entropies = new double[p.slices() + q.slices()];
            int end = Math.min(p.rows(), skip + (task + 1) * TASK_ROWS);
            for (int row = skip + task * TASK_ROWS; row < end; row++) {
                int keys = wholeVectors(firstRow + row + 1, p.columns());
                switch (term) {
                    case JENSEN_SHANNON -> jensenShannon(p, q, row, keys, entropies, partial[task]);
                    case TOTAL_VARIATION -> totalVariation(p, q, row, keys, partial[task]);
                    case DOT -> dot(p, q, row, keys, partial[task]);
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

    private static void jensenShannon(
            SegmentTensor p, SegmentTensor q, int row, int keys, double[] entropies, double[] sums) {
        for (int a = 0; a < p.slices(); a++) {
            entropies[a] = PairKernels.negativeEntropy(p.data(), p.at(a, row, 0), keys);
        }
        for (int b = 0; b < q.slices(); b++) {
            entropies[p.slices() + b] = PairKernels.negativeEntropy(q.data(), q.at(b, row, 0), keys);
        }
        for (int a = 0; a < p.slices(); a++) {
            for (int b = 0; b < q.slices(); b++) {
                double mixed =
                        PairKernels.mixedNegativeEntropy(p.data(), p.at(a, row, 0), q.data(), q.at(b, row, 0), keys);
                sums[a * q.slices() + b] += PairKernels.jensenShannon(entropies[a], entropies[p.slices() + b], mixed);
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
