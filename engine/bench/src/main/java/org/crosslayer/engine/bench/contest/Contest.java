package org.crosslayer.engine.bench.contest;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Plays rows of the table in `docs/performance.md`: every side in a process of its own, in turns, on the same
/// files and threads, with the machine's own limits as a further side.
///
/// Arguments: rows, by the names that [Row] has in lower case; all of them without arguments. The rest comes by
/// system properties, which `engine/bench/crosslayer-bench` sets: `contest.turns`, `contest.threads`,
/// `contest.models` (folder of the random models), `contest.peers`, `contest.libraries`, `contest.python`,
/// `contest.djl` (folder of PyTorch's own library, where Python has none), `contest.history`, `contest.commit`,
// `contest.profile` (where the first side's time goes, instead of a contest).
public final class Contest {
    private static final boolean PROFILES = Boolean.getBoolean("contest.profile");

    private final int turns = Integer.getInteger("contest.turns", 5);
    private final int threads =
            Integer.getInteger("contest.threads", Runtime.getRuntime().availableProcessors());
    private final Path models = Path.of(System.getProperty("contest.models", "target/random-models"));
    private final Commands commands = new Commands(Path.of(System.getProperty("contest.peers", ".")), threads);
    private final History history = new History(
            Path.of(System.getProperty("contest.history", "history.jsonl")),
            System.getProperty("contest.commit", "unknown"));
    private final PrintStream out = System.out;

    private Contest() {}

    /// See the class.
    public static void main(String[] args) throws IOException {
        Contest contest = new Contest();
        List<Row> rows = args.length == 0
                ? List.of(Row.values())
                : List.of(args).stream()
                        .map(name -> Row.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_')))
                        .toList();
        for (Row row : rows) {
            contest.play(row);
        }
    }

    private void play(Row row) throws IOException {
        Files.createDirectories(models);
        List<Side> sides = row.sides(Scale.FULL, models, commands);
        if (PROFILES) {
            profile(row, sides);
            return;
        }
        Map<Side, Contender> contenders = new LinkedHashMap<>();
        try {
            for (Side side : sides) {
                enter(row, side, contenders);
                Contender alone = contenders.get(side);
                if (!row.playsInTurns() && alone != null) {
                    play(List.of(alone));
                    alone.close();
                }
            }
            if (row.playsInTurns()) {
                play(contenders.values());
            }
            List<Rates> rates = new ArrayList<>();
            contenders.forEach((side, contender) -> side.measures()
                    .forEach(measure ->
                            rates.add(Rates.of(contender.description(), measure, contender.times(measure.name())))));
            print(row, rates);
            row.summary(Scale.FULL, rates).forEach(out::println);
            history.append(row.label(), threads, rates);
        } finally {
            contenders.values().forEach(Contender::close);
        }
    }

    private void play(Collection<Contender> contenders) throws IOException {
        for (int turn = 0; turn < turns; turn++) {
            for (Contender contender : contenders) {
                contender.play();
            }
        }
    }

    /// Starts a side. Other programs may be missing, which is said; Crosslayer may not.
    private void enter(Row row, Side side, Map<Side, Contender> contenders) throws IOException {
        Path log = models.resolve(row.label() + "-" + contenders.size() + ".log");
        Map<String, String> environment = Map.of("OMP_NUM_THREADS", Integer.toString(side.threads()));
        try {
            contenders.put(side, new Contender(commands.of(side.program()), environment, log));
        } catch (IOException e) {
            if (side.program() instanceof Side.Program.Crosslayer) {
                throw e;
            }
            out.println(row.label() + " is played without a peer: " + e.getMessage());
        }
    }

    /// Where the time of the row's first side goes.
    private void profile(Row row, List<Side> sides) throws IOException {
        if (!(sides.getFirst().program() instanceof Side.Program.Crosslayer(List<String> task, boolean _))) {
            throw new IllegalArgumentException("the first side of " + row.label() + " is not Crosslayer");
        }
        out.printf("%n%s: %s%n", row.label(), String.join(" ", task));
        Process process = new ProcessBuilder(commands.crosslayer(Profile.class, task))
                .inheritIO()
                .start();
        try {
            if (process.waitFor() != 0) {
                throw new IOException("the profile of " + row.label() + " ended early");
            }
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
        }
    }

    private void print(Row row, List<Rates> rates) {
        out.printf(Locale.ROOT, "%n%s, %d rounds%s%n", row.label(), turns, row.playsInTurns() ? " in turns" : "");
        Rates first = rates.getFirst();
        for (Rates side : rates) {
            Measure measure = side.measure();
            String ratio = measure.unit().isRate() && !side.equals(first)
                    ? String.format(Locale.ROOT, "   first side is %.2f ×", first.median() / side.median())
                    : "";
            out.printf(
                    Locale.ROOT,
                    "  %-90s %10.4g %-8s (%s)%s%s%n",
                    side.who(),
                    side.median(),
                    measure.unit().words(),
                    side.spread(),
                    ratio,
                    measure.asked().isEmpty() ? "" : ", asked for: " + measure.asked());
        }
    }
}
