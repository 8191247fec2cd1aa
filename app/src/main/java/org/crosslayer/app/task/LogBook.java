package org.crosslayer.app.task;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import javafx.application.Platform;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the newest lines of the log in memory, for the window's thread. Many lines at once arrive there as one
/// change.
public final class LogBook extends AppenderBase<ILoggingEvent> {
    /// Enough to see how a fault came about; a line takes some hundred bytes.
    private static final int MOST_LINES = 2000;

    private final Executor window;
    private final ObservableList<LogLine> lines = FXCollections.observableArrayList();
    private final List<LogLine> unseen = new ArrayList<>();

    /// @param window runs actions on the window's thread
    public LogBook(Executor window) {
        this.window = window;
        setName("window");
    }

    /// One whose lines come on the JavaFX thread.
    public static LogBook forWindow() {
        return new LogBook(Platform::runLater);
    }

    /// Takes down everything the program logs from now on. Standard error stays what it was.
    public void open() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
            if (root.getLevel() == ch.qos.logback.classic.Level.OFF) {
                root.detachAndStopAllAppenders();
                root.setLevel(ch.qos.logback.classic.Level.INFO);
            }
            setContext(context);
            start();
            root.addAppender(this);
        }
    }

    /// Takes nothing down any more.
    public void close() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.getLogger(Logger.ROOT_LOGGER_NAME).detachAppender(this);
            stop();
        }
    }

    /// The newest lines, oldest first.
    public ObservableList<LogLine> lines() {
        return lines;
    }

    @Override
    protected void append(ILoggingEvent event) {
        LogLine line = line(event);
        boolean isFirst;
        synchronized (unseen) {
            isFirst = unseen.isEmpty();
            unseen.add(line);
        }
        if (isFirst) {
            window.execute(this::show);
        }
    }

    private void show() {
        List<LogLine> fresh;
        synchronized (unseen) {
            fresh = List.copyOf(unseen.subList(Math.max(0, unseen.size() - MOST_LINES), unseen.size()));
            unseen.clear();
        }
        int surplus = lines.size() + fresh.size() - MOST_LINES;
        if (surplus > 0) {
            lines.remove(0, Math.min(surplus, lines.size()));
        }
        lines.addAll(fresh);
    }

    private static LogLine line(ILoggingEvent event) {
        String name = event.getLoggerName();
        @Nullable IThrowableProxy fault = event.getThrowableProxy();
        return new LogLine(
                event.getInstant(),
                level(event.getLevel()),
                name.substring(name.lastIndexOf('.') + 1),
                event.getFormattedMessage(),
                fault == null ? "" : ThrowableProxyUtil.asString(fault));
    }

    private static LogLine.Level level(ch.qos.logback.classic.Level level) {
        return switch (level.toInt()) {
            case ch.qos.logback.classic.Level.ERROR_INT -> LogLine.Level.ERROR;
            case ch.qos.logback.classic.Level.WARN_INT -> LogLine.Level.WARNING;
            case ch.qos.logback.classic.Level.INFO_INT -> LogLine.Level.INFO;
            default -> LogLine.Level.DEBUG;
        };
    }
}
