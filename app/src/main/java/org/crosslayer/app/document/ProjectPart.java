package org.crosslayer.app.document;

import java.util.Map;

/// Something that belongs to a project beside model, text and plan: what is selected, how it is measured, how the
/// window is divided. Whoever owns it hands one to [ProjectDocument].
public interface ProjectPart {
    /// Its name in the file; never changes.
    String key();

    /// What it is now: strings, numbers, booleans, lists and maps of these. Asked on the window's thread.
    Map<String, Object> save();

    /// Makes it what was saved; what is missing or makes no sense stays as it is. Called once model, text and
    /// plan are there.
    void restore(Map<String, Object> saved);

    /// True if it is kept, but a project that differs in it alone is not a changed one: the layout moves with the size
    /// of the window.
    default boolean isAside() {
        return false;
    }
}
