package org.crosslayer.app.workspace;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.crosslayer.engine.Device;
import org.crosslayer.engine.model.AttentionPlan;
import org.jspecify.annotations.Nullable;

/// What the window did, in order, as commands that do it again without a window. Whoever computes something for
/// the user records it here once it is done; [CommandLines] has the words.
public final class Journal {
    /// More than anybody reads; the oldest go first.
    private static final int MOST = 500;

    private final ObservableList<JournalEntry> entries = FXCollections.observableArrayList();
    /// Of the commands, those that run no model.
    private static final Set<String> WITHOUT_DEVICE = Set.of("inspect", "tokens");

    private final ObservableList<JournalEntry> shown = FXCollections.unmodifiableObservableList(entries);

    private Device device = Device.CPU;

    /// The newest last.
    public ObservableList<JournalEntry> entries() {
        return shown;
    }

    /// Where models run from now on: commands say so where it is not what they take by themselves.
    public void runsOn(Device now) {
        device = now;
    }

    /// Takes down what was done with a plan; the same again at once is not taken down twice.
    ///
    /// @param plan      the plan it was done with, without which the command would do something else; null for
    ///     none
    /// @param arguments what follows `crosslayer`; empty for a step of the window alone
    public void record(String words, @Nullable AttentionPlan plan, List<String> arguments) {
        JournalEntry entry = new JournalEntry(Instant.now(), words, plan, placed(arguments));
        if (entries.isEmpty() || !entries.getLast().isLike(entry)) {
            if (entries.size() == MOST) {
                entries.removeFirst();
            }
            entries.add(entry);
        }
    }

    private List<String> placed(List<String> arguments) {
        if (device == Device.CPU || arguments.isEmpty() || WITHOUT_DEVICE.contains(arguments.getFirst())) {
            return arguments;
        }
        List<String> placed = new ArrayList<>(arguments);
        placed.addAll(List.of("--device", device.name().toLowerCase(Locale.ROOT).replace('_', '-')));
        return placed;
    }
}
