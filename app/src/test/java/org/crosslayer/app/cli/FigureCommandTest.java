package org.crosslayer.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.crosslayer.samples.SampleModels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FigureCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    @Test
    void aFigureComesWithEverythingBehindItAndIsMadeAgainByteForByte() throws IOException {
        Path recipe = recipe("{\"kind\": \"layers\"}", "{\"kind\": \"heads\", \"layer\": 3, \"method\": \"argmin\"}");
        Path first = Files.createDirectory(folder.resolve("out")).resolve("first.pdf");
        CommandRun run = CommandRun.of("figure", recipe, "--out", first);
        assertThat(run.status()).as(run.err()).isZero();
        List<String> files = run.out()
                .lines()
                .map(line -> Path.of(line).getFileName().toString())
                .toList();
        assertThat(files)
                .contains(
                        "first.pdf", "first.npz", "first-a.csv", "first-b-table.tex", "first.py", "first-pgfplots.tex")
                .contains("first-caption.txt", "first-caption.tex", "first.recipe.json");
        assertThat(Files.readString(folder.resolve("out/first-caption.txt")))
                .contains("(a)", "(b)", "Jensen", "sample-16l", "story.txt", "n = 64 rows", "first key kept");

        // Its own recipe, which lies in another folder, makes the same file; so do its data, without the model.
        Path kept = folder.resolve("out/first.recipe.json");
        Path again = folder.resolve("again.pdf");
        CommandRun second = CommandRun.of("figure", kept, "--out", again, "--alone");
        assertThat(second.status()).as(second.err()).isZero();
        assertThat(Files.readAllBytes(again)).isEqualTo(Files.readAllBytes(first));
        Path drawn = folder.resolve("drawn.pdf");
        CommandRun third =
                CommandRun.of("figure", kept, "--from-data", folder.resolve("out/first.npz"), "--out", drawn);
        assertThat(third.status()).as(third.err()).isZero();
        assertThat(Files.readAllBytes(drawn)).isEqualTo(Files.readAllBytes(first));
    }

    @Test
    void everyKindOfOneModelAndTextCanBeMade() throws IOException {
        Path recipe = recipe(
                "{\"kind\": \"bands\", \"layer\": 4}",
                "{\"kind\": \"attention\", \"at\": {\"layer\": 2, \"head\": 1}, \"tokens\": 9}",
                "{\"kind\": \"difference\", \"at\": {\"layer\": 2}, \"minus\": {\"layer\": 1}, \"tokens\": 9}",
                "{\"kind\": \"profile\"}",
                "{\"kind\": \"influence\"}",
                "{\"kind\": \"all-heads\", \"layer\": 2}",
                "{\"kind\": \"scatter\", \"x\": \"layer\", \"y\": \"previous\"}",
                "{\"kind\": \"cost\", \"methods\": [\"copied\"]}",
                "{\"kind\": \"trade-off\", \"against\": \"cache\", \"plans\": [{\"name\": \"one\", \"plan\": {\"path\": \"one.json\"}}]}");
        Files.writeString(
                folder.resolve("one.json"),
                "{\"schemaVersion\": 1, \"nLayers\": 16, \"nHeads\": 8, \"layers\":"
                        + " [{\"layer\": 3, \"mode\": \"copy\", \"source\": 2}]}");
        Path svg = folder.resolve("all.svg");
        CommandRun run = CommandRun.of("figure", recipe, "--out", svg);
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(Files.readString(svg))
                .contains(
                        "(h)",
                        "block influence",
                        "head of layer 2",
                        "shared layer",
                        "attention on the key before",
                        "(i)",
                        "(nats)");

        // The numbers alone draw the same file, whatever kind they are of.
        Path drawn = folder.resolve("drawn.svg");
        CommandRun redrawn = CommandRun.of(
                "figure",
                folder.resolve("all.recipe.json"),
                "--from-data",
                folder.resolve("all.npz"),
                "--out",
                drawn,
                "--alone");
        assertThat(redrawn.status()).as(redrawn.err()).isZero();
        assertThat(Files.readString(drawn)).isEqualTo(Files.readString(svg));
    }

    @Test
    void aTextThatHasChangedIsNamedWithItsHash() throws IOException {
        Path recipe = recipe("{\"kind\": \"layers\"}");
        Path out = folder.resolve("first.png");
        assertThat(CommandRun.of("figure", recipe, "--out", out).status()).isZero();
        Files.writeString(folder.resolve("story.txt"), "Another text entirely. ".repeat(40));
        CommandRun run = CommandRun.of("figure", folder.resolve("first.recipe.json"), "--out", folder.resolve("b.png"));
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("text story.txt is not the one of the recipe", "--accept-changes");
        assertThat(folder.resolve("b.png")).doesNotExist();
        CommandRun accepted = CommandRun.of(
                "figure",
                folder.resolve("first.recipe.json"),
                "--out",
                folder.resolve("b.png"),
                "--alone",
                "--accept-changes");
        assertThat(accepted.status()).as(accepted.err()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "{\"kind\": \"layers\", \"metrik\": \"jsd\"} | metrik",
                "{\"kind\": \"pie\"} | pie",
                "{\"kind\": \"layers\", \"metric\": \"kl\"} | jsd, cosine, tv",
                "{\"kind\": \"attention\", \"at\": {\"layer\": 99}} | layer 99",
                "{\"kind\": \"attention\", \"at\": {\"layer\": 1, \"head\": 8}} | head 8",
                "{\"kind\": \"attention\", \"at\": {\"layer\": 1}, \"tokens\": 100000} | 100000 tokens",
                "{\"kind\": \"attention\", \"at\": {\"layer\": 1, \"plan\": {\"path\": \"none.json\"}}} | none.json",
                "{\"kind\": \"heads\", \"layer\": 2, \"source\": 3} | source 3",
                "{\"kind\": \"trade-off\", \"plans\": []} | names no plans",
                "{\"kind\": \"fitting\", \"reports\": [{\"name\": \"a\", \"report\": {\"path\": \"story.txt\"}}]} | story.txt",
            })
    void aBadPanelIsOneSentenceAndLeavesNothingBehind(String panel, String named) throws IOException {
        Path out = folder.resolve("never.pdf");
        CommandRun run = CommandRun.of("figure", recipe(panel), "--out", out);
        assertThat(run.status()).as(run.err()).isEqualTo(1);
        assertThat(run.err().strip()).contains(named).doesNotContain("\n", "fault of its own");
        assertThat(out).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"venue\": \"Science Weekly\"}",
                "{\"width\": \"wide\"}",
                "{\"width\": \"12 mm\"}",
                "{\"pointSize\": 99}",
                "{\"dpi\": 1}",
                "{\"columns\": 4}",
            })
    void aBadSheetIsOneSentence(String sheet) throws IOException {
        ObjectNode recipe =
                (ObjectNode) JSON.readTree(recipe("{\"kind\": \"layers\"}").toFile());
        recipe.set("sheet", JSON.readTree(sheet));
        Path file = Files.writeString(folder.resolve("sheet.json"), recipe.toString());
        CommandRun run = CommandRun.of("figure", file, "--out", folder.resolve("never.png"));
        assertThat(run.status()).as(run.err()).isEqualTo(1);
        assertThat(run.err().strip()).doesNotContain("\n", "fault of its own");
        assertThat(folder.resolve("never.png")).doesNotExist();
    }

    @Test
    void aFileThatIsNoRecipeAndAPlaceThatCannotBeWrittenAreNamed() throws IOException {
        Path text = Files.writeString(folder.resolve("a.json"), "{\"schemaVersion\": 1,");
        assertThat(CommandRun.of("figure", text, "--out", folder.resolve("a.pdf"))
                        .err())
                .contains("a.json", "line 1");
        assertThat(CommandRun.of("figure", folder.resolve("no.json"), "--out", folder.resolve("a.pdf"))
                        .err())
                .contains("no.json");
        assertThat(CommandRun.of("figure", text, "--out", folder.resolve("a.jpg"))
                        .status())
                .isEqualTo(2);
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThat(CommandRun.of("figure", text, "--out", file.resolve("a.pdf")).status())
                .isEqualTo(1);
    }

    private Path recipe(String... panels) throws IOException {
        Path text = folder.resolve("story.txt");
        if (!Files.exists(text)) {
            Files.writeString(text, Files.readString(SampleModels.sampleText()).substring(0, 600));
        }
        ObjectNode recipe = JSON.createObjectNode();
        recipe.put("schemaVersion", 1);
        recipe.putObject("model")
                .put("path", SampleModels.sample16l().toAbsolutePath().toString());
        recipe.putObject("text").put("path", "story.txt");
        recipe.putObject("windows").put("window", 32).put("maxWindows", 2);
        for (String panel : panels) {
            JsonNode node = JSON.readTree(panel);
            recipe.withArray("panels").add(node);
        }
        recipe.putObject("sheet").put("venue", "Nature").put("span", "full").put("dpi", 100);
        return Files.writeString(folder.resolve("recipe.json"), recipe.toString());
    }
}
