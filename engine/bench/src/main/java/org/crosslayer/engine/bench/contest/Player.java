package org.crosslayer.engine.bench.contest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.crosslayer.engine.error.EngineException;

/// One side of a contest: does its task once for each line it reads and answers with nanoseconds.
///
/// The conversation is lines of text, so that a player can be written in any language: when it is warm it says
/// `ready` and what it is; to each line `go` it answers `name=nanoseconds`, one or several, parted by blanks (`peak`
/// counts bytes); it ends when its input does. Arguments: a task's name and the task's own.
public final class Player {
    /// What is timed.
    interface Task extends AutoCloseable {
        /// One round: nanoseconds by name, and `peak`, the most memory so far in bytes, where it is told.
        Map<String, Long> play() throws EngineException;

        /// What it is, for people.
        String description();

        @Override
        void close();
    }

    private static final long WARM_UP_NANOS = 1_000_000L * Integer.getInteger("contest.warm-up-ms", 3_000);
    private static final int LEAST_ROUNDS = 2;

    private Player() {}

    /// See the class.
    public static void main(String[] args) throws EngineException, IOException {
        List<String> own = Arrays.asList(args).subList(1, args.length);
        try (Task task = task(args[0], own)) {
            warmUp(task);
            PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
            out.println("ready " + task.description());
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                out.println(task.play().entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining(" ")));
            }
        }
    }

    /// Plays untimed until the compiler has done its work.
    static void warmUp(Task task) throws EngineException {
        long start = System.nanoTime();
        for (int round = 0; round < LEAST_ROUNDS || System.nanoTime() - start < WARM_UP_NANOS; round++) {
            task.play();
        }
    }

    /// The task of a name, opened.
    ///
    /// @param args its own arguments
    static Task task(String name, List<String> args) throws EngineException {
        return switch (name) {
            case "read" ->
                ReadTask.open(Path.of(args.get(0)), numbers(args.subList(1, 4)), ReadTask.Look.valueOf(args.get(4)));
            case "study" ->
                new StudyTask(Path.of(args.get(0)), StudyTask.Kind.valueOf(args.get(1)), Integer.parseInt(args.get(2)));
            case "switch" ->
                new SwitchTask(
                        Path.of(args.get(0)),
                        numbers(args.subList(1, 3)),
                        Arrays.stream(numbers(args.subList(3, args.size())))
                                .boxed()
                                .toList());
            case "divergence" -> new DivergenceTask(numbers(args));
            case "floor" -> new FloorTask();
            default -> throw new IllegalArgumentException("no task is called " + name);
        };
    }

    private static int[] numbers(List<String> args) {
        return args.stream().mapToInt(Integer::parseInt).toArray();
    }
}
