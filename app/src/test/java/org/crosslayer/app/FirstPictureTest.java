package org.crosslayer.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The program itself, in a process of its own: it opens, shows its first heatmap and ends.
class FirstPictureTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"close", "rehearse"})
    void theProgramOpensOnTheBundledModelSaysWhenItsHeatmapStandsAndEnds(String then)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.add("-Dcrosslayer.state=" + folder.resolve("state"));
        command.add("-D" + FirstPicture.PROPERTY + "=" + then);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Launcher.class.getName()));
        Path out = folder.resolve("out.txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES))
                    .as(Files.readString(out))
                    .isTrue();
            assertThat(Files.readString(out)).containsPattern("The first heatmap was on the screen after [0-9]+ ms\\.");
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }
}
