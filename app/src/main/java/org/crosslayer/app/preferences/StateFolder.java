package org.crosslayer.app.preferences;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where the program keeps what it writes by itself: preferences, what was opened lately, the session. One
/// folder, by the rules of the system, and nothing outside of it.
public final class StateFolder {
    /// System property that names another folder; tests and the launcher use it.
    public static final String PROPERTY = "crosslayer.state";

    private StateFolder() {}

    /// That of this user on this machine.
    public static Path ofThisUser() {
        return of(
                System.getProperty(PROPERTY, ""),
                System.getProperty("os.name"),
                Path.of(System.getProperty("user.home")),
                System.getenv());
    }

    /// @param chosen      a folder given by hand; empty for the rules of the system
    /// @param system      the operating system's name
    /// @param home        the user's home
    /// @param environment variables
    static Path of(String chosen, String system, Path home, Map<String, String> environment) {
        if (!chosen.isEmpty()) {
            return Path.of(chosen);
        }
        String name = system.toLowerCase(Locale.ROOT);
        if (name.startsWith("windows")) {
            @Nullable String roaming = environment.get("APPDATA");
            return (roaming == null || roaming.isEmpty() ? home.resolve("AppData/Roaming") : Path.of(roaming))
                    .resolve("Crosslayer");
        }
        if (name.startsWith("mac")) {
            return home.resolve("Library/Application Support/Crosslayer");
        }
        // The XDG specification: a path that is not absolute is to be ignored.
        @Nullable String state = environment.get("XDG_STATE_HOME");
        return (state == null || !Path.of(state).isAbsolute() ? home.resolve(".local/state") : Path.of(state))
                .resolve("crosslayer");
    }
}
