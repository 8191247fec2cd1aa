package org.crosslayer.viz.companion;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.crosslayer.viz.chart.ChartColors;
import org.crosslayer.viz.chart.ChartData;
import org.crosslayer.viz.chart.ChartData.Mark;
import org.crosslayer.viz.chart.ChartSeries;
import org.crosslayer.viz.color.ColorMap;
import org.crosslayer.viz.color.ColorScale.Transform;
import org.crosslayer.viz.matrix.Caption;
import org.crosslayer.viz.matrix.MatrixSource;
import org.crosslayer.viz.paper.CellPicture;
import org.crosslayer.viz.paper.Pairing;
import org.crosslayer.viz.paper.Panel;

/// A LaTeX document that draws a figure with pgfplots from its long CSV files.
final class Pgfplots {
    private static final String PREAMBLE = """
            \\documentclass[border=2pt]{standalone}
            \\usepackage[T1]{fontenc}
            % Without it some installations embed bitmaps of letters (Type 3), for which papers are returned.
            \\IfFileExists{lmodern.sty}{\\usepackage{lmodern}}{}
            \\usepackage{pgfplots}
            \\pgfplotsset{compat=1.16}
            \\begin{document}
            \\begin{tabular}{""";

    private static final String[] MARKS = {"*", "square*", "triangle*", "diamond*"};
    private static final String[] DASHES = {"solid", "dashed", "dotted", "dashdotted"};

    /// Labels beyond so many would run into each other.
    private static final int MOST_LABELS = 24;

    private final StringBuilder out = new StringBuilder();
    private final double widthPt;

    private Pgfplots(double widthPt) {
        this.widthPt = widthPt;
    }

    /// @param csv names of the long CSV files beside it, one a panel
    static String of(List<Panel> panels, List<String> csv, double widthPt, int columns) {
        Pgfplots page = new Pgfplots(widthPt / columns * 0.72);
        page.out.append(PREAMBLE).append("l".repeat(columns)).append("}\n");
        for (int index = 0; index < panels.size(); index++) {
            Panel panel = panels.get(index);
            page.picture(panel, csv.get(index), panels.size() > 1 ? "(" + FigureArrays.letter(index) + ") " : "");
            page.out.append((index + 1) % columns == 0 ? "\\\\\n" : "&\n");
        }
        return page.out.append("\\end{tabular}\n\\end{document}\n").toString();
    }

    private void picture(Panel panel, String csv, String letter) {
        out.append("\\begin{tikzpicture}\n");
        String title = Latex.escaped(letter + panel.title());
        switch (panel) {
            case Panel.Heatmap heatmap -> heatmap(heatmap, csv, title);
            case Panel.Chart chart -> chart(chart.data(), title);
            case Panel.Bands bands -> bands(bands, title);
        }
        out.append("\\end{tikzpicture}\n");
    }

    private void heatmap(Panel.Heatmap heatmap, String csv, String title) {
        MatrixSource matrix = heatmap.matrix();
        Caption caption = matrix.caption();
        boolean isLog = heatmap.scale().transform() == Transform.LOG;
        out.append("\\begin{axis}[title={")
                .append(title)
                .append("},\n")
                .append(colorMap(heatmap.scale().map()))
                .append("colorbar, point meta min=")
                .append(meta(heatmap.scale().low(), isLog))
                .append(", point meta max=")
                .append(meta(heatmap.scale().high(), isLog))
                .append(",\ncolorbar style={ylabel={")
                .append(Latex.escaped(caption.valueTitle()))
                .append(isLog ? ", $\\log_{10}$" : "")
                .append("}},\n")
                .append("y dir=reverse, enlargelimits=false, axis on top, scale only axis,\n")
                .append("width=")
                .append(pt(widthPt))
                .append(", height=")
                .append(pt(widthPt * Math.clamp((double) matrix.rows() / matrix.columns(), 0.3, 2)))
                .append(",\nxlabel={")
                .append(Latex.escaped(caption.columns().title()))
                .append("}, ylabel={")
                .append(Latex.escaped(caption.rows().title()))
                .append("},\n");
        labels("x", matrix.columns(), matrix::columnLabel);
        labels("y", matrix.rows(), matrix::rowLabel);
        out.append("]\n");
        if (CellPicture.isNeeded(heatmap)) {
            out.append(String.format(
                    Locale.ROOT,
                    "\\addplot graphics[xmin=-0.5, xmax=%s, ymin=-0.5, ymax=%s] {%s};%n",
                    matrix.columns() - 0.5,
                    matrix.rows() - 0.5,
                    CellPicture.name(csv)));
        } else {
            cells(matrix, csv, isLog);
        }
        out.append("\\end{axis}\n");
    }

    private void cells(MatrixSource matrix, String csv, boolean isLog) {
        if (matrix.causal()) {
            // A causal map has gaps, which a matrix plot cannot have: its cells are squares of a scatter plot.
            out.append("\\addplot[scatter, only marks, mark=square*, scatter src=explicit, mark size=")
                    .append(pt(widthPt / matrix.columns() / 2));
        } else {
            out.append("\\addplot[matrix plot*, mesh/cols=").append(matrix.columns());
        }
        out.append(", point meta=")
                .append(isLog ? "{log10(\\thisrow{value})}" : "{\\thisrow{value}}")
                .append("] table[x=column, y=row, col sep=comma] {")
                .append(csv)
                .append("};\n");
    }

