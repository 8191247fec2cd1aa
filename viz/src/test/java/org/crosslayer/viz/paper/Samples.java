package org.crosslayer.viz.paper;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.crosslayer.viz.chart.ChartData;
import org.crosslayer.viz.chart.ChartData.ChartAxis;
import org.crosslayer.viz.chart.ChartData.Mark;
import org.crosslayer.viz.chart.ChartSeries;
import org.crosslayer.viz.color.ColorMap;
import org.crosslayer.viz.color.ColorScale;
import org.crosslayer.viz.color.ValueRange;
import org.crosslayer.viz.matrix.Axis;
import org.crosslayer.viz.matrix.Caption;
import org.crosslayer.viz.matrix.Cell;
import org.crosslayer.viz.matrix.LabelledMatrix;

/// Panels with known numbers.
public final class Samples {
    public static final ColorScale SCALE = ColorScale.of(ColorMap.VIRIDIS, new ValueRange(0, 1));

    private Samples() {}

    /// A square matrix whose corner values are 0 and 1.
    public static Panel.Heatmap layers(int size) {
        double[] values = new double[size * size];
        for (int row = 0; row < size; row++) {
            for (int column = 0; column < size; column++) {
                values[row * size + column] = Math.abs(row - column) / (double) Math.max(1, size - 1);
            }
        }
        Caption caption = new Caption("", Axis.of("layer"), Axis.of("layer"), "JSD", "nats");
        return new Panel.Heatmap(
                "", LabelledMatrix.of(size, size, values).captioned(caption), SCALE, List.of(new Cell(1, 0)));
    }

    /// A causal map with tokens as labels.
    public static Panel.Heatmap tokens() {
        List<String> words = List.of("The", "lamp", "lighter", "kept", "a", "ledger", ".");
        int n = words.size();
        double[] values = new double[n * n];
        for (int row = 0; row < n; row++) {
            for (int column = 0; column <= row; column++) {
                values[row * n + column] = 1.0 / (row + 1);
            }
        }
        Caption caption = new Caption("", Axis.of("query"), Axis.of("key"), "attention", "");
        LabelledMatrix map = LabelledMatrix.of(n, n, values)
                .labelled(words, words)
                .captioned(caption)
                .asCausal();
        return new Panel.Heatmap("layer 3, head 5", map, SCALE, List.of());
    }

    public static Panel.Chart curves(Mark mark) {
        List<ChartSeries> series = new ArrayList<>();
        for (String name : List.of("copied", "aligned", "LiSA")) {
            double factor = 1 + series.size();
            series.add(new ChartSeries(
                    name,
                    IntStream.range(1, 9)
                            .mapToObj(x -> ChartSeries.Point.between(x, x / factor, 0.9 * x / factor, 1.1 * x / factor))
                            .toList()));
        }
        return new Panel.Chart(
                "cost", new ChartData(ChartAxis.counting("layer"), ChartAxis.of("Δ perplexity"), mark, series));
    }

    public static Panel.Bands heads() {
        List<String> names = IntStream.range(0, 8).mapToObj(Integer::toString).toList();
        List<Pairing.Pair> pairs = IntStream.range(0, 8)
                .mapToObj(head -> new Pairing.Pair(head, head * 3 % 8, head / 8.0))
                .toList();
        return new Panel.Bands("", new Pairing("layer 3", "layer 4", names, names, pairs, "JSD (nats)"), SCALE);
    }
}
