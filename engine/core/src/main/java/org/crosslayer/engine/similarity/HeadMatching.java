package org.crosslayer.engine.similarity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.crosslayer.engine.tensor.DoubleMatrix;

/// Finds for each head of a layer its partner in another, from what each pair costs.
public final class HeadMatching {
    private static final int NONE = -1;

    private HeadMatching() {}

    /// Matches by the given method.
    ///
    /// @param cost `[heads of layer, heads of source]`, finite; square for [MatchMethod#HUNGARIAN]
    /// @return `[heads of layer]`: a head of the source for each
    public static List<Integer> match(MatchMethod method, DoubleMatrix cost) {
        return switch (method) {
            case ARGMIN -> argmin(cost);
            case HUNGARIAN -> hungarian(cost);
        };
    }

    /// For each row the column of its smallest cost, the lowest such column; several rows may share a column.
    ///
    /// @param cost `[rows, columns]`, finite, with at least one column
    public static List<Integer> argmin(DoubleMatrix cost) {
        checkFinite(cost);
        List<Integer> map = new ArrayList<>();
        for (int row = 0; row < cost.rows(); row++) {
            int best = 0;
            for (int column = 1; column < cost.columns(); column++) {
                if (cost.at(row, column) < cost.at(row, best)) {
                    best = column;
                }
            }
            map.add(best);
        }
        return List.copyOf(map);
    }

    /// One column for each row, no column twice, such that the sum of costs is smallest.
    ///
    /// Rows are placed one by one along a shortest augmenting path over reduced costs, with potentials that keep
    /// these non-negative; O(n³). R. Jonker and A. Volgenant, "A shortest augmenting path algorithm for dense and
    /// sparse linear assignment problems", Computing 38 (1987). Deterministic: among equally short paths the
    /// lowest column.
    ///
    /// @param cost `[n, n]`, finite
    /// @throws IllegalArgumentException if it is not square or not finite
    public static List<Integer> hungarian(DoubleMatrix cost) {
        if (cost.rows() != cost.columns()) {
            throw new IllegalArgumentException(
                    "a one-to-one matching needs a square matrix, not [" + cost.rows() + ", " + cost.columns() + "]");
        }
        checkFinite(cost);
        Assignment assignment = new Assignment(cost);
        for (int row = 0; row < cost.rows(); row++) {
            assignment.place(row);
        }
        return assignment.columns();
    }

    private static void checkFinite(DoubleMatrix cost) {
        for (double value : cost.toArray()) {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("a cost is not a finite number: " + value);
            }
        }
    }

    /// A partial assignment that grows row by row and is optimal for the rows placed so far.
    private static final class Assignment {
        private final DoubleMatrix cost;
        private final int n;
        private final double[] rowPotential;
        private final double[] columnPotential;
        private final int[] columnOfRow;
        private final int[] rowOfColumn;

        Assignment(DoubleMatrix cost) {
            this.cost = cost;
            n = cost.rows();
            rowPotential = new double[n];
            columnPotential = new double[n];
            columnOfRow = filled(NONE);
            rowOfColumn = filled(NONE);
        }

        void place(int newRow) {
            double[] distance = new double[n];
            Arrays.fill(distance, Double.POSITIVE_INFINITY);
            int[] previousRow = filled(NONE);
            boolean[] reached = new boolean[n];
            double length = 0;
            int row = newRow;
            int end = NONE;
            while (end == NONE) {
                relax(row, length, distance, previousRow, reached);
                int column = nearest(distance, reached);
                length = distance[column];
                reached[column] = true;
                row = rowOfColumn[column];
                if (row == NONE) {
                    end = column;
                }
            }
            raisePotentials(newRow, length, distance, reached);
            augment(newRow, end, previousRow);
        }

        List<Integer> columns() {
            return Arrays.stream(columnOfRow).boxed().toList();
        }

        private void relax(int row, double length, double[] distance, int[] previousRow, boolean[] reached) {
            for (int column = 0; column < n; column++) {
                double through = length + cost.at(row, column) - rowPotential[row] - columnPotential[column];
                if (!reached[column] && through < distance[column]) {
                    distance[column] = through;
                    previousRow[column] = row;
                }
            }
        }

        private int nearest(double[] distance, boolean[] reached) {
            int nearest = NONE;
            for (int column = 0; column < n; column++) {
                if (!reached[column] && (nearest == NONE || distance[column] < distance[nearest])) {
                    nearest = column;
                }
            }
            return nearest;
        }

        private void raisePotentials(int newRow, double length, double[] distance, boolean[] reached) {
            rowPotential[newRow] += length;
            for (int column = 0; column < n; column++) {
                if (reached[column]) {
                    double shift = length - distance[column];
                    columnPotential[column] -= shift;
                    if (rowOfColumn[column] != NONE) {
                        rowPotential[rowOfColumn[column]] += shift;
                    }
                }
            }
        }

        private void augment(int newRow, int end, int[] previousRow) {
            int column = end;
            int row;
            do {
                row = previousRow[column];
                int freed = columnOfRow[row];
                columnOfRow[row] = column;
                rowOfColumn[column] = row;
                column = freed;
            } while (row != newRow);
        }

        private int[] filled(int value) {
            int[] values = new int[n];
            Arrays.fill(values, value);
            return values;
        }
    }
}
