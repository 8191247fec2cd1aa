package org.crosslayer.app.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.crosslayer.app.cli.CommandRun;
import org.crosslayer.app.workspace.Analyst;
import org.crosslayer.app.workspace.CommandLines;
import org.crosslayer.app.workspace.EngineAnalyst;
import org.crosslayer.app.workspace.JournalEntry;
import org.crosslayer.app.workspace.OpenText;
import org.crosslayer.app.workspace.Subject;
import org.crosslayer.engine.evaluation.Bos;
import org.crosslayer.engine.evaluation.Protocol;
import org.crosslayer.engine.evaluation.ProtocolKind;
import org.crosslayer.engine.evaluation.SpeedRequest;
import org.crosslayer.engine.experiment.SensitivityOptions;
import org.crosslayer.engine.experiment.SharingSeries;
import org.crosslayer.engine.fitting.FitOptions;
import org.crosslayer.engine.fitting.StageOptions;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.LayerAttention;
import org.crosslayer.engine.sharing.FitNotes;
import org.crosslayer.engine.similarity.MatchMethod;
import org.crosslayer.engine.similarity.SimilarityOptions;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.crosslayer.samples.SampleModels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every kind of line in the history, first copied as a command and then as a line of the script: a shell reads both
/// as the same words, and the program does them.
class HistoryCommandsTest {
    private static final String END = "--end--";

    @TempDir
    Path folder;

    private List<List<String>> lines(Subject subject) throws IOException {
        Protocol two = new Protocol(ProtocolKind.WINDOWS, 16, 2, Bos.AUTO);
        FitOptions fit = FitOptions.defaults(subject.config(), List.of(2))
                .withWindow(16)
                .withStages(new StageOptions(1, 1, 1e-2), new StageOptions(0, 1, 3e-3));
        Path recipe = Files.writeString(folder.resolve("a figure.recipe.json"), """
                {"schemaVersion": 1, "model": {"path": "%s"}, "text": {"path": "it's a story.txt"},
                 "windows": {"window": 16, "maxWindows": 1}, "panels": [{"kind": "layers"}]}
                """.formatted(
                        subject.summary().path().toAbsolutePath()));
        return List.of(
                CommandLines.inspect(subject),
                CommandLines.similarity(subject, SimilarityOptions.DEFAULT, two),
                CommandLines.align(subject, MatchMethod.HUNGARIAN, two),
                CommandLines.perplexity(subject, two),
                CommandLines.perplexity(subject, new Protocol(ProtocolKind.STRIDE, 16, 2, Bos.ON)),
                CommandLines.speed(subject, new SpeedRequest(8, 2, 1, 1)),
                CommandLines.fit(subject, subject.text(), fit),
                CommandLines.generate(subject, "said \"it's $HOME\"", 2, 0.5, 3),
                CommandLines.parity(subject, SampleModels.golden("sample-16l").resolve("golden.safetensors")),
                CommandLines.sharing(
                        subject, List.of(1, 2), List.of(SharingSeries.values()), MatchMethod.HUNGARIAN, two),
                CommandLines.sensitivity(
                        subject, new SensitivityOptions(List.of(1), List.of(0.1), List.of(0.3), 5), 5, two),
                CommandLines.figure(recipe, folder.resolve("a figure.svg")));
    }

    @Test
    void everyKindOfLineIsDoneByTheCommandLineCopiedAndAsAScript() throws Exception {
        Path text = Files.writeString(folder.resolve("it's a story.txt"), "Once upon a time. ".repeat(40));
        try (Analyst analyst = EngineAnalyst.open(SampleModels.sample16l(), Progress.NONE, Cancellation.NEVER)) {
            check(new Subject(
                    analyst,
                    analyst.summary(),
                    analyst.device(),
                    OpenText.read(text, analyst.tokenizer(), Progress.NONE, Cancellation.NEVER)));
        }
    }

    private void check(Subject subject) throws Exception {
        AttentionPlan plan = AttentionPlan.none(subject.config().nLayers()).with(2, new LayerAttention.CopyPattern(1));
        Path planFile = folder.resolve("a plan.json");
        subject.analyst().writePlan(planFile, plan, FitNotes.NONE);
        List<JournalEntry> entries = lines(subject).stream()
                .map(line -> new JournalEntry(java.time.Instant.EPOCH, line.getFirst(), planFor(line, plan), line))
                .toList();
        Path script =
                Files.writeString(folder.resolve("again.sh"), ShellScript.script(entries, Map.of(plan, planFile)));
        List<List<String>> scripted = wordsOf(List.of("bash", script.toString()));
        List<List<String>> copied = new ArrayList<>();
        for (JournalEntry entry : entries) {
            String command = ShellScript.line("\"$CROSSLAYER\"", entry, entry.needsPlan() ? planFile : null);
            copied.addAll(wordsOf(List.of("bash", "-c", command)));
        }
        assertEquals(copied, scripted);
        assertEquals(entries.size(), scripted.size());
        for (List<String> words : scripted) {
            CommandRun run = CommandRun.of(intoFolder(words).toArray());
            assertEquals(0, run.status(), words + ": " + run.err());
        }
        assertTrue(Files.exists(folder.resolve("fitted/plan.json")), "what it wrote is there");
        assertTrue(Files.exists(folder.resolve("a figure.svg")));
    }

    private static AttentionPlan planFor(List<String> line, AttentionPlan plan) {
        return List.of("perplexity", "speed", "generate").contains(line.getFirst())
                ? plan
                : AttentionPlan.none(plan.nLayers());
    }

    /// Relative names of results go to the test's folder; a script has the folder it is started in.
    private List<String> intoFolder(List<String> words) {
        List<String> placed = new ArrayList<>(words);
        int out = placed.indexOf("--out");
        if (out >= 0) {
            placed.set(out + 1, folder.resolve(placed.get(out + 1)).toString());
        }
        return placed;
    }

    /// What a shell hands to the program, call by call.
    private List<List<String>> wordsOf(List<String> shell) throws IOException, InterruptedException {
        Path program = folder.resolve("say");
        if (Files.notExists(program)) {
            Files.writeString(program, "#!/usr/bin/env bash\nprintf '%s\\0' \"$@\" " + END + "\n");
            assertTrue(program.toFile().setExecutable(true));
        }
        ProcessBuilder builder = new ProcessBuilder(shell).redirectErrorStream(true);
        builder.environment().put("CROSSLAYER", program.toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it ends");
        assertEquals(0, process.exitValue(), output);
        List<List<String>> calls = new ArrayList<>();
        for (String call : output.split(END + "\0", -1)) {
            if (!call.isEmpty()) {
                calls.add(Arrays.asList(call.substring(0, call.length() - 1).split("\0", -1)));
            }
        }
        return calls;
    }
}
