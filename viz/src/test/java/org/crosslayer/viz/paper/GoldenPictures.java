package org.crosslayer.viz.paper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.crosslayer.viz.chart.ChartData;
import org.crosslayer.viz.chart.ChartData.ChartAxis;
import org.crosslayer.viz.chart.ChartData.Mark;
import org.crosslayer.viz.chart.ChartSeries;
import org.crosslayer.viz.chart.ChartSeries.Point;
import org.crosslayer.viz.color.ColorMap;
import org.crosslayer.viz.color.ColorScale;
import org.crosslayer.viz.matrix.Axis;
import org.crosslayer.viz.matrix.Caption;
import org.crosslayer.viz.matrix.LabelledMatrix;

/// One sheet of every kind of figure, with numbers that never change, and small pictures of them that somebody has
/// looked at. Run as a program it makes the pictures anew: look at each before you keep it.
public final class GoldenPictures {
    static final double DPI = 110;
    private static final Venue NATURE = Venue.named("Nature").orElseThrow();

    private GoldenPictures() {}

    /// Writes all of them into a folder.
    public static void main(String[] folder) throws IOException {
        Path there = Files.createDirectories(Path.of(folder[0]));
        for (Map.Entry<String, Sheet> sheet : all().entrySet()) {
            PaperFormat.PNG.write(sheet.getValue(), DPI, there.resolve(sheet.getKey() + ".png"));
        }
    }

    static Map<String, Sheet> all() {
        Map<String, Sheet> sheets = new LinkedHashMap<>();
        sheets.put("layers", alone(Samples.layers(16)));
        sheets.put("attention", alone(Samples.tokens()));
        sheets.put("difference", alone(difference()));
        sheets.put("bands", alone(Samples.heads()));
        sheets.put("profile", alone(Samples.curves(Mark.LINES)));
        sheets.put("cost", alone(Samples.curves(Mark.BARS)));
        sheets.put("trade-off", alone(tradeOff()));
        sheets.put("fitting", alone(fitting()));
        sheets.put("scatter", alone(scatter()));
        sheets.put("all-heads", alone(allHeads()));
        sheets.put("influence", alone(influence()));
        sheets.put("several", several());
        return sheets;
    }

    private static Sheet alone(Panel panel) {
        return Sheet.of(panel, NATURE);
    }

    private static Sheet several() {
        return new Sheet(
                List.of(Samples.layers(8), Samples.layers(12), Samples.tokens(), Samples.heads()),
                2,
                Length.mm(120),
                null,
                Sheet.Extent.FIGURE,
                Sheet.Bar.EACH,
                PaperStyle.of(NATURE));
    }

    /// Beyond 5,000 cells: one image, and names of heads at a few places only.
    private static Panel.Heatmap allHeads() {
        int n = 96;
        List<String> names = IntStream.range(0, n)
                .mapToObj(head -> "L" + head / 8 + "H" + head % 8)
                .toList();
        double[] values = new double[n * n];
        for (int row = 0; row < n; row++) {
            for (int column = 0; column < n; column++) {
                int apart = Math.abs(row / 8 - column / 8);
                values[row * n + column] = row == column ? 0 : 0.1 + 0.03 * apart + 0.02 * ((row ^ column) % 8);
            }
        }
        LabelledMatrix matrix = LabelledMatrix.of(n, n, values)
                .labelled(names, names)
                .captioned(new Caption("", Axis.of("head"), Axis.of("head"), "JSD", "nats"));
        return new Panel.Heatmap("", matrix, ColorScale.of(ColorMap.VIRIDIS, matrix.range()), List.of());
    }

    /// One number a layer, without intervals, from layer 0 on.
    private static Panel.Chart influence() {
        List<Point> points = IntStream.range(0, 16)
                .mapToObj(layer -> Point.at(layer, 0.05 + 0.6 * Math.pow(layer - 7.5, 4) / 3200))
                .toList();
        return new Panel.Chart(
                "",
                new ChartData(
                        ChartAxis.counting("layer"),
                        ChartAxis.of("block influence"),
                        Mark.LINES,
                        List.of(new ChartSeries("", points))));
    }

    private static Panel.Heatmap difference() {
        int n = 7;
        double[] values = new double[n * n];
        for (int row = 0; row < n; row++) {
            for (int column = 0; column <= row; column++) {
                values[row * n + column] = (row - 2.0 * column) / n;
            }
        }
        List<String> words = List.of("The", "lamp", "lighter", "kept", "a", "ledger", ".");
        LabelledMatrix map = LabelledMatrix.of(n, n, values)
                .labelled(words, words)
                .captioned(new Caption("", Axis.of("query"), Axis.of("key"), "difference of attention", ""))
                .asCausal();
        return new Panel.Heatmap("", map, ColorScale.of(ColorMap.DIVERGING, map.range()), List.of());
    }

    private static Panel.Chart tradeOff() {
        List<ChartSeries> series = List.of(
                new ChartSeries("copied", points(1.0, "1 layer", "2 layers", "4 layers")),
                new ChartSeries("aligned", points(0.5, "1 layer", "2 layers", "4 layers")));
        return new Panel.Chart(
                "",
                new ChartData(
                        ChartAxis.of("bytes of cache saved (%)"),
                        ChartAxis.of("Δ perplexity (%)"),
                        Mark.LINES,
                        series));
    }

    private static List<Point> points(double factor, String... names) {
        return IntStream.range(0, names.length)
                .mapToObj(i -> Point.between(
                                3 * (i + 1), factor * (i * i + 1), factor * (i * i + 0.8), factor * (i * i + 1.2))
                        .labelled(names[i]))
                .toList();
    }

    private static Panel.Chart fitting() {
        List<Point> curve = IntStream.range(0, 40)
                .mapToObj(step -> Point.at(step, 0.002 + 0.5 * Math.exp(-step / 6.0)))
                .toList();
        return new Panel.Chart(
                "",
                new ChartData(
                        ChartAxis.of("time (s)"),
                        ChartAxis.logarithmic("held-out KL (nats a token)"),
                        Mark.LINES,
                        List.of(new ChartSeries("", curve))));
    }

    private static Panel.Chart scatter() {
        List<ChartSeries> groups = IntStream.range(0, 4)
                .mapToObj(group -> new ChartSeries(
                        "layers " + 4 * group + "–" + (4 * group + 3),
                        IntStream.range(0, 12)
                                .mapToObj(i -> Point.at(group + (i * 7 % 12) / 6.0, (i * 5 % 12) / 11.5))
                                .toList()))
                .toList();
        return new Panel.Chart(
                "",
                new ChartData(
                        ChartAxis.of("entropy (nats)"),
                        ChartAxis.of("attention on the first key"),
                        Mark.POINTS,
                        groups));
    }
}
