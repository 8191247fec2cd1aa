package org.crosslayer.engine.bench.contest;

import java.util.List;

/// One side of a row: a program, and the numbers of it that count.
///
/// @param program what plays
/// @param threads for programs that take their number from OpenMP
record Side(Program program, List<Measure> measures, int threads) {
    Side {
        measures = List.copyOf(measures);
    }

    /// What plays.
    sealed interface Program {
        /// Crosslayer itself: a task of [Player] with its arguments.
        ///
        /// @param lean whether the heap is to stay as small as what lives in it, for those whose memory is
        // looked at
        record Crosslayer(List<String> task, boolean lean) implements Program {
            public Crosslayer {
                task = List.copyOf(task);
            }
        }

        /// Another program, which may not be there.
        record Peer(List<String> command) implements Program {
            public Peer {
                command = List.copyOf(command);
            }
        }
    }

    /// Crosslayer, whose threads are its own.
    static Side crosslayer(List<Measure> measures, Object... task) {
        return new Side(
                new Program.Crosslayer(
                        List.of(task).stream().map(Object::toString).toList(), false),
                measures,
                1);
    }

    /// The same with one number.
    static Side crosslayer(Measure measure, Object... task) {
        return crosslayer(List.of(measure), task);
    }

    /// The same side of Crosslayer with a heap as small as what lives in it.
    Side lean() {
        return program instanceof Program.Crosslayer(List<String> task, boolean _)
                ? new Side(new Program.Crosslayer(task, true), measures, threads)
                : this;
    }

    /// Another program.
    static Side peer(List<String> command, int threads, Measure measure) {
        return new Side(new Program.Peer(command), List.of(measure), threads);
    }
}
