package org.crosslayer.viz.matrix;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The extreme value of every block of 2 × 2, 4 × 4, … cells, so that a picture with fewer pixels than cells reads few
/// values a pixel and still loses no peak.
///
/// Extreme is the value farthest from zero: the maximum for patterns and divergences, the larger change for
/// differences. NaN counts only where a block holds nothing else. Kept as [Distance]s, of which the processor compares
/// many at once. Takes 4/3 bytes a cell.
public final class MatrixPyramid {
    private final MatrixSource source;
    private final List<Level> levels;

    private MatrixPyramid(MatrixSource source, List<Level> levels) {
        this.source = source;
        this.levels = levels;
    }

    /// Reads every cell of the matrix once.
    public static MatrixPyramid of(MatrixSource source) {
        List<Level> levels = new ArrayList<>();
        int rows = source.rows();
        int columns = source.columns();
        while (rows > 1 || columns > 1) {
            MatrixPyramid below = new MatrixPyramid(source, levels);
            Level level = Level.over(below, levels.size(), rows, columns);
            levels.add(level);
            rows = level.rows;
            columns = level.columns;
        }
        return new MatrixPyramid(source, List.copyOf(levels));
    }

    /// Levels: 0 holds the cells themselves, each further one blocks of twice the side.
    public int depth() {
        return levels.size() + 1;
    }

    /// The extreme of one block of `2^level` cells a side; NaN where it has no value.
    public double valueAt(int level, int row, int column) {
        if (level > 0) {
            Level blocks = levels.get(level - 1);
            return Distance.value(blocks.distances[row * blocks.columns + column]);
        }
        return source.causal() && column > row ? Double.NaN : source.valueAt(row, column);
    }

    /// Takes one row of blocks of a level above 0 into the first `length` places of `line`, which holds [Distance]s and
    /// begins at block column `first`.
    void reduce(int level, int row, int first, int[] line, int length) {
        Level blocks = levels.get(level - 1);
        int start = row * blocks.columns + first;
        for (int i = 0; i < length; i++) {
            line[i] = Math.max(line[i], blocks.distances[start + i]);
        }
    }

    private int distanceAt(int level, int row, int column) {
        if (level > 0) {
            Level blocks = levels.get(level - 1);
            return blocks.distances[row * blocks.columns + column];
        }
        return Distance.of(Distance.rounded(valueAt(0, row, column)));
    }

    private record Size(int rows, int columns) {}

    private static final class Level {
        private final int rows;
        private final int columns;
        private final int[] distances;

        private Level(Size size, int[] distances) {
            this.rows = size.rows;
            this.columns = size.columns;
            this.distances = distances;
        }

        static Level over(MatrixPyramid below, int level, int belowRows, int belowColumns) {
            Size size = new Size(Math.ceilDiv(belowRows, 2), Math.ceilDiv(belowColumns, 2));
            int[] distances = new int[size.rows * size.columns];
            Arrays.fill(distances, Distance.NONE);
            for (int row = 0; row < belowRows; row++) {
                int start = (row >> 1) * size.columns;
                for (int column = 0; column < belowColumns; column++) {
                    int at = start + (column >> 1);
                    distances[at] = Math.max(distances[at], below.distanceAt(level, row, column));
                }
            }
            return new Level(size, distances);
        }
    }
}