    private void chart(ChartData data, String title) {
        out.append("\\begin{axis}[title={")
                .append(title)
                .append("}, scale only axis, width=")
                .append(pt(widthPt))
                .append(", height=")
                .append(pt(widthPt * 0.62))
                .append(",\nxlabel={")
                .append(Latex.escaped(data.x().title()))
                .append("}, ylabel={")
                .append(Latex.escaped(data.y().title()))
                .append("}, ymajorgrids, legend pos=north west,\n")
                .append(data.x().logarithmic() ? "xmode=log, " : "")
                .append(data.y().logarithmic() ? "ymode=log, " : "")
                .append(data.mark() == Mark.BARS ? "ybar, bar width=2pt, " : "")
                .append("]\n");
        for (int series = 0; series < data.series().size(); series++) {
            ChartSeries one = data.series().get(series);
            String color = color(ChartColors.LIGHT.palette().of(series));
            String look =
                    switch (data.mark()) {
                        case BARS -> "fill=" + color + ", draw=none";
                        case POINTS -> "only marks, color=" + color + ", mark=" + MARKS[series % MARKS.length];
                        case LINES ->
                            "color=" + color + ", " + DASHES[series % DASHES.length] + ", mark="
                                    + MARKS[series % MARKS.length] + ", mark options={solid}";
                    };
            out.append("\\addplot+[").append(look).append(", error bars/.cd, y dir=both, y explicit]\n coordinates {");
            for (ChartSeries.Point point : one.points()) {
                if (Double.isFinite(point.y())) {
                    out.append(String.format(
                            Locale.ROOT,
                            "(%s,%s) += (0,%s) -= (0,%s) ",
                            point.x(),
                            point.y(),
                            point.high() - point.y(),
                            point.y() - point.low()));
                }
            }
            out.append("};\n");
            if (data.series().size() > 1) {
                out.append("\\addlegendentry{")
                        .append(Latex.escaped(one.name()))
                        .append("}\n");
            }
        }
        data.points()
                .filter(point -> !point.label().isEmpty())
                .forEach(point -> out.append(String.format(
                        Locale.ROOT,
                        "\\node[anchor=south west] at (axis cs:%s,%s) {%s};%n",
                        point.x(),
                        point.y(),
                        Latex.escaped(point.label()))));
        out.append("\\end{axis}\n");
    }

    private void bands(Panel.Bands bands, String title) {
        Pairing pairing = bands.pairing();
        double step = 12;
        out.append("\\node[anchor=south west] at (0,14pt) {").append(title).append("};\n");
        out.append("\\node[anchor=west] at (0,8pt) {")
                .append(Latex.escaped(pairing.leftTitle()))
                .append("};\n");
        out.append(String.format(
                Locale.ROOT,
                "\\node[anchor=east] at (%s,8pt) {%s};%n",
                pt(widthPt),
                Latex.escaped(pairing.rightTitle())));
        for (Pairing.Pair pair : pairing.pairs()) {
            out.append(String.format(
                    Locale.ROOT,
                    "\\draw[line width=3pt, color=%s] (0,%s) .. controls (%s,%s) and (%s,%s) .. (%s,%s);%n",
                    color(bands.scale().argb(pair.value())),
                    pt(-step * (pair.left() + 0.5)),
                    pt(widthPt / 2),
                    pt(-step * (pair.left() + 0.5)),
                    pt(widthPt / 2),
                    pt(-step * (pair.right() + 0.5)),
                    pt(widthPt),
                    pt(-step * (pair.right() + 0.5))));
        }
        names(pairing.left(), "east", 0, step);
        names(pairing.right(), "west", widthPt, step);
    }

    private void names(List<String> names, String anchor, double x, double step) {
        for (int index = 0; index < names.size(); index++) {
            out.append(String.format(
                    Locale.ROOT,
                    "\\node[anchor=%s] at (%s,%s) {%s};%n",
                    anchor,
                    pt(x),
                    pt(-step * (index + 0.5)),
                    Latex.escaped(names.get(index))));
        }
    }

    private void labels(String axis, int count, IntFunction<String> label) {
        int step = Math.ceilDiv(count, MOST_LABELS);
        List<Integer> shown = new ArrayList<>();
        IntStream.iterate(0, index -> index < count, index -> index + step).forEach(shown::add);
        boolean isLong = shown.stream().anyMatch(index -> label.apply(index).length() > 3);
        out.append(axis)
                .append("tick={")
                .append(shown.stream().map(String::valueOf).collect(Collectors.joining(",")))
                .append("}, ")
                .append(axis)
                .append("ticklabels={")
                .append(shown.stream()
                        .map(index -> "{" + Latex.escaped(label.apply(index)) + "}")
                        .collect(Collectors.joining(",")))
                .append("}, ")
                .append(isLong && axis.equals("x") ? "x tick label style={rotate=90, anchor=east}, " : "")
                .append("\n");
    }

    private static String colorMap(ColorMap map) {
        String stops = IntStream.rangeClosed(0, 16)
                .mapToObj(stop -> {
                    int argb = map.entry(stop * (ColorMap.SIZE - 1) / 16);
                    return String.format(
                            Locale.ROOT, "rgb255=(%d,%d,%d)", (argb >> 16) & 0xFF, (argb >> 8) & 0xFF, argb & 0xFF);
                })
                .collect(Collectors.joining(" "));
        return "colormap={crosslayer}{" + stops + "},\n";
    }

    private static String color(int argb) {
        return String.format(
                Locale.ROOT, "{rgb,255:red,%d;green,%d;blue,%d}", (argb >> 16) & 0xFF, (argb >> 8) & 0xFF, argb & 0xFF);
    }

    private static String meta(double value, boolean isLog) {
        return Double.toString(isLog ? Math.log10(value) : value);
    }

    private static String pt(double points) {
        return String.format(Locale.ROOT, "%.2fpt", points);
    }
}
