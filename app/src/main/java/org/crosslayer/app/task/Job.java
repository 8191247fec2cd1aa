package org.crosslayer.app.task;

import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyStringProperty;

/// A submitted job as the window sees it. Only for the window's thread.
public interface Job {
    /// What is being done, in the user's words.
    String title();

    /// Whether it answers a click, or can wait.
    Urgency urgency();

    /// The step it is at, or why it waits.
    ReadOnlyStringProperty stage();

    /// Done so far in [0, 1]; negative when unknown.
    ReadOnlyDoubleProperty fraction();

    /// True until it has ended in any way.
    boolean isPending();

    /// Stops it for the user, and tells whoever asked for it so.
    void cancel();

    /// Stops it because nobody wants its result any more; it reports nothing from now on.
    void discard();
}
