package org.crosslayer.app.shell;

/// The colours of the window.
public enum Theme {
    LIGHT("light"),
    DARK("dark");

    private final String sheet;

    Theme(String sheet) {
        this.sheet = sheet;
    }

    /// The name of its style sheet, without ending.
    String sheet() {
        return sheet;
    }

    Theme other() {
        return this == LIGHT ? DARK : LIGHT;
    }
}
