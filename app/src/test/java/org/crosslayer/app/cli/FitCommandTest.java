package org.crosslayer.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.crosslayer.engine.fitting.FitOptions;
import org.crosslayer.engine.fitting.StageOptions;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.samples.SampleModels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FitCommandTest {
    private static final Path SAMPLE = SampleModels.sample16l();

    @TempDir
    private Path folder;

    @Test
    void fittedPlanIsReadByEveryCommandThatTakesOne() throws IOException {
        Path report = folder.resolve("fit.json");
        CommandRun fit = fit(Cancellation.NEVER, "--steps-local", 2, "--steps-distill", 1, "--json", report);
        assertEquals(0, fit.status(), fit.err());
        JsonNode json = CommandRun.json(report);
        assertTrue(json.get("finished").asBoolean());
        assertEquals("the-lamplighters-ledger.txt", json.get("calibration").asText());
        assertEquals(4, json.get("curve").size());
        assertTrue(json.get("heldOut").asDouble()
                <= json.get("curve").get(0).get("heldOut").asDouble());
        Path plan = folder.resolve("fitted").resolve("plan.json");
        JsonNode how = CommandRun.json(plan).get("fit").get("how");
        assertEquals("7", how.get("seed").asText());
        assertEquals("2", how.get("stepsLocal").asText());

        CommandRun perplexity = works("perplexity", "--plan", plan, "--window", 64, "--max-windows", 2, "--json", "-");
        assertTrue(perplexity.json().get("ratio").asDouble() > 0);
        works("speed", "--plan", plan, "--prompt", 8, "--generate", 2, "--repeats", 1);
        works("generate", "--plan", plan, "--tokens", 2);
        works("attention", "--plan", plan, "--out", folder.resolve("maps.safetensors"));
    }

    @Test
    void alignmentAloneHasNoLowRankPartAndIsReadToo() throws IOException {
        CommandRun fit = fit(Cancellation.NEVER, "--align-only");
        assertEquals(0, fit.status(), fit.err());
        Path plan = folder.resolve("fitted").resolve("plan.json");
        assertEquals(0, CommandRun.json(plan).get("layers").get(0).get("rank").asInt());
        works("perplexity", "--plan", plan, "--window", 64, "--max-windows", 1);
    }

    @Test
    void stoppedFitKeepsItsBestStateAndCanBeTakenUp() {
        Path checkpoint = folder.resolve("fit.state");
        CommandRun stopped = fit(() -> Files.exists(checkpoint), "--steps-local", 2, "--checkpoint", checkpoint);
        assertEquals(130, stopped.status(), stopped.err());
        assertEquals(1, stopped.err().lines().count(), stopped.err());
        assertTrue(stopped.err().startsWith("Stopped early; the best state, of step 0 of 2"), stopped.err());
        assertTrue(Files.exists(folder.resolve("fitted").resolve("adapter.safetensors")));

        CommandRun resumed = fit(Cancellation.NEVER, "--steps-local", 2, "--resume", checkpoint);
        assertEquals(0, resumed.status(), resumed.err());

        CommandRun other = fit(Cancellation.NEVER, "--steps-local", 3, "--resume", checkpoint);
        assertEquals(1, other.status());
        assertTrue(other.err().contains("another fit"), other.err());
    }

    @Test
    void runawayFitKeepsItsBestStateAndSaysWhere() {
        CommandRun run = fit(Cancellation.NEVER, "--steps-local", 3, "--rate-local", "1e30");
        assertEquals(1, run.status(), run.err());
        assertEquals(1, run.err().lines().count(), run.err());
        assertTrue(run.err().contains("Fitting stopped at step"), run.err());
        assertTrue(Files.exists(folder.resolve("fitted").resolve("plan.json")));
    }

    @Test
    void helpNamesTheDefaultsThatHold() {
        String help = CommandRun.of("fit", "--help").out().replaceAll("\\s+", " ");
        FitOptions defaults = FitOptions.defaults(List.of(1), 8, 1024);
        StageOptions local = defaults.local();
        StageOptions distill = defaults.distill();
        assertTrue(help.contains("own pattern; default: " + local.steps() + "."), help);
        assertTrue(help.contains("own predictions; default: " + distill.steps() + "."), help);
        assertTrue(help.contains("default: " + local.batch() + " layer by layer, " + distill.batch() + " end"), help);
        assertTrue(help.contains("rate layer by layer; default: " + local.rate() + "."), help);
        assertTrue(help.contains("rate end to end; default: " + distill.rate() + "."), help);
        assertTrue(help.contains("in a window; default: " + defaults.window() + "."), help);
        assertTrue(help.contains("keys; default: " + defaults.lisa().rank() + "."), help);
    }

    @ParameterizedTest
    @CsvSource({
        "--layers=0, 2, layer 0",
        "--layers=16, 1, 0 to 15",
        "--layers=1 --rank=3, 2, even",
        "--layers=1 --rank=-2, 2, rank",
        "--layers=1 --rank=64, 1, 32 channels",
        "--layers=1 --window=100000, 1, too long",
        "--layers=1 --batch=0, 2, windows",
        "--layers=1 --align-only --steps-local=3, 2, align-only",
    })
    void whatCannotBeFittedIsRefusedInASentence(String options, int status, String part) {
        List<Object> args = new ArrayList<>(List.of("fit", SAMPLE, "--text", "Too short.", "--out", folder));
        args.addAll(List.of(options.split(" ")));
        refuses(CommandRun.of(args.toArray()), status, part);
    }

    @Test
    void calibrationTextShorterThanTwoWindowsIsRefused() {
        refuses(
                CommandRun.of("fit", SAMPLE, "--layers", "1", "--text", "Too short.", "--out", folder.resolve("x")),
                1,
                "1024");
        assertFalse(Files.exists(folder.resolve("x")));
    }

    private static void refuses(CommandRun run, int status, String part) {
        assertEquals(status, run.status(), run.err());
        assertEquals(1, run.err().lines().count(), run.err());
        assertTrue(run.err().contains(part), run.err());
    }

    private CommandRun fit(Cancellation cancellation, Object... options) {
        List<Object> args = new ArrayList<>(List.of("fit", SAMPLE, "--layers", "2,3", "--window", 64, "--batch", 1));
        args.addAll(List.of("--text-file", SampleModels.sampleText(), "--seed", 7, "--out", folder.resolve("fitted")));
        args.addAll(List.of(options));
        return CommandRun.with(cancellation, args.toArray());
    }

    private static CommandRun works(String command, Object... options) {
        List<Object> args = new ArrayList<>(List.of(command, SAMPLE));
        if (command.equals("perplexity")) {
            args.addAll(List.of("--text-file", SampleModels.sampleText()));
        } else if (!command.equals("speed")) {
            args.addAll(List.of("--text", "My dear aunt"));
        }
        args.addAll(List.of(options));
        CommandRun run = CommandRun.of(args.toArray());
        assertEquals(0, run.status(), run.err());
        return run;
    }
}
