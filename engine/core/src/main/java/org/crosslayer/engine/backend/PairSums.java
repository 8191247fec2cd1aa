package org.crosslayer.engine.backend;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// Compares every slice of one slab with every slice of another, or with every lower one of its own, row by row.
///
/// For the divergence rows of all slices are brought together first, one behind the other up to the last key that they
/// see: slices of 512 × 512 values lie a power of two apart and would push each other out of the caches, and a pair
/// is then one long line.
///
/// @param q     the same as `p` where there is one slab
/// @param isOne whether there is
record PairSums(PairTerm term, SegmentTensor p, SegmentTensor q, boolean isOne) {
    /// Rows of one task; its sums are added to the others' in order, so that results do not depend on timing.
    private static final int TASK_ROWS = 16;
    /// Rows that are brought together.
    private static final int GROUP_ROWS = 8;
    /// Values of all slices that are: half a second-level cache.
    private static final int GROUP_VALUES = 128 * 1024;

    static PairSums ofTwo(PairTerm term, SegmentTensor p, SegmentTensor q) {
        return new PairSums(term, p, q, false);
    }

    static PairSums ofOne(PairTerm term, SegmentTensor p) {
        return new PairSums(term, p, p, true);
    }

    void addTo(double[] sums, int firstRow, int skip, Parallel parallel, GemmKernels rooms) {
        int rows = p.rows() - skip;
        VectorStart.count((long) rows * p.columns() * p.slices() * q.slices());
        double[][] partial = new double[Math.ceilDiv(rows, TASK_ROWS)][sums.length];
        parallel.run(partial.length, (task, worker) -> {
            int from = skip + task * TASK_ROWS;
            int to = Math.min(p.rows(), from + TASK_ROWS);
            if (term == PairTerm.JENSEN_SHANNON) {
                Group group = new Group(rooms, worker);
                for (int row = from; row < to; row += GROUP_ROWS) {
                    group.add(row, Math.min(GROUP_ROWS, to - row), firstRow + row + 1, partial[task]);
                }
                return;
            }
            for (int row = from; row < to; row++) {
                int keys = wholeVectors(firstRow + row + 1, p.columns());
                switch (term) {
                    case TOTAL_VARIATION -> totalVariation(row, keys, partial[task]);
                    default -> dot(row, keys, partial[task]);
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

    /// How many slices slice `a` is compared with, from the first on.
    private int others(int a) {
        if (!isOne) {
            return q.slices();
        }
        return term == PairTerm.DOT ? a + 1 : a;
    }

    /// Rows of all slices, brought together.
    private final class Group {
        private final MemorySegment room;
        /// The first slice of `q` among all.
        private final int second;
        /// Most keys of a row.
        private final int most;
        private final double[] own;
        private final double[] joint;

        Group(GemmKernels rooms, int worker) {
            second = isOne ? 0 : p.slices();
            int slices = second + q.slices();
            most = Math.max(1, GROUP_VALUES / slices / GROUP_ROWS / VectorMath.LANES) * VectorMath.LANES;
            room = rooms.tile(worker, (long) slices * GROUP_ROWS * most);
            own = new double[slices];
            joint = new double[p.slices() * q.slices()];
        }

        /// Adds the divergences of some rows, whose first sees `visible` keys.
        void add(int row, int rows, int visible, double[] sums) {
            Arrays.fill(own, 0);
            Arrays.fill(joint, 0);
            int seen = Math.min(visible + rows - 1, p.columns());
            for (int key = 0; key < seen; key += most) {
                int keys = Math.min(most, seen - key);
                int width = Math.ceilDiv(keys, VectorMath.LANES) * VectorMath.LANES;
                bring(q, row, rows, key, keys, width, second);
                if (!isOne) {
                    bring(p, row, rows, key, keys, width, 0);
                }
                add(rows * width);
            }
            for (int a = 0; a < p.slices(); a++) {
                for (int b = 0; b < others(a); b++) {
                    int pair = a * q.slices() + b;
                    sums[pair] += PairKernels.jensenShannon(own[a], own[second + b], joint[pair], rows);
                }
            }
        }

        private void bring(SegmentTensor slab, int row, int rows, int key, int keys, int width, int slice) {
            for (int a = 0; a < slab.slices(); a++) {
                for (int i = 0; i < rows; i++) {
                    long to = ((long) (slice + a) * rows + i) * width * Float.BYTES;
                    RowKernels.widen(slab.data(), slab.at(a, row + i, key), room, to, keys, width);
                }
            }
        }

        /// Adds up what was brought, `line` values of each slice.
        private void add(int line) {
            long next = (long) line * Float.BYTES;
            for (int slice = 0; slice < own.length; slice++) {
                own[slice] += VectorEntropy.sum(room, slice * next, room, slice * next, line);
            }
            for (int a = 0; a < p.slices(); a++) {
                for (int b = 0; b < others(a); b++) {
                    long other = (second + b) * next;
                    joint[a * q.slices() + b] += VectorEntropy.sum(room, a * next, room, other, line);
                }
            }
        }
    }

    private void totalVariation(int row, int keys, double[] sums) {
        for (int a = 0; a < p.slices(); a++) {
            for (int b = 0; b < others(a); b++) {
                sums[a * q.slices() + b] +=
                        PairKernels.totalVariation(p.data(), p.at(a, row, 0), q.data(), q.at(b, row, 0), keys);
            }
        }
    }

    private void dot(int row, int keys, double[] sums) {
        for (int a = 0; a < p.slices(); a++) {
            for (int b = 0; b < others(a); b++) {
                sums[a * q.slices() + b] += RowKernels.dot(p.data(), p.at(a, row, 0), q.data(), q.at(b, row, 0), keys);
            }
        }
    }
}
