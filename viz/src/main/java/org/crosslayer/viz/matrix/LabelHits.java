package org.crosslayer.viz.matrix;

import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// Which label of a drawn figure is at a point. Labels that were left out for want of room cannot be hit.
///
/// @param line height of a line of labels
record LabelHits(FigureLayout layout, GridWindow window, double line) {
    /// The row whose label is there; null where there is none.
    @Nullable
    Integer row(double x, double y) {
        Box plot = layout.plot();
        double air = FigureLayout.AIR * line;
        if (x >= plot.x() || x < plot.x() - air - layout.rowRoom() - air) {
            return null;
        }
        List<Integer> shown = layout.labels().rows().shown(window.top(), window.rows(), plot.height(), line);
        return nearest(shown, row -> plot.y() + (row + 0.5 - window.top()) / window.rows() * plot.height(), y, line);
    }

    /// The column whose label is there; null where there is none.
    @Nullable
    Integer column(double x, double y) {
        Box plot = layout.plot();
        double air = FigureLayout.AIR * line;
        if (y >= plot.y() || y < plot.y() - air - layout.columnRoom() - air) {
            return null;
        }
        double room = layout.columnsUpward() ? line : layout.labels().columns().roomAcross(line);
        List<Integer> shown = layout.labels().columns().shown(window.left(), window.columns(), plot.width(), room);
        return nearest(
                shown, column -> plot.x() + (column + 0.5 - window.left()) / window.columns() * plot.width(), x, room);
    }

    private static @Nullable Integer nearest(
            List<Integer> shown, IntToDoubleFunction middle, double at, double labelSize) {
        @Nullable Integer nearest = null;
        double least = labelSize / 2;
        for (int index : shown) {
            double distance = Math.abs(middle.applyAsDouble(index) - at);
            if (distance <= least) {
                least = distance;
                nearest = index;
            }
        }
        return nearest;
    }
}
