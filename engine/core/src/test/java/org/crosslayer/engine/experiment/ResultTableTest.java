package org.crosslayer.engine.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.crosslayer.engine.evaluation.Interval;
import org.crosslayer.engine.evaluation.PerplexityReport;
import org.crosslayer.engine.evaluation.Protocol;
import org.crosslayer.engine.model.Deviation;
import org.crosslayer.engine.similarity.MatchMethod;
import org.junit.jupiter.api.Test;

class ResultTableTest {
    private static final Protocol PROTOCOL = Protocol.windows(512);
    private static final PerplexityReport REPORT =
            new PerplexityReport(PROTOCOL, 2, 8, 1022, Math.log(24), Math.log(16), new Interval(1.25, 1.75, 0.95));

    @Test
    void sharingHasALineForEachMeasurement() {
        SharingOptions options = new SharingOptions(List.of(1, 2), List.of(), MatchMethod.ARGMIN, Map.of());
        List<SharingPoint> points = List.of(
                new SharingPoint(SharingSeries.SINGLE, SharingMethod.COPIED, 2, List.of(2), null),
                new SharingPoint(SharingSeries.TOP_DOWN, SharingMethod.LISA, 1, List.of(1, 2), REPORT));
        ResultTable table = ResultTable.of(new SharingResult(options, PROTOCOL, 8, points));
        List<String> lines = table.csv().lines().toList();
        assertEquals(
                "series,method,layer,layers,lisa,windows,scoredTokens,baselinePerplexity,perplexity,ratio,low,high,level",
                lines.getFirst());
        assertEquals("single,copied,2,2,,,,,,,,,", lines.get(1));
        assertEquals(
                List.of("top-down", "lisa", "1", "1 2", "untrained", "2", "1022"),
                List.of(lines.get(2).split(",")).subList(0, 7));
        assertEquals(REPORT.ratio(), table.rows().get(1).get("ratio"));
        assertEquals(1.25, table.rows().get(1).get("low"));
    }

    @Test
    void onlyNoiseHasASeed() {
        SensitivityOptions options = new SensitivityOptions(List.of(0), List.of(0.1), List.of(0.5), 77);
        List<SensitivityPoint> points = options.deviations().stream()
                .map(deviation -> new SensitivityPoint(0, deviation, REPORT))
                .toList();
        List<String> lines = ResultTable.of(new SensitivityResult(options, PROTOCOL, 8, points))
                .csv()
                .lines()
                .toList();
        assertEquals(
                "uniform-mix,0.1,,0,2",
                String.join(",", List.of(lines.get(1).split(",")).subList(0, 5)));
        assertEquals(
                "score-noise,0.5,77,0,2",
                String.join(",", List.of(lines.get(2).split(",")).subList(0, 5)));
        assertEquals(new Deviation.ScoreNoise(0.5, 77), points.get(1).deviation());
    }
}
