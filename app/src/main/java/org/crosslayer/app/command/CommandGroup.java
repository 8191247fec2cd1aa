package org.crosslayer.app.command;

/// The menu that a command is in, left to right.
public enum CommandGroup {
    FILE("File", "_File"),
    EDIT("Edit", "_Edit"),
    VIEW("View", "_View"),
    MODEL("Model", "_Model"),
    PLAN("Plan", "_Plan"),
    FIGURE("Figure", "Fi_gure"),
    WINDOW("Window", "_Window"),
    HELP("Help", "_Help");

    private final String words;
    private final String menu;

    CommandGroup(String words, String menu) {
        this.words = words;
        this.menu = menu;
    }

    /// Its name in the palette.
    public String words() {
        return words;
    }

    /// Its name in the menu bar, `_` before the letter that opens it.
    public String menu() {
        return menu;
    }
}
