package org.crosslayer.app.workspace;

import java.time.Instant;
import java.util.List;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.crosslayer.engine.model.AttentionPlan;
import org.jspecify.annotations.Nullable;

/// What the window did, in order, as commands that do it again without a window. Whoever computes something for
/// the user records it here once it is done; [CommandLines] has the words.
public final class Journal {
    /// More than anybody reads; the oldest go first.
    private static final int MOST = 500;

    private final ObservableList<JournalEntry> entries = FXCollections.observableArrayList();
    private final ObservableList<JournalEntry> shown = FXCollections.unmodifiableObservableList(entries);

    /// The newest last.
    public ObservableList<JournalEntry> entries() {
        return shown;
    }

    /// Takes down what was done with a plan; the same again at once is not taken down twice.
    ///
    /// @param plan      the plan it was done with, without which the command would do something else; null for
    ///     none
    /// @param arguments what follows `crosslayer`; empty for a step of the window alone
    public void record(String words, @Nullable AttentionPlan plan, List<String> arguments) {
        JournalEntry entry = new JournalEntry(Instant.now(), words, plan, arguments);
        if (entries.isEmpty() || !entries.getLast().isLike(entry)) {
            if (entries.size() == MOST) {
                entries.removeFirst();
            }
            entries.add(entry);
        }
    }
}
