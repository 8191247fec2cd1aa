package org.crosslayer.engine.bench.contest;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;
import org.crosslayer.engine.error.EngineException;

/// Where the time of a task goes: JDK Flight Recorder looks at its threads while it is played for some seconds, warm.
///
/// Arguments: as those of [Player]. Prints the share of samples by the engine's own method that was running or waiting
/// for native code, by the method on top, and by the operation of the backend, all its threads together. By processor
/// time where the JDK knows how (Linux), so that native code counts as Java does.
public final class Profile {
    private static final Duration LENGTH = Duration.ofSeconds(10);
    private static final String CPU_TIME = "jdk.CPUTimeSample";
    private static final List<String> BY_CLOCK = List.of("jdk.ExecutionSample", "jdk.NativeMethodSample");
    private static final String ENGINE = "org.crosslayer.engine.";
    private static final String BACKEND = ENGINE + "backend.";
    /// What lies between an operation and its threads, and says nothing about it.
    private static final Pattern HANDING_OUT =
            Pattern.compile(".*\\.(Parallel\\b.*|CheckedBackend\\..*|Kernels\\..*|overRows|overCausalBlocks)");
    private static final int MOST_LINES = 12;

    private final List<RecordedStackTrace> stacks;
    private final PrintStream out;

    private Profile(List<RecordedStackTrace> stacks, PrintStream out) {
        this.stacks = stacks;
        this.out = out;
    }

    /// See the class.
    public static void main(String[] args) throws EngineException, IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Path file = Files.createTempFile("crosslayer-profile", ".jfr");
        try (Player.Task task = Player.task(args[0], Arrays.asList(args).subList(1, args.length));
                Recording recording = new Recording()) {
            boolean byProcessor = FlightRecorder.getFlightRecorder().getEventTypes().stream()
                    .anyMatch(type -> type.getName().equals(CPU_TIME));
            List<String> events = byProcessor ? List.of(CPU_TIME) : BY_CLOCK;
            for (String event : events) {
                recording.enable(event).with(byProcessor ? "throttle" : "period", "10 ms");
            }
            Player.warmUp(task);
            recording.start();
            long start = System.nanoTime();
            int rounds = 0;
            for (; System.nanoTime() - start < LENGTH.toNanos(); rounds++) {
                task.play();
            }
            recording.stop();
            recording.dump(file);
            List<RecordedStackTrace> stacks = RecordingFile.readAllEvents(file).stream()
                    .filter(event -> events.contains(event.getEventType().getName()))
                    .filter(event -> event.getStackTrace() != null)
                    .map(RecordedEvent::getStackTrace)
                    .toList();
            out.printf(
                    Locale.ROOT,
                    "%s: %d rounds, %d samples of %s%n",
                    task.description(),
                    rounds,
                    stacks.size(),
                    byProcessor ? "processor time" : "running threads");
            new Profile(stacks, out).print();
        } finally {
            Files.delete(file);
        }
    }

    private void print() {
        table("operation of the backend", Profile::operation);
        table("method of the engine", stack -> topmost(stack, ENGINE));
        table("method on top", stack -> topmost(stack, ""));
    }

    private void table(String title, Function<RecordedStackTrace, String> key) {
        Map<String, Integer> counts = new HashMap<>();
        stacks.forEach(stack -> counts.merge(key.apply(stack), 1, Integer::sum));
        out.println("  by " + title);
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(MOST_LINES)
                .filter(entry -> 100.0 * entry.getValue() / stacks.size() >= 1)
                .forEach(entry -> out.printf(
                        Locale.ROOT, "    %5.1f %%  %s%n", 100.0 * entry.getValue() / stacks.size(), entry.getKey()));
    }

    /// The frame nearest to the top whose class begins so.
    private static String topmost(RecordedStackTrace stack, String prefix) {
        return stack.getFrames().stream()
                .map(Profile::words)
                .filter(words -> words.startsWith(prefix))
                .findFirst()
                .orElse("(elsewhere)");
    }

    /// The method of the backend that handed the work out to its threads, or that one of them runs for it.
    private static String operation(RecordedStackTrace stack) {
        return stack.getFrames().reversed().stream()
                .map(Profile::words)
                .filter(words -> words.startsWith(BACKEND))
                .filter(words -> !HANDING_OUT.matcher(words).matches())
                .map(words -> words.substring(words.lastIndexOf('.') + 1))
                .findFirst()
                .orElse("(waiting, or outside of the backend)");
    }

    private static String words(RecordedFrame frame) {
        String type = frame.getMethod().getType().getName();
        String name = frame.getMethod().getName().replaceFirst("lambda\\$(\\w+)\\$\\d+", "$1");
        return type + "." + name;
    }
}
