package org.crosslayer.engine.bench.contest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How players are started.
final class Commands {
    private final Path peers;
    private final int threads;

    /// @param peers folder of the programs that play against Crosslayer
    Commands(Path peers, int threads) {
        this.peers = peers;
        this.threads = threads;
    }

    int threads() {
        return threads;
    }

    /// Crosslayer itself, in a JVM with the options that this one has.
    List<String> crosslayer(String... task) {
        List<String> command = new ArrayList<>(List.of(
                java(),
                "--add-modules",
                "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:ActiveProcessorCount=" + threads,
                "-Dorg.bytedeco.javacpp.maxbytes=0",
                "-Dorg.bytedeco.javacpp.maxphysicalbytes=0"));
        String cache = System.getProperty("org.bytedeco.javacpp.cachedir");
        if (cache != null) {
            command.add("-Dorg.bytedeco.javacpp.cachedir=" + cache);
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Player.class.getName()));
        command.addAll(List.of(task));
        return command;
    }

    /// llama.cpp as packaged for Java, started from source.
    List<String> llama(Path model, int prompt, int generate) {
        return List.of(
                java(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("contest.libraries", ".") + "/*",
                peers.resolve("LlamaPlayer.java").toString(),
                model.toString(),
                Integer.toString(prompt),
                Integer.toString(generate),
                Integer.toString(threads));
    }

    /// A script of the peers' folder.
    List<String> python(String script, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("contest.python", "python3"),
                peers.resolve(script).toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
