package org.crosslayer.app.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.crosslayer.app.task.DirectTaskRunner;
import org.crosslayer.app.task.DiskWriter;
import org.crosslayer.app.workspace.EngineAnalyst;
import org.crosslayer.app.workspace.JournalEntry;
import org.crosslayer.app.workspace.SubjectLoader;
import org.crosslayer.app.workspace.Workspace;
import org.crosslayer.engine.evaluation.Bos;
import org.crosslayer.engine.evaluation.PerplexityReport;
import org.crosslayer.engine.evaluation.Protocol;
import org.crosslayer.engine.evaluation.ProtocolKind;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.LayerAttention;
import org.crosslayer.samples.SampleModels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the window did can be done again without it: the script runs, and gives the same number.
class HistoryScriptTest {
    @TempDir
    Path folder;

    @Test
    void theScriptRunsAndMeasuresThePlanThatWasMeasured() throws Exception {
        Workspace workspace = new Workspace();
        DirectTaskRunner runner = new DirectTaskRunner();
        HistoryViewModel history = new HistoryViewModel(workspace, DiskWriter.inline(), folder);
        new SubjectLoader(workspace, runner, EngineAnalyst::open)
                .open(SampleModels.sample16l(), SampleModels.sampleText(), () -> {});
        Protocol protocol = new Protocol(ProtocolKind.WINDOWS, 64, 2, Bos.AUTO);
        AttentionPlan plan = AttentionPlan.none(16).with(5, new LayerAttention.CopyPattern(4));
        workspace.plan().apply("copy into layer 5", plan);
        PerplexityReport report = workspace
                .subject()
                .get()
                .analyst()
                .evaluate(workspace.subject().get().text(), protocol, plan, _ -> {}, () -> false);
        workspace.measured().put(plan, report);
        workspace.subject().get().analyst().close();

        Path script = Files.writeString(folder.resolve("again.sh"), history.script());
        String output = run(script);

        assertTrue(Files.readString(script).contains("# Step: copy into layer 5"));
        assertTrue(output.contains(String.format(java.util.Locale.ROOT, "%.2f", report.perplexity())), output);
    }

    @Test
    void wordsComeThroughTheShellAsTheyAre() throws Exception {
        String odd = "it's \"odd\" $HOME `id` \\ *";
        JournalEntry entry = new JournalEntry(Instant.EPOCH, "said\nsomething", null, List.of("%s\\n", odd, "plain"));
        Path script = Files.writeString(folder.resolve("words.sh"), ShellScript.script(List.of(entry), Map.of()));
        ProcessBuilder shell = new ProcessBuilder("bash", script.toString()).redirectErrorStream(true);
        shell.environment().put("CROSSLAYER", "printf");
        assertEquals(odd + "\nplain\n", output(shell));
    }

    /// The same classes as this test, started as the launcher starts them.
    private String run(Path script) throws IOException, InterruptedException {
        Path program = Files.writeString(
                folder.resolve("crosslayer"),
                "#!/usr/bin/env bash\nexec '"
                        + ProcessHandle.current().info().command().orElseThrow()
                        + "' --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED"
                        + " --sun-misc-unsafe-memory-access=allow"
                        + properties(
                                "crosslayer.samples",
                                "org.bytedeco.javacpp.cachedir",
                                "ENGINE_CACHE_DIR",
                                "DJL_CACHE_DIR",
                                "user.home",
                                "ai.djl.offline")
                        + " -cp '" + System.getProperty("java.class.path")
                        + "' org.crosslayer.app.Launcher \"$@\"\n");
        assertTrue(program.toFile().setExecutable(true));
        ProcessBuilder shell = new ProcessBuilder("bash", script.toString()).redirectErrorStream(true);
        shell.environment().put("CROSSLAYER", program.toString());
        return output(shell);
    }

    private static String properties(String... names) {
        StringBuilder words = new StringBuilder();
        for (String name : names) {
            words.append(" '-D")
                    .append(name)
                    .append('=')
                    .append(System.getProperty(name))
                    .append('\'');
        }
        return words.toString();
    }

    private static String output(ProcessBuilder shell) throws IOException, InterruptedException {
        Process process = shell.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(120, TimeUnit.SECONDS), "it ends");
        assertEquals(0, process.exitValue(), output);
        return output;
    }
}
