package org.crosslayer.engine.experiment;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.crosslayer.engine.evaluation.Interval;
import org.crosslayer.engine.evaluation.PerplexityReport;
import org.crosslayer.engine.model.Deviation;
import org.jspecify.annotations.Nullable;

/// A result as a table, one line a measurement: what CSV and JSON files hold.
///
/// @param columns the names of the columns
/// @param rows    by column; a number that is not there has no entry
public record ResultTable(List<String> columns, List<Map<String, Object>> rows) {
    private static final List<String> MEASURED =
            List.of("windows", "scoredTokens", "baselinePerplexity", "perplexity", "ratio", "low", "high", "level");

    public ResultTable {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /// Columns `series, method, layer, layers, lisa` and those of a measurement.
    ///
    /// `layer` shares alone or was added last, `layers` are all that share, separated by spaces; `lisa` says
    /// whether these were `fitted`, `untrained` or `mixed`.
    public static ResultTable of(SharingResult result) {
        return new ResultTable(
                columns("series", "method", "layer", "layers", "lisa"),
                result.points().stream()
                        .map(point -> row(point, result.options()))
                        .toList());
    }

    /// Columns `deviation, size, seed, layer` and those of a measurement; only noise has a seed.
    public static ResultTable of(SensitivityResult result) {
        return new ResultTable(
                columns("deviation", "size", "seed", "layer"),
                result.points().stream().map(ResultTable::row).toList());
    }

    /// The table as comma-separated values (RFC 4180), numbers with a point and all digits that are needed to read
    /// the same double back, lines ending in CR LF.
    public String csv() {
        StringBuilder text = new StringBuilder(String.join(",", columns)).append("\r\n");
        for (Map<String, Object> row : rows) {
            text.append(columns.stream().map(column -> cell(row.get(column))).collect(Collectors.joining(",")))
                    .append("\r\n");
        }
        return text.toString();
    }

    private static String cell(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    private static List<String> columns(String... own) {
        List<String> columns = new ArrayList<>(List.of(own));
        columns.addAll(MEASURED);
        return columns;
    }

    private static Map<String, Object> row(SharingPoint point, SharingOptions options) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("series", spelled(point.series()));
        row.put("method", spelled(point.method()));
        row.put("layer", point.layer());
        row.put("layers", point.layers().stream().map(String::valueOf).collect(Collectors.joining(" ")));
        if (point.method() == SharingMethod.LISA) {
            row.put("lisa", spelled(options.training(point.layers())));
        }
        return measured(row, point.report());
    }

    private static Map<String, Object> row(SensitivityPoint point) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("size", point.deviation().size());
        row.put("layer", point.layer());
        switch (point.deviation()) {
            case Deviation.UniformMix _ -> row.put("deviation", "uniform-mix");
            case Deviation.ScoreNoise(double _, long seed) -> {
                row.put("deviation", "score-noise");
                row.put("seed", seed);
            }
        }
        return measured(row, point.report());
    }

    private static Map<String, Object> measured(Map<String, Object> row, @Nullable PerplexityReport report) {
        if (report != null) {
            row.put("windows", report.windows());
            row.put("scoredTokens", report.scoredTokens());
            row.put("baselinePerplexity", report.baselinePerplexity());
            row.put("perplexity", report.perplexity());
            row.put("ratio", report.ratio());
            Interval interval = report.interval();
            if (interval != null) {
                row.put("low", interval.low());
                row.put("high", interval.high());
                row.put("level", interval.level());
            }
        }
        return Collections.unmodifiableMap(row);
    }

    private static String spelled(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
