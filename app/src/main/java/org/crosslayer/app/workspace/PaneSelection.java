package org.crosslayer.app.workspace;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;

/// The selection as one pane sees it. While the pane follows, it is the selection of the whole window. While it
/// stays, the pane keeps looking where it looked; what is chosen *in* it is chosen for all others, too.
public final class PaneSelection {
    private final Selection shared;
    private final Selection own = new Selection();
    private final BooleanProperty follows = new SimpleBooleanProperty(true);
    /// While one side takes over from the other.
    private boolean copying;

    /// Follows at first.
    public PaneSelection(Selection shared) {
        this.shared = shared;
        own.takeOver(shared);
        shared.whenChanged(this::hear);
        own.whenChanged(this::tell);
        follows.addListener((_, _, _) -> hear());
    }

    /// What the pane looks at.
    public Selection selection() {
        return own;
    }

    /// Whether the pane goes where the selection goes.
    public BooleanProperty follows() {
        return follows;
    }

    private void hear() {
        // Another model: where the pane was is nowhere now.
        boolean isGone = shared.isEmpty() || own.isEmpty();
        if (!copying && (follows.get() || isGone)) {
            copy(shared, own);
        }
    }

    private void tell() {
        if (!copying) {
            copy(own, shared);
        }
    }

    private void copy(Selection from, Selection to) {
        copying = true;
        try {
            to.takeOver(from);
        } finally {
            copying = false;
        }
    }
}
