package org.crosslayer.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.crosslayer.app.figure.FigureFiles;
import org.crosslayer.app.figure.FigureMaker;
import org.crosslayer.app.figure.Made;
import org.crosslayer.app.figure.PanelRecipe;
import org.crosslayer.app.figure.Recipe;
import org.crosslayer.app.figure.Recipe.Source;
import org.crosslayer.app.figure.SheetRecipe;
import org.crosslayer.samples.SampleModels;
import org.crosslayer.viz.chart.ChartData;
import org.crosslayer.viz.chart.ChartData.ChartAxis;
import org.crosslayer.viz.chart.ChartData.Mark;
import org.crosslayer.viz.chart.ChartSeries;
import org.crosslayer.viz.paper.Panel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the recipe beside a figure holds, and that it makes the same figure wherever it and its files lie.
final class FigureRecipeTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HASH = "[0-9a-f]{64}";

    @TempDir
    private Path folder;

    private Path home;

    @BeforeEach
    void copyTheModel() throws IOException {
        home = Files.createDirectories(folder.resolve("home"));
        copy(SampleModels.sample16l(), home.resolve("model"));
        copy(SampleModels.plans().getFirst().resolveSibling(""), home.resolve("fitted"));
        Files.writeString(
                home.resolve("story.txt"),
                Files.readString(SampleModels.sampleText()).substring(0, 600));
    }

    @Test
    void allThatTheFigureDependsOnStandsInIt() throws IOException {
        JsonNode recipe = make("{\"kind\": \"layers\"}, {\"kind\": \"bands\", \"layer\": 3}");
        assertThat(recipe.path("program").asText()).startsWith("Crosslayer ");
        for (String file : List.of("model", "tokenizer", "text")) {
            assertThat(recipe.path(file).path("sha256").asText()).as(file).matches(HASH);
        }
        assertThat(recipe.path("seed").isIntegralNumber()).isTrue();
        assertThat(recipe.path("windows").toString())
                .isEqualTo("{\"window\":32,\"maxWindows\":2,\"protocol\":\"windows\"}");
        JsonNode layers = recipe.path("panels").path(0);
        assertThat(layers.path("metric").asText()).isEqualTo("jsd");
        assertThat(layers.path("heads").asText()).isEqualTo("mean");
        assertThat(layers.path("logBase").asText()).isEqualTo("e");
        assertThat(layers.path("scale").path("map").asText()).isEqualTo("viridis");
        assertThat(layers.path("scale").path("high").asDouble()).isPositive();
        assertThat(recipe.path("panels").path(1).path("method").asText()).isEqualTo("hungarian");
        assertThat(recipe.path("panels").path(1).path("source").asInt()).isEqualTo(2);
        JsonNode sheet = recipe.path("sheet");
        assertThat(sheet.path("width").asText()).isEqualTo("89 mm");
        assertThat(sheet.path("pointSize").asDouble()).isEqualTo(7);
        assertThat(sheet.path("dpi").asDouble()).isEqualTo(300);
    }

    @Test
    void theSameFilesElsewhereGiveTheSameBytes() throws IOException {
        JsonNode first =
                make("{\"kind\": \"attention\", \"at\": {\"layer\": 5, \"plan\": {\"path\": \"fitted/plan.json\"}},"
                        + " \"tokens\": 8}");
        assertThat(first.path("panels")
                        .path(0)
                        .path("at")
                        .path("plan")
                        .path("sha256")
                        .asText())
                .matches(HASH);
        Path away = folder.resolve("other disk").resolve("a clone");
        copy(home, away);
        for (Path made : List.of(away.resolve("figure.pdf"), away.resolve("figure.npz"))) {
            Files.delete(made);
        }
        CommandRun again =
                CommandRun.of("figure", away.resolve("figure.recipe.json"), "--out", away.resolve("figure.pdf"));
        assertThat(again.status()).as(again.err()).isZero();
        for (String name : List.of("figure.pdf", "figure.npz", "figure.csv", "figure.recipe.json", "figure.py")) {
            assertThat(Files.readAllBytes(away.resolve(name)))
                    .as(name)
                    .isEqualTo(Files.readAllBytes(home.resolve(name)));
        }
    }

    @Test
    void whicheverFileIsAnotherIsNamed() throws IOException {
        JsonNode _ =
                make("{\"kind\": \"attention\", \"at\": {\"layer\": 5, \"plan\": {\"path\": \"fitted/plan.json\"}},"
                        + " \"tokens\": 8}");
        // The last value of the fitted parts, which the plan's own file does not hold.
        Path adapter = home.resolve("fitted/adapter.safetensors");
        byte[] parts = Files.readAllBytes(adapter);
        parts[parts.length - 4] ^= 1;
        Files.write(adapter, parts);
        assertThat(problem())
                .contains("The plan fitted/plan.json is not the one of the recipe")
                .doesNotContain("model");
        parts[parts.length - 4] ^= 1;
        Files.write(adapter, parts);

        Path tokenizer = home.resolve("model/tokenizer.json");
        Files.writeString(tokenizer, Files.readString(tokenizer) + "\n");
        assertThat(problem()).contains("The tokenizer model/tokenizer.json is not the one");

        Path weights = home.resolve("model/model.safetensors");
        byte[] values = Files.readAllBytes(weights);
        values[values.length - 2] ^= 1;
        Files.write(weights, values);
        assertThat(problem()).contains("The model model is not the one");
    }

    /// Timing again finds other numbers, so the recipe beside a figure of speeds reads those that were found.
    @Test
    void speedsThatWereMeasuredAreKept() throws Exception {
        PanelRecipe.NamedPlan plan = new PanelRecipe.NamedPlan("fitted", new Source("fitted/plan.json", null), null);
        PanelRecipe timed = new PanelRecipe.TradeOff("speed", List.of(plan), "decode");
        Recipe recipe = new Recipe(
                Recipe.VERSION,
                null,
                new Source("model", null),
                null,
                new Source("story.txt", null),
                null,
                null,
                List.of(timed),
                SheetRecipe.DEFAULT);
        ChartData found = new ChartData(
                ChartAxis.of("decode speed over no sharing"),
                ChartAxis.of("Δ perplexity (%)"),
                Mark.POINTS,
                List.of(new ChartSeries(
                        "", List.of(ChartSeries.Point.at(1.05, 0.9).labelled("fitted")))));
        Made made = new Made(new Panel.Chart("speed", found), "As it was measured.");
        Path first = home.resolve("first.pdf");
        FigureFiles.write(new FigureMaker.Outcome(recipe, List.of(made), List.of()), home, first);

        Path again = home.resolve("again.pdf");
        CommandRun run = CommandRun.of("figure", home.resolve("first.recipe.json"), "--out", again);
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(Files.readAllBytes(again)).isEqualTo(Files.readAllBytes(first));
        assertThat(Files.readString(home.resolve("again-caption.txt"))).isEqualTo("As it was measured.\n");
        JsonNode panel = JSON.readTree(home.resolve("again.recipe.json").toFile())
                .path("panels")
                .path(0);
        assertThat(panel.path("of").path("against").asText()).isEqualTo("decode");
        assertThat(panel.path("of")
                        .path("plans")
                        .path(0)
                        .path("plan")
                        .path("sha256")
                        .asText())
                .matches(HASH);
    }

    private String problem() {
        Path out = home.resolve("never.pdf");
        CommandRun run = CommandRun.of("figure", home.resolve("figure.recipe.json"), "--out", out);
        assertThat(run.status()).as(run.err()).isEqualTo(1);
        assertThat(out).doesNotExist();
        return run.err().strip();
    }

    /// Makes a figure and reads its recipe.
    private JsonNode make(String panels) throws IOException {
        Path recipe = Files.writeString(
                home.resolve("by-hand.json"),
                "{\"schemaVersion\": 1, \"model\": {\"path\": \"model\"}, \"text\": {\"path\": \"story.txt\"},"
                        + " \"windows\": {\"window\": 32, \"maxWindows\": 2}, \"panels\": [" + panels + "]}");
        CommandRun run = CommandRun.of("figure", recipe, "--out", home.resolve("figure.pdf"));
        assertThat(run.status()).as(run.err()).isZero();
        return JSON.readTree(home.resolve("figure.recipe.json").toFile());
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path there = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(there);
                } else {
                    Files.createDirectories(Objects.requireNonNull(there.getParent()));
                    Files.copy(file, there);
                }
            }
        }
    }
}
