package org.crosslayer.app.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
        CommandRun run = CommandRun.of("tokens", SAMPLE, "--text", "a", "--text-file", "b");
        assertBadUsage(run);
        assertEquals("Give only one of --text, --text-file; see 'crosslayer tokens --help'.\n", run.err());
    }

    @Test
    void textGivenTwiceIsBadUsage() {
        CommandRun run = CommandRun.of("tokens", SAMPLE, "--text", "a", "--text", "b");
        assertBadUsage(run);
        assertTrue(run.err().startsWith("Give only one of --text"), run.err());
    }

    @Test
    void optionWithoutItsValueIsNamed() {
        CommandRun run = CommandRun.of("tokens", SAMPLE, "--text");
        assertBadUsage(run);
        assertTrue(run.err().startsWith("Missing required parameter for option '--text'"), run.err());
    }

    @Test
    void emptyNameOfAResultFailsWithASentence() {
        CommandRun run = CommandRun.of("perplexity", SAMPLE, "--text", "a", "--json", "");
        assertFailed(run);
        assertTrue(run.err().contains("empty"), run.err());
    }

    @Test
    void neitherTextNorIdsIsBadUsageAndNamesAllThree() {
        CommandRun run = CommandRun.of("align", SAMPLE, "--out", folder.resolve("a.json"));
        assertBadUsage(run);
        assertTrue(run.err().startsWith("Give one of "), run.err());
        assertTrue(run.err().contains("--text-file"), run.err());
        assertTrue(run.err().contains("--ids"), run.err());
    }

    @Test
    void missingOptionOutsideOfTheGroupIsNamed() {
        CommandRun run = CommandRun.of("align", SAMPLE, "--text", "a");
        assertBadUsage(run);
        assertTrue(run.err().contains("--out"), run.err());
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

    @ParameterizedTest
    @ValueSource(strings = {"3-2", "1--3", "-1", "1-", "1-2-3", "", "1,,2", "1-2000000000", "10000", "99999999999"})
    void rangeThatNamesNoLayersIsBadUsage(String layers) {
        for (String option : List.of("--copy", "--align")) {
            CommandRun run = CommandRun.of("perplexity", SAMPLE, "--text", "a", option + "=" + layers);
            assertBadUsage(run);
            assertTrue(run.err().contains(option), run.err());
        }
    }

    @Test
    void rangeThatRunsBackwardsIsShownTheRightWay() {
        CommandRun run = CommandRun.of("speed", SAMPLE, "--copy", "1,3-2");
        assertBadUsage(run);
        assertTrue(run.err().contains("write it as 2-3"), run.err());
    }

    @Test
    void absentDeviceFailsWithASentence() {
        CommandRun run = CommandRun.of("perplexity", SAMPLE, "--text", "a", "--device", "cuda");
        assertFailed(run);
        // Without a card that is the reason; with one, a text of a single token is.
        assertTrue(run.err().contains("CUDA cannot be used: ") || run.err().contains("token"), run.err());
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
    void resultThatCannotBeCreatedFailsBeforeTheWork() {
        String name = "n".repeat(300) + ".json";
        for (String option : List.of("--json", "--out")) {
            CommandRun run = CommandRun.of(
                    option.equals("--json") ? "perplexity" : "similarity",
                    folder.resolve("nothing"),
                    "--text",
                    "a",
                    option,
                    folder.resolve(name));
            assertFailed(run);
            assertTrue(run.err().contains(name), run.err());
            assertFalse(run.err().contains("null"), run.err());
        }
        assertEquals(0, folder.toFile().list().length);
    }

    @Test
    void triedResultLeavesNothingAndTouchesNoFile() throws IOException {
        Path out = Files.writeString(folder.resolve("a.json"), "as it was");
        assertFailed(CommandRun.of("align", folder.resolve("nothing"), "--text", "a", "--out", out));
        assertEquals("as it was", Files.readString(out));
        assertEquals(1, folder.toFile().list().length);
    }

    @Test
    void missingTokenizerIsFoundBeforeTheModelIsOpened() throws IOException {
        Path model = Files.createDirectory(folder.resolve("model"));
        for (String command : List.of("perplexity", "generate")) {
            CommandRun run = CommandRun.of(command, model, "--text", "a");
            assertFailed(run);
            assertTrue(run.err().contains("tokenizer.json"), run.err());
        }
        CommandRun run = CommandRun.of("speed", model, "--align", "1");
        assertFailed(run);
        assertTrue(run.err().contains("tokenizer.json"), run.err());
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
                () -> assertTrue(run.err().matches("(?!.*\\. [A-Z]).*; see 'crosslayer.* --help'\\.\n"), run.err()));
    }

    private static void assertFailed(CommandRun run) {
        assertAll(
                () -> assertEquals(1, run.status()),
                () -> assertEquals("", run.out()),
                () -> assertEquals(1, run.err().lines().count(), run.err()),
                () -> assertTrue(run.err().endsWith(".\n"), run.err()));
    }
}
