package org.crosslayer.app.workspace;

import java.util.List;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.value.ObservableIntegerValue;

/// What every pane looks at: a primary layer, a pinned one to compare it with, and a head.
public final class Selection {
    /// Instead of a head: the mean over all heads.
    public static final int MEAN = -1;
    /// Instead of a pinned head: whichever goes with the primary one.
    public static final int ACCORDING = -2;
    /// Nothing is chosen.
    public static final int NONE = -1;

    private final ReadOnlyIntegerWrapper primary = new ReadOnlyIntegerWrapper(NONE);
    private final ReadOnlyIntegerWrapper pinned = new ReadOnlyIntegerWrapper(NONE);
    private final IntegerProperty head = new SimpleIntegerProperty(MEAN);
    private final IntegerProperty pinnedHead = new SimpleIntegerProperty(ACCORDING);
    private final IntegerProperty query = new SimpleIntegerProperty(NONE);

    /// The layer that might share; [#NONE] before anything is open.
    public ReadOnlyIntegerProperty primary() {
        return primary.getReadOnlyProperty();
    }

    /// The layer it is compared with, usually its source.
    public ReadOnlyIntegerProperty pinned() {
        return pinned.getReadOnlyProperty();
    }

    /// The head of the primary layer, or [#MEAN].
    public IntegerProperty head() {
        return head;
    }

    /// The head that is pinned in the pinned layer, or [#MEAN], or [#ACCORDING] if none is: panes then show what goes
    /// with [#head].
    public IntegerProperty pinnedHead() {
        return pinnedHead;
    }

    /// Index in the text of the token that is locked as query, or [#NONE].
    public IntegerProperty query() {
        return query;
    }

    /// Chooses two layers: the upper one becomes primary, since only an upper layer can take from a lower one. The
    /// same layer twice means that layer and the one below it.
    public void choosePair(int one, int other) {
        int upper = Math.max(one, other);
        int lower = one == other ? Math.max(0, one - 1) : Math.min(one, other);
        look(upper, lower);
    }

    /// Looks at any two layers, in whichever order, or at one of them twice.
    public void look(int newPrimary, int newPinned) {
        if (newPinned != pinned.get()) {
            // A pinned head belongs to its layer.
            pinnedHead.set(ACCORDING);
        }
        pinned.set(newPinned);
        primary.set(newPrimary);
    }

    /// Compares the primary layer with another one from now on.
    ///
    /// @param newHead the head that is pinned with it, [#MEAN], or [#ACCORDING] for none of its own
    public void pin(int newPinned, int newHead) {
        look(primary.get(), newPinned);
        pinnedHead.set(newHead);
    }

    /// Forgets everything, for another model.
    public void clear() {
        // The primary layer first: without it nobody asks for the pinned one.
        primary.set(NONE);
        pinned.set(NONE);
        head.set(MEAN);
        pinnedHead.set(ACCORDING);
        query.set(NONE);
    }

    /// Looks where another selection looks.
    void takeOver(Selection other) {
        if (other.isEmpty()) {
            // Without a primary layer nobody asks for the rest.
            primary.set(NONE);
        }
        // What belongs to the layers comes before them: whoever hears of a layer finds its heads.
        query.set(other.query.get());
        head.set(other.head.get());
        pinnedHead.set(other.pinnedHead.get());
        pinned.set(other.pinned.get());
        primary.set(other.primary.get());
    }

    /// Runs an action after each change of any part.
    void whenChanged(Runnable action) {
        for (ObservableIntegerValue part : List.of(pinnedHead, pinned, primary, head, query)) {
            part.addListener((_, _, _) -> action.run());
        }
    }

    /// True before anything was chosen.
    public boolean isEmpty() {
        return primary.get() == NONE;
    }
}
