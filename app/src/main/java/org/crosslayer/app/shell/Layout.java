package org.crosslayer.app.shell;

/// How the window is divided, for what one is doing.
public enum Layout {
    EXPLORE("Explore", "Shortcut+1", "all zones: what is open, what is seen, what can be done"),
    SHARE("Share", "Shortcut+2", "plan and measures side by side, and the evidence beside them"),
    FIGURE("Figure", "Shortcut+3", "the evidence alone, as large as it goes");

    private final String words;
    private final String keys;
    private final String meaning;

    Layout(String words, String keys, String meaning) {
        this.words = words;
        this.keys = keys;
        this.meaning = meaning;
    }

    /// Its name.
    public String words() {
        return words;
    }

    /// The shortcut that chooses it.
    String keys() {
        return keys;
    }

    /// What is seen.
    public String meaning() {
        return meaning;
    }
}
