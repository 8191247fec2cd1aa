package org.crosslayer.app.log;

import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import org.crosslayer.app.control.TableExport;
import org.crosslayer.app.control.Times;
import org.crosslayer.app.task.LogLine;

/// The lines of the log that are asked for.
public final class LogViewModel {
    private final FilteredList<LogLine> lines;
    private final StringProperty filter = new SimpleStringProperty("");
    private final ObjectProperty<LogLine.Level> level = new SimpleObjectProperty<>(LogLine.Level.INFO);

    /// @param all every line, as it comes
    public LogViewModel(ObservableList<LogLine> all) {
        lines = new FilteredList<>(all);
        filter.addListener((_, _, _) -> choose());
        level.addListener((_, _, _) -> choose());
        choose();
    }

    /// The lines to show.
    public ObservableList<LogLine> lines() {
        return lines;
    }

    /// Words that a line must contain.
    public StringProperty filter() {
        return filter;
    }

    /// The mildest level that is shown.
    public ObjectProperty<LogLine.Level> level() {
        return level;
    }

    /// All shown lines as text, with their details.
    public String text() {
        return lines.stream().map(LogViewModel::text).collect(Collectors.joining("\n"));
    }

    /// All shown lines as a table.
    public String table() {
        return lines.stream()
                .map(line -> TableExport.line(List.of(
                        line.at().toString(),
                        line.level().name().toLowerCase(Locale.ROOT),
                        line.where(),
                        line.message(),
                        line.details())))
                .collect(Collectors.joining(
                        "", TableExport.line(List.of("time", "level", "where", "message", "details")), ""));
    }

    /// One line as the screen has it.
    static String words(LogLine line) {
        return words(Times.ofDay(line.at()), line);
    }

    /// One line as it is copied: its time in the form that all programs read.
    private static String text(LogLine line) {
        String words = words(line.at().truncatedTo(ChronoUnit.SECONDS).toString(), line);
        return line.details().isEmpty() ? words : words + "\n" + line.details();
    }

    private static String words(String time, LogLine line) {
        return time + "  " + line.level().name().toLowerCase(Locale.ROOT) + "  " + line.where() + ": "
                + line.message().strip().replaceAll("\\s*\\R\\s*", " · ");
    }

    private void choose() {
        String sought = filter.get().strip().toLowerCase(Locale.ROOT);
        LogLine.Level least = level.get();
        lines.setPredicate(line -> line.level().compareTo(least) >= 0
                && words(line).toLowerCase(Locale.ROOT).contains(sought));
    }
}
