package org.crosslayer.app.workspace;

import java.time.Instant;
import java.util.List;
import org.crosslayer.engine.model.AttentionPlan;
import org.jspecify.annotations.Nullable;

/// Something that the window did.
///
/// @param at        when
/// @param words     what, in plain words
/// @param plan      the plan it was done with; null if that does not matter
/// @param arguments what follows `crosslayer` on the command line to do it again, without the plan; empty if it
///     is a step of the window alone
public record JournalEntry(
        Instant at, String words, @Nullable AttentionPlan plan, List<String> arguments) {
    public JournalEntry {
        arguments = List.copyOf(arguments);
    }

    /// True if the command line can do it again.
    public boolean isCommand() {
        return !arguments.isEmpty();
    }

    /// True if the command needs a plan file.
    public boolean needsPlan() {
        return isCommand() && plan != null && plan.sharedCount() > 0;
    }

    boolean isLike(JournalEntry other) {
        return words.equals(other.words)
                && arguments.equals(other.arguments)
                && java.util.Objects.equals(plan, other.plan);
    }
}
