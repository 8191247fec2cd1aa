package org.crosslayer.viz.companion;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import org.crosslayer.viz.chart.ChartData;
import org.crosslayer.viz.chart.ChartData.ChartAxis;
import org.crosslayer.viz.chart.ChartData.Mark;
import org.crosslayer.viz.chart.ChartSeries;
import org.crosslayer.viz.color.ColorMap;
import org.crosslayer.viz.color.ColorScale;
import org.crosslayer.viz.color.ColorScale.Transform;
import org.crosslayer.viz.export.NpzArray;
import org.crosslayer.viz.matrix.Axis;
import org.crosslayer.viz.matrix.Caption;
import org.crosslayer.viz.matrix.Cell;
import org.crosslayer.viz.matrix.LabelledMatrix;
import org.crosslayer.viz.matrix.MatrixSource;
import org.crosslayer.viz.paper.Pairing;
import org.crosslayer.viz.paper.Panel;
import org.jspecify.annotations.Nullable;

/// One panel as arrays and back; names and shapes stand at [FigureArrays].
final class PanelArrays {
    private static final int POINT_NUMBERS = 5;
    private static final int PAIR_NUMBERS = 3;

    private PanelArrays() {}

    static Map<String, NpzArray> of(Panel panel) {
        Map<String, NpzArray> arrays = new LinkedHashMap<>();
        arrays.put("kind", NpzArray.of(List.of(kind(panel))));
        arrays.put("title", NpzArray.of(List.of(panel.title())));
        switch (panel) {
            case Panel.Heatmap heatmap -> put(heatmap, arrays);
            case Panel.Chart chart -> put(chart.data(), arrays);
            case Panel.Bands bands -> put(bands, arrays);
        }
        return arrays;
    }

    /// @param arrays gives each array by its name; null for one that is not there
    /// @throws IllegalArgumentException if one is missing or makes no sense
    static Panel panel(Function<String, @Nullable NpzArray> arrays) {
        Reader reader = new Reader(arrays);
        String title = reader.word("title", 0);
        return switch (reader.word("kind", 0)) {
            case "heatmap" -> heatmap(title, reader);
            case "chart" -> new Panel.Chart(title, chart(reader));
            case "bands" -> bands(title, reader);
            case String other -> throw new IllegalArgumentException("unknown kind \"" + other + "\"");
        };
    }

