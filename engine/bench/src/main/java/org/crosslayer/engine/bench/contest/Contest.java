package org.crosslayer.engine.bench.contest;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Plays rows of the table in `docs/performance.md`: every side in a process of its own, in turns, on the same
/// files and threads, with the machine's own limits as a further side.
///
/// Arguments: rows, by the names that [Row] has in lower case; all of them without arguments. The rest comes by
/// system properties, which `engine/bench/crosslayer-bench` sets: `contest.turns`, `contest.threads`,
/// `contest.models` (folder of the random models), `contest.peers`, `contest.libraries`, `contest.python`,
/// `contest.history`, `contest.commit`.
public final class Contest {
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
        List<Contender> contenders = new ArrayList<>();
        try {
            List<Side> sides = row.sides(models, commands);
            for (Side side : sides) {
                contenders.add(new Contender(
                        side.command(),
                        Map.of("OMP_NUM_THREADS", Integer.toString(side.threads())),
                        models.resolve(row.label() + "-" + contenders.size() + ".log")));
            }
            for (int turn = 0; turn < turns; turn++) {
                for (Contender contender : contenders) {
                    contender.play();
                }
            }
            List<Rates> rates = new ArrayList<>();
            for (int i = 0; i < sides.size(); i++) {
                Side side = sides.get(i);
                rates.add(Rates.of(
                        contenders.get(i).description() + side.note(),
                        side.work(),
                        contenders.get(i).times(side.time())));
            }
            print(row, rates);
            history.append(row.label(), row.unit(), threads, rates);
        } finally {
            contenders.forEach(Contender::close);
        }
    }

    private void print(Row row, List<Rates> rates) {
        double first = rates.getFirst().median();
        out.printf(Locale.ROOT, "%n%s, %s, %d rounds in turns%n", row.label(), row.unit(), turns);
        for (Rates side : rates) {
            out.printf(
                    Locale.ROOT,
                    "  %-70s %10.4g   (%s)   first side is %.2f ×%n",
                    side.who(),
                    side.median(),
                    side.spread(),
                    first / side.median());
        }
    }

    /// One side of a row.
    ///
    /// @param note    what is peculiar, appended to what the player calls itself
    /// @param time    which of its times counts
    /// @param work    what it does in that time, in the row's unit but for the second
    /// @param threads for programs that take their number from OpenMP
    record Side(List<String> command, String note, String time, double work, int threads) {}
}
