package org.crosslayer.engine.bench.contest;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The table of time and memory against the length of a text, each beside what its growth should be.
///
/// Expected is the growth of the operations: products with weights grow with `n`, scores and what they mix with `n²`,
/// and so do the terms of a similarity. Memory is that of the whole process, so that what grows stands beside what
/// does not: the JVM and the weights.
final class Growth {
    /// What is asked beside plain reading.
    static final List<StudyTask.Kind> STUDIES = List.of(StudyTask.Kind.MAP, StudyTask.Kind.LAYERS);

    /// Operations of a product in the time that a term of a divergence takes.
    private static final double TERM_OPERATIONS = 40;

    private final RandomLlama model;
    private final List<Integer> lengths;
    private final List<Rates> rates;

    /// @param rates time and memory of reading, then of each of [#STUDIES], for every length
    Growth(RandomLlama model, List<Integer> lengths, List<Rates> rates) {
        this.model = model;
        this.lengths = lengths;
        this.rates = rates;
    }

    /// The table, in Markdown.
    List<String> lines() {
        int columns = 1 + STUDIES.size();
        if (rates.size() != 2 * columns * lengths.size()) {
            return List.of("(no table of growth: some sides did not play)");
        }
        List<String> lines = new ArrayList<>(List.of(
                "| tokens | prefill, ms | one map kept, ms | all pairs of layers, ms | peak, MiB |",
                "| --- | --- | --- | --- | --- |"));
        for (int i = 0; i < lengths.size(); i++) {
            StringBuilder line = new StringBuilder("| %,d |".formatted(lengths.get(i)));
            StringBuilder memory = new StringBuilder();
            for (int column = 0; column < columns; column++) {
                line.append(cell(i, column, columns));
                double peak = median(i, column, columns, 1);
                memory.append(String.format(Locale.ROOT, "%s%.0f", column == 0 ? " " : ", ", peak));
            }
            lines.add(line.append(memory).append(" |").toString());
        }
        return lines;
    }

    private String cell(int i, int column, int columns) {
        double time = median(i, column, columns, 0);
        if (i == 0) {
            return String.format(Locale.ROOT, " %.4g |", time);
        }
        double grown = time / median(i - 1, column, columns, 0);
        double expected = operations(lengths.get(i), column) / operations(lengths.get(i - 1), column);
        return String.format(Locale.ROOT, " %.4g (× %.2f, expected %.2f) |", time, grown, expected);
    }

    private double median(int i, int column, int columns, int which) {
        return rates.get(2 * (i * columns + column) + which).median();
    }

    private double operations(int n, int column) {
        double square = (double) n * n;
        double linear = 2.0 * model.layerValues() * n;
        double attention = 2.0 * model.nLayers * model.dModel * square;
        int pairs = model.nLayers * (model.nLayers - 1) / 2;
        boolean compares = column > 0 && STUDIES.get(column - 1) == StudyTask.Kind.LAYERS;
        return linear + attention + (compares ? TERM_OPERATIONS * pairs * square / 2 : 0);
    }
}