    static String kind(Panel panel) {
        return panel.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    private static void put(Panel.Heatmap heatmap, Map<String, NpzArray> arrays) {
        MatrixSource matrix = heatmap.matrix();
        double[] values = new double[matrix.rows() * matrix.columns()];
        List<String> rows = new ArrayList<>();
        List<String> columns = new ArrayList<>();
        for (int row = 0; row < matrix.rows(); row++) {
            rows.add(matrix.rowLabel(row));
            for (int column = 0; column < matrix.columns(); column++) {
                boolean exists = !matrix.causal() || column <= row;
                values[row * matrix.columns() + column] = exists ? matrix.valueAt(row, column) : Double.NaN;
            }
        }
        for (int column = 0; column < matrix.columns(); column++) {
            columns.add(matrix.columnLabel(column));
        }
        Caption caption = matrix.caption();
        double[] marks = heatmap.marks().stream()
                .flatMapToDouble(cell -> DoubleStream.of(cell.row(), cell.column()))
                .toArray();
        arrays.put("values", NpzArray.of(values, matrix.rows(), matrix.columns()));
        arrays.put("row_labels", NpzArray.of(rows));
        arrays.put("column_labels", NpzArray.of(columns));
        arrays.put(
                "words",
                NpzArray.of(List.of(
                        caption.rows().word(),
                        caption.rows().title(),
                        caption.columns().word(),
                        caption.columns().title(),
                        caption.valueName(),
                        caption.unit())));
        arrays.put("causal", NpzArray.of(new double[] {matrix.causal() ? 1 : 0}, 1));
        arrays.put("marks", NpzArray.of(marks, marks.length / 2, 2));
        put(heatmap.scale(), arrays);
    }

    private static void put(ColorScale scale, Map<String, NpzArray> arrays) {
        String transform = scale.transform().name().toLowerCase(Locale.ROOT);
        String map = scale.map().name().toLowerCase(Locale.ROOT);
        arrays.put("scale", NpzArray.of(List.of(map, transform, scale.clip() ? "clip" : "")));
        arrays.put("range", NpzArray.of(new double[] {scale.low(), scale.high()}, 2));
    }

    private static void put(ChartData data, Map<String, NpzArray> arrays) {
        List<String> labels = new ArrayList<>();
        int count = (int) data.points().count();
        double[] points = new double[count * POINT_NUMBERS];
        int at = 0;
        for (int series = 0; series < data.series().size(); series++) {
            for (ChartSeries.Point point : data.series().get(series).points()) {
                points[at++] = series;
                points[at++] = point.x();
                points[at++] = point.y();
                points[at++] = point.low();
                points[at++] = point.high();
                labels.add(point.label());
            }
        }
        arrays.put(
                "axes",
                NpzArray.of(List.of(
                        data.x().title(),
                        data.y().title(),
                        data.mark().name().toLowerCase(Locale.ROOT),
                        data.x().whole() ? "whole" : "",
                        data.x().logarithmic() ? "log" : "",
                        data.y().logarithmic() ? "log" : "")));
        arrays.put(
                "names",
                NpzArray.of(data.series().stream().map(ChartSeries::name).toList()));
        arrays.put("points", NpzArray.of(points, count, POINT_NUMBERS));
        arrays.put("labels", NpzArray.of(labels));
    }

    private static void put(Panel.Bands bands, Map<String, NpzArray> arrays) {
        Pairing pairing = bands.pairing();
        double[] pairs = new double[pairing.pairs().size() * PAIR_NUMBERS];
        int at = 0;
        for (Pairing.Pair pair : pairing.pairs()) {
            pairs[at++] = pair.left();
            pairs[at++] = pair.right();
            pairs[at++] = pair.value();
        }
        arrays.put("titles", NpzArray.of(List.of(pairing.leftTitle(), pairing.rightTitle(), pairing.valueTitle())));
        arrays.put("left", NpzArray.of(pairing.left()));
        arrays.put("right", NpzArray.of(pairing.right()));
        arrays.put("pairs", NpzArray.of(pairs, pairing.pairs().size(), PAIR_NUMBERS));
        put(bands.scale(), arrays);
    }

    private static Panel heatmap(String title, Reader reader) {
        NpzArray values = reader.array("values");
        if (values.shape().size() != 2) {
            throw new IllegalArgumentException("values has the shape " + values.shape() + ", not [rows, columns]");
        }
        Caption caption = new Caption(
                "",
                new Axis(reader.word("words", 0), reader.word("words", 1)),
                new Axis(reader.word("words", 2), reader.word("words", 3)),
                reader.word("words", 4),
                reader.word("words", 5));
        LabelledMatrix matrix = LabelledMatrix.of(
                        values.shape().getFirst(), values.shape().getLast(), values.numbers())
                .labelled(
                        reader.array("row_labels").words(),
                        reader.array("column_labels").words())
                .captioned(caption);
        double[] marks = reader.array("marks").numbers();
        List<Cell> cells = new ArrayList<>();
        for (int at = 0; at + 1 < marks.length; at += 2) {
            cells.add(new Cell((int) marks[at], (int) marks[at + 1]));
        }
        boolean causal = reader.number("causal", 0) != 0;
        return new Panel.Heatmap(title, causal ? matrix.asCausal() : matrix, scale(reader), cells);
    }

    private static ColorScale scale(Reader reader) {
        ColorMap map = ColorMap.valueOf(reader.word("scale", 0).toUpperCase(Locale.ROOT));
        Transform transform = Transform.valueOf(reader.word("scale", 1).toUpperCase(Locale.ROOT));
        boolean clips = !reader.word("scale", 2).isEmpty();
        return new ColorScale(map, reader.number("range", 0), reader.number("range", 1), transform, clips);
    }

    private static ChartData chart(Reader reader) {
        ChartAxis x = new ChartAxis(
                reader.word("axes", 0),
                !reader.word("axes", 3).isEmpty(),
                !reader.word("axes", 4).isEmpty());
        ChartAxis y = new ChartAxis(
                reader.word("axes", 1), false, !reader.word("axes", 5).isEmpty());
        Mark mark = Mark.valueOf(reader.word("axes", 2).toUpperCase(Locale.ROOT));
        List<String> names = reader.array("names").words();
        double[] numbers = reader.array("points").numbers();
        List<List<ChartSeries.Point>> points = new ArrayList<>();
        names.forEach(_ -> points.add(new ArrayList<>()));
        for (int point = 0; point * POINT_NUMBERS < numbers.length; point++) {
            int at = point * POINT_NUMBERS;
            int series = Objects.checkIndex((int) numbers[at], names.size());
            points.get(series)
                    .add(new ChartSeries.Point(
                            numbers[at + 1],
                            numbers[at + 2],
                            numbers[at + 3],
                            numbers[at + 4],
                            reader.word("labels", point)));
        }
        List<ChartSeries> series = new ArrayList<>();
        for (int index = 0; index < names.size(); index++) {
            series.add(new ChartSeries(names.get(index), points.get(index)));
        }
        return new ChartData(x, y, mark, series);
    }

    private static Panel bands(String title, Reader reader) {
        double[] numbers = reader.array("pairs").numbers();
        List<Pairing.Pair> pairs = new ArrayList<>();
        for (int at = 0; at + 2 < numbers.length; at += PAIR_NUMBERS) {
            pairs.add(new Pairing.Pair((int) numbers[at], (int) numbers[at + 1], numbers[at + 2]));
        }
        Pairing pairing = new Pairing(
                reader.word("titles", 0),
                reader.word("titles", 1),
                reader.array("left").words(),
                reader.array("right").words(),
                pairs,
                reader.word("titles", 2));
        return new Panel.Bands(title, pairing, scale(reader));
    }

    /// Arrays by name, with a word for what is missing.
    private record Reader(Function<String, @Nullable NpzArray> arrays) {
        NpzArray array(String name) {
            NpzArray array = arrays.apply(name);
            if (array == null) {
                throw new IllegalArgumentException("the array " + name + " is missing");
            }
            return array;
        }

        String word(String name, int index) {
            List<String> words = array(name).words();
            if (index >= words.size()) {
                throw new IllegalArgumentException("the array " + name + " has no word " + index);
            }
            return words.get(index);
        }

        double number(String name, int index) {
            double[] numbers = array(name).numbers();
            if (index >= numbers.length) {
                throw new IllegalArgumentException("the array " + name + " has no number " + index);
            }
            return numbers[index];
        }
    }
}
