package org.crosslayer.app.journey;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// What JavaFX says about style sheets: colours that it does not find, rules that it does not understand.
final class StyleLog extends Handler {
    /// Kept: a logger that nobody holds is forgotten, with its handlers.
    private static final Logger JAVA_FX = Logger.getLogger("javafx.css");

    private final List<String> warnings = new ArrayList<>();

    /// Listens from now on.
    static StyleLog listening() {
        StyleLog log = new StyleLog();
        JAVA_FX.addHandler(log);
        return log;
    }

    /// What was said since this was last asked.
    synchronized List<String> take() {
        List<String> taken = List.copyOf(warnings);
        warnings.clear();
        return taken;
    }

    @Override
    public synchronized void publish(LogRecord record) {
        if (record.getLevel().intValue() >= Level.WARNING.intValue()) {
            warnings.add(record.getMessage());
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
