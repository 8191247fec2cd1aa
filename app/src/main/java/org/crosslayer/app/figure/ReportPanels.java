package org.crosslayer.app.figure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.crosslayer.viz.chart.ChartData;
import org.crosslayer.viz.chart.ChartData.ChartAxis;
import org.crosslayer.viz.chart.ChartData.Mark;
import org.crosslayer.viz.chart.ChartSeries;
import org.crosslayer.viz.companion.FigureArrays;
import org.crosslayer.viz.paper.Panel;

/// Pictures from what was written before: curves of `crosslayer fit --json`, and a figure's data.
final class ReportPanels {
    private static final String LOCAL = "local";
    private static final String DISTILL = "distill";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;

    ReportPanels(Path folder) {
        this.folder = folder;
    }

    /// Along which a fit went.
    enum Against {
        STEPS("step"),
        SECONDS("time (s)");

        private final String title;

        Against(String title) {
            this.title = title;
        }
    }

    /// The held-out divergence of the logits over the fit; both stages one after the other.
    Made fitting(PanelRecipe.Fitting recipe) throws IOException, RecipeException {
        Against against = Words.constant(Against.class, recipe.against(), Against.STEPS, "against");
        List<ChartSeries> series = new ArrayList<>();
        StringBuilder words = new StringBuilder();
        for (PanelRecipe.NamedReport named : recipe.reports()) {
            Path file = folder.resolve(named.report().path());
            JsonNode report = report(file);
            List<ChartSeries.Point> points = curve(report, against);
            if (points.isEmpty()) {
                throw new RecipeException(
                        file + " holds no curve of a fit: name a file that crosslayer fit --json has written.");
            }
            series.add(new ChartSeries(named.name(), points));
            words.append(' ')
                    .append(named.name())
                    .append(": layers ")
                    .append(report.path("layers"))
                    .append(", rank ")
                    .append(report.path("options").path("rank").asText())
                    .append(", ")
                    .append(steps(report, LOCAL))
                    .append(" steps layer by layer, then ")
                    .append(steps(report, DISTILL))
                    .append(" end to end, calibrated on ")
                    .append(report.path("calibration").asText())
                    .append(", seed ")
                    .append(report.path("seed").asText())
                    .append('.');
        }
        ChartData data = new ChartData(
                ChartAxis.of(against.title), ChartAxis.logarithmic("held-out KL (nats a token)"), Mark.LINES, series);
        return new Made(
                new Panel.Chart("", data),
                "Divergence of the predictions from those of the unchanged model on held-out windows while LiSA layers"
                        + " are fitted." + words);
    }

    private static List<ChartSeries.Point> curve(JsonNode report, Against against) {
        List<ChartSeries.Point> points = new ArrayList<>();
        for (JsonNode point : report.path("curve")) {
            if (point.path("heldOut").isNumber() && point.path("seconds").isNumber()) {
                int before = point.path("stage").asText().equals(DISTILL) ? steps(report, LOCAL) : 0;
                double along = against == Against.SECONDS
                        ? point.path("seconds").asDouble()
                        : before + point.path("step").asInt();
                points.add(ChartSeries.Point.at(along, point.path("heldOut").asDouble()));
            }
        }
        return points;
    }

    /// How many steps a stage took.
    private static int steps(JsonNode report, String stage) {
        int steps = 0;
        for (JsonNode point : report.path("curve")) {
            if (point.path("stage").asText().equals(stage)) {
                steps = Math.max(steps, point.path("step").asInt());
            }
        }
        return steps;
    }

    /// A picture that was kept.
    Made data(PanelRecipe.Data recipe) throws IOException, RecipeException {
        Path file = folder.resolve(recipe.data().path());
        List<Panel> panels = FigureArrays.read(file);
        int index = recipe.index() == null ? 0 : recipe.index();
        if (index < 0 || index >= panels.size()) {
            throw new RecipeException("The recipe names panel " + index + " of " + file + ", which has panels 0 to "
                    + (panels.size() - 1) + ".");
        }
        return new Made(panels.get(index), recipe.caption() == null ? "" : recipe.caption());
    }

    private static JsonNode report(Path file) throws IOException, RecipeException {
        try {
            return JSON.readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException _) {
            throw new RecipeException(file + " is not JSON: name a file that crosslayer fit --json has written.");
        }
    }
}
