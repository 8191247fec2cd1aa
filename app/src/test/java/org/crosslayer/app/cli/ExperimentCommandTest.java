package org.crosslayer.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.crosslayer.samples.SampleModels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExperimentCommandTest {
    @TempDir
    private Path folder;

    @Test
    void sharingGivesTheSameRatiosAsPerplexityDoes() throws IOException {
        Path out = folder.resolve("sharing.json");
        CommandRun run = run("sharing", out, "--layers", "14,15", "--order", "top-down");
        assertEquals(0, run.status(), run.err());
        JsonNode json = CommandRun.json(out);
        assertEquals("sharing", json.get("experiment").asText());
        assertEquals("sample-16l", json.get("model").asText());
        assertEquals(2, json.get("windows").asInt());
        assertEquals("[14,15]", json.get("untrained").toString());
        assertEquals(2 * 3 * 2, json.get("points").size());
        JsonNode point = json.get("points").get(6 + 1);
        assertEquals("top-down", point.get("series").asText());
        assertEquals("copied", point.get("method").asText());
        assertEquals("14 15", point.get("layers").asText());
        CommandRun alone = CommandRun.of(
                "perplexity",
                SampleModels.sample16l(),
                "--text",
                GoldenText.words(),
                "--window",
                24,
                "--max-windows",
                2,
                "--copy",
                "14,15",
                "--json",
                "-");
        assertEquals(alone.json().get("ratio").asDouble(), point.get("ratio").asDouble(), 1e-9);
        assertTrue(run.out().contains("LiSA without training, alignment only, in layers 14, 15"), run.out());
        assertTrue(run.out().contains("cumulative, from the top down"), run.out());
        assertTrue(run.out().contains("added layer"), run.out());
    }

    @Test
    void sensitivityIsTheSameForTheSameSeed() throws IOException {
        Path first = folder.resolve("first.csv");
        Path second = folder.resolve("second.csv");
        Path other = folder.resolve("other.csv");
        assertEquals(
                0,
                run("sensitivity", first, "--layers", "15", "--shares", "0.5", "--noise", "1", "--seed", 4)
                        .status());
        assertEquals(
                0,
                run("sensitivity", second, "--layers", "15", "--shares", "0.5", "--noise", "1", "--seed", 4)
                        .status());
        assertEquals(
                0,
                run("sensitivity", other, "--layers", "15", "--shares", "0.5", "--noise", "1", "--seed", 5)
                        .status());
        List<String> lines = Files.readAllLines(first);
        assertEquals(lines, Files.readAllLines(second));
        assertEquals(lines.get(1), Files.readAllLines(other).get(1), "mixing has no chance in it");
        assertTrue(!lines.get(2).equals(Files.readAllLines(other).get(2)));
        assertEquals(3, lines.size());
        assertTrue(lines.get(2).startsWith("score-noise,1.0,4,15,2,"), lines.get(2));
    }

    @Test
    void wrongUsageIsSaidInOneSentence() {
        Path json = folder.resolve("x.json");
        assertUsage(CommandRun.of("experiment"), "Missing required subcommand");
        assertUsage(run("sharing", folder.resolve("x.txt")), "--out must end in .json or .csv");
        assertUsage(run("sharing", json, "--order", "sideways"), "'sideways' is none of single, cheapest-first");
        assertUsage(run("sensitivity", json, "--shares", "1.5"), "A share lies above 0 and at most at 1, not 1.5");
        CommandRun layer = run("sensitivity", json, "--layers", "16");
        assertEquals(1, layer.status());
        assertEquals(
                "This model has no layer 16: choose among 0 to 15.", layer.err().strip());
        CommandRun lowest = run("sharing", json, "--layers", "0");
        assertEquals(1, lowest.status());
        assertTrue(lowest.err().startsWith("Layer 0 cannot share"), lowest.err());
    }

    private static void assertUsage(CommandRun run, String sentence) {
        assertEquals(2, run.status(), run.err());
        assertTrue(run.err().contains(sentence), run.err());
    }

    private CommandRun run(String kind, Path out, Object... options) {
        List<Object> args = new ArrayList<>(List.of("experiment", kind, SampleModels.sample16l(), "--out", out));
        try {
            args.addAll(List.of("--text", GoldenText.words(), "--window", 24, "--max-windows", 2));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        args.addAll(List.of(options));
        return CommandRun.of(args.toArray());
    }
}
