package org.crosslayer.app.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.crosslayer.samples.SampleModels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UsageTest {
    private static final Path SAMPLE = SampleModels.sample16l();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {"inspect", "tokens", "attention", "perplexity", "similarity", "align", "fit", "speed", "generate"
            })
    void helpOfEachCommandShowsAnExample(String command) {
        CommandRun help = CommandRun.of(command, "--help");
        assertAll(
                () -> assertEquals(0, help.status()),
                () -> assertEquals("", help.err()),
                () -> assertTrue(help.out().startsWith("Usage: crosslayer " + command + " MODEL"), help.out()),
                () -> assertTrue(help.out().contains("Example:\n  crosslayer " + command), help.out()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"inspect", "tokens", "attention", "perplexity", "similarity", "align", "fit", "speed", "generate"
            })
    void commandWithoutModelIsBadUsage(String command) {
        assertBadUsage(CommandRun.of(command));
    }

    @Test
    void unknownCommandIsBadUsage() {
        assertBadUsage(CommandRun.of("fly"));
    }

    @Test
    void noCommandIsBadUsage() {
        assertBadUsage(CommandRun.of());
    }

    @Test
    void textAndTextFileTogetherAreBadUsage() {
        assertBadUsage(CommandRun.of("tokens", SAMPLE, "--text", "a", "--text-file", "b"));
    }

    @Test
    void unknownProtocolIsBadUsageAndNamesTheKnownOne() {
        CommandRun run = CommandRun.of("perplexity", SAMPLE, "--text", "a", "--protocol", "sideways");
        assertBadUsage(run);
        assertTrue(run.err().contains("windows"), run.err());
    }

    @Test
    void unknownHeadModeIsBadUsageAndNamesTheKnownOnes() {
        CommandRun run = CommandRun.of(
                "similarity", SAMPLE, "--text", "a", "--heads", "BEST_MATCH", "--out", folder.resolve("s.json"));
        assertBadUsage(run);
        assertTrue(run.err().contains("mean, best-match, same-index"), run.err());
    }

    @Test
    void windowOfOneTokenIsBadUsage() {
        assertBadUsage(CommandRun.of("align", SAMPLE, "--text", "a", "--window", 1, "--out", folder.resolve("a.json")));
    }

    @Test
    void unknownEndingIsBadUsage() {
        assertBadUsage(CommandRun.of("similarity", SAMPLE, "--text", "a", "--out", folder.resolve("s.xlsx")));
    }

    @Test
    void nonsenseInPlaceOfLayersIsBadUsage() {
        assertBadUsage(CommandRun.of("speed", SAMPLE, "--copy", "one,two"));
    }

    @Test
    void absentDeviceFailsWithASentence() {
        CommandRun run = CommandRun.of("perplexity", SAMPLE, "--text", "a", "--device", "cuda");
        assertFailed(run);
        assertTrue(run.err().contains("cuda"), run.err());
    }

    @Test
    void missingModelFailsWithASentence() {
        CommandRun run = CommandRun.of("inspect", folder.resolve("nothing"));
        assertFailed(run);
        assertTrue(run.err().contains("nothing"), run.err());
    }

    @Test
    void missingTextFileFailsWithASentence() {
        assertFailed(CommandRun.of("tokens", SAMPLE, "--text-file", folder.resolve("nothing.txt")));
    }

    @Test
    void missingFolderOfResultsFailsBeforeTheWork() {
        CommandRun run = CommandRun.of(
                "align",
                SAMPLE,
                "--text",
                "a",
                "--out",
                folder.resolve("nothing").resolve("a.json"));
        assertFailed(run);
        assertTrue(run.err().contains("create it first"), run.err());
    }

    @Test
    void tooShortTextFailsWithASentence() {
        CommandRun run = CommandRun.of("perplexity", SAMPLE, "--text", "Too short.");
        assertFailed(run);
        assertTrue(run.err().contains("512"), run.err());
    }

    @Test
    void layerThatCannotShareFailsWithASentence() {
        CommandRun run = CommandRun.of("generate", SAMPLE, "--text", "My", "--copy", "0");
        assertFailed(run);
        assertTrue(run.err().contains("Layer 0"), run.err());
    }

    @Test
    void cancelledCommandSaysSoAndLeavesNothing() {
        Path out = folder.resolve("s.json");
        CommandRun run = CommandRun.with(
                () -> true, "similarity", SAMPLE, "--text-file", SampleModels.sampleText(), "--out", out);
        assertEquals(130, run.status());
        assertEquals("Cancelled.\n", run.err());
        assertEquals(0, folder.toFile().list().length);
    }

    private static void assertBadUsage(CommandRun run) {
        assertAll(
                () -> assertEquals(2, run.status()),
                () -> assertEquals("", run.out()),
                () -> assertEquals(1, run.err().lines().count(), run.err()),
                () -> assertTrue(run.err().contains("--help"), run.err()));
    }

    private static void assertFailed(CommandRun run) {
        assertAll(
                () -> assertEquals(1, run.status()),
                () -> assertEquals("", run.out()),
                () -> assertEquals(1, run.err().lines().count(), run.err()),
                () -> assertTrue(run.err().endsWith(".\n"), run.err()));
    }
}
