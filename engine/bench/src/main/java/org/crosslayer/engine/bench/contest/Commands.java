package org.crosslayer.engine.bench.contest;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How players are started.
final class Commands {
    private static final List<String> HANDED_ON =
            List.of("org.bytedeco.javacpp.cachedir", "crosslayer.samples", "contest.warm-up-ms");

    private static final List<String> LEAN = List.of(
            "-XX:+UseSerialGC", "-Xms16m", "-XX:NewSize=8m", "-XX:MinHeapFreeRatio=10", "-XX:MaxHeapFreeRatio=20");

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

    /// What starts a program.
    List<String> of(Side.Program program) {
        return switch (program) {
            case Side.Program.Crosslayer(List<String> task, boolean lean) -> {
                List<String> command = crosslayer(Player.class, task);
                command.addAll(1, lean ? LEAN : List.of());
                yield command;
            }
            case Side.Program.Peer(List<String> command) -> command;
        };
    }

    /// Crosslayer itself, in a JVM with the options that this one has.
    ///
    /// @param main [Player], or another class that takes a task
    List<String> crosslayer(Class<?> main, List<String> task) {
        List<String> command = new ArrayList<>(List.of(
                java(),
                "--add-modules",
                "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:ActiveProcessorCount=" + threads,
                "-Dorg.bytedeco.javacpp.maxbytes=0",
                "-Dorg.bytedeco.javacpp.maxphysicalbytes=0"));
        for (String handedOn : HANDED_ON) {
            String value = System.getProperty(handedOn);
            if (value != null) {
                command.add("-D" + handedOn + "=" + value);
            }
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(task);
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

    /// PyTorch by transformers, in the Python that is named; where that has none, PyTorch's library by DJL.
    ///
    /// @param look `patterns` for eager attention that hands every pattern out, `plain` for what is fastest
    List<String> torch(Path model, int prompt, int generate, String look) {
        List<String> task = List.of(
                model.toString(),
                Integer.toString(prompt),
                Integer.toString(generate),
                Integer.toString(threads),
                look);
        String djl = System.getProperty("contest.djl", "");
        if (djl.isEmpty()) {
            return python("torch_player.py", task.toArray(String[]::new));
        }
        List<String> command = new ArrayList<>(List.of(
                java(),
                "--add-modules",
                "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-Dai.djl.offline=true",
                "-DENGINE_CACHE_DIR=" + djl,
                "-DDJL_CACHE_DIR=" + djl,
                "-cp",
                djl + "/*" + File.pathSeparator + System.getProperty("java.class.path"),
                peers.resolve("TorchPlayer.java").toString()));
        command.addAll(task);
        return command;
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
