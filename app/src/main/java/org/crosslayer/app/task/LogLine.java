package org.crosslayer.app.task;

import java.time.Instant;

/// A line of the log.
///
/// @param at      when
/// @param level   how grave
/// @param where   the part of the program, its class without package
/// @param message what happened
/// @param details the stack trace; empty if there is none
public record LogLine(Instant at, Level level, String where, String message, String details) {
    /// How grave a line is, the mildest first.
    public enum Level {
        DEBUG,
        INFO,
        WARNING,
        ERROR
    }
}
