package org.crosslayer.engine.backend;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// Compares every slice of one slab with every slice of another, row by row.
///
/// For the divergence rows of all slices are brought together first, one behind the other up to the last key that they
/// see: slices of 512 × 512 values lie a power of two apart and would push each other out of the caches, and a pair
/// is then one long line.
final class PairSums {
    /// Rows of one task; its sums are added to the others' in order, so that results do not depend on timing.
    private static final int TASK_ROWS = 16;
    /// Rows that are brought together.
    private static final int GROUP_ROWS = 8;
    /// Values of all slices that are: half a second-level cache.
    private static final int GROUP_VALUES = 128 * 1024;

    private PairSums() {}

    static void add(
            Parallel parallel,
            GemmKernels rooms,
            PairTerm term,
            SegmentTensor p,
            SegmentTensor q,
            int firstRow,
            int skip,
            double[] sums) {
        int rows = p.rows() - skip;
        VectorStart.count((long) rows * p.columns() * p.slices() * q.slices());
        double[][] partial = new double[Math.ceilDiv(rows, TASK_ROWS)][sums.length];
        parallel.run(partial.length, (task, worker) -> {
            int from = skip + task * TASK_ROWS;
            int to = Math.min(p.rows(), from + TASK_ROWS);
            if (term == PairTerm.JENSEN_SHANNON) {
                Group group = new Group(p, q, rooms, worker);
                for (int row = from; row < to; row += GROUP_ROWS) {
                    group.add(row, Math.min(GROUP_ROWS, to - row), firstRow + row + 1, partial[task]);
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

    /// Rows of all slices of two slabs, brought together.
    private static final class Group {
        private final SegmentTensor p;
        private final SegmentTensor q;
        private final MemorySegment room;
        /// Most keys of a row.
        private final int most;
        private final double[] own;
        private final double[] joint;

        Group(SegmentTensor p, SegmentTensor q, GemmKernels rooms, int worker) {
            this.p = p;
            this.q = q;
            int slices = p.slices() + q.slices();
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
                bring(p, row, rows, key, keys, width, 0);
                bring(q, row, rows, key, keys, width, p.slices());
                add(rows * width);
            }
            for (int a = 0; a < p.slices(); a++) {
                for (int b = 0; b < q.slices(); b++) {
                    int pair = a * q.slices() + b;
                    sums[pair] += PairKernels.jensenShannon(own[a], own[p.slices() + b], joint[pair], rows);
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
                for (int b = 0; b < q.slices(); b++) {
                    long other = (p.slices() + b) * next;
                    joint[a * q.slices() + b] += VectorEntropy.sum(room, a * next, room, other, line);
                }
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
