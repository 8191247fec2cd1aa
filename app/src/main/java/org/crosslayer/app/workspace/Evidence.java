package org.crosslayer.app.workspace;

import java.util.Locale;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// The one place where it is chosen how evidence is gathered. A choice is a step that can be taken back.
public final class Evidence {
    private final UndoHistory history;
    private final ReadOnlyObjectWrapper<EvidenceSettings> settings =
            new ReadOnlyObjectWrapper<>(EvidenceSettings.DEFAULT);

    Evidence(UndoHistory history) {
        this.history = history;
    }

    /// What is chosen now.
    public ReadOnlyObjectProperty<EvidenceSettings> settings() {
        return settings.getReadOnlyProperty();
    }

    /// Gathers evidence another way.
    public void choose(EvidenceSettings next) {
        EvidenceSettings before = settings.get();
        if (!next.equals(before)) {
            settings.set(next);
            history.record(label(before, next), () -> settings.set(before), () -> settings.set(next));
        }
    }

    /// What a project has kept; no step.
    public void restore(EvidenceSettings kept) {
        settings.set(kept);
    }

    private static String label(EvidenceSettings before, EvidenceSettings next) {
        if (next.metric() != before.metric()) {
            return "compare by " + next.metric().words();
        }
        if (next.heads() != before.heads()) {
            return "compare layers with " + next.heads().words();
        }
        if (next.sink() != before.sink()) {
            return "compare with " + next.sink().words();
        }
        return String.format(Locale.ROOT, "read %d windows of %d tokens", next.maxWindows(), next.window());
    }
}
