package org.crosslayer.viz.paper;

import java.util.List;
import org.crosslayer.viz.chart.ChartData;
import org.crosslayer.viz.color.ColorScale;
import org.crosslayer.viz.matrix.Cell;
import org.crosslayer.viz.matrix.MatrixSource;

/// One picture on a sheet: numbers with the words around them.
public sealed interface Panel {
    /// What stands above it; empty for nothing, as in most papers.
    String title();

    /// A matrix as coloured cells, with a bar that says which colour is which value.
    ///
    /// @param marks cells that get a small square, such as matched heads
    record Heatmap(String title, MatrixSource matrix, ColorScale scale, List<Cell> marks) implements Panel {
        public Heatmap {
            marks = List.copyOf(marks);
        }
    }

    /// Lines, bars or points over axes.
    record Chart(String title, ChartData data) implements Panel {}

    /// Pairs between two columns of names, such as the heads of two layers.
    record Bands(String title, Pairing pairing, ColorScale scale) implements Panel {}
}
