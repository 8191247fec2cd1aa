package org.crosslayer.app.preferences;

/// The colours of the window.
public enum Theme {
    LIGHT("light"),
    DARK("dark"),
    /// As the system has it, and following it.
    SYSTEM("as the system has it");

    private final String words;

    Theme(String words) {
        this.words = words;
    }

    /// Its name.
    public String words() {
        return words;
    }

    /// What is seen: never [#SYSTEM].
    ///
    /// @param systemIsDark whether the system is dark now
    public Theme seen(boolean systemIsDark) {
        return this == SYSTEM ? systemIsDark ? DARK : LIGHT : this;
    }
}
