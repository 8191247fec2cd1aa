package org.crosslayer.app.preferences;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The rules of three systems, tried on one.
class StateFolderTest {
    private static final Path HOME = Path.of("/home/ada");

    @Test
    void linuxFollowsTheXdgSpecification() {
        assertEquals(HOME.resolve(".local/state/crosslayer"), StateFolder.of("", "Linux", HOME, Map.of()));
        assertEquals(
                Path.of("/var/ada/crosslayer"),
                StateFolder.of("", "Linux", HOME, Map.of("XDG_STATE_HOME", "/var/ada")));
        assertEquals(
                HOME.resolve(".local/state/crosslayer"),
                StateFolder.of("", "Linux", HOME, Map.of("XDG_STATE_HOME", "not/absolute")));
    }

    @Test
    void macAndWindowsHaveTheirOwnPlaces() {
        assertEquals(
                HOME.resolve("Library/Application Support/Crosslayer"), StateFolder.of("", "Mac OS X", HOME, Map.of()));
        assertEquals(
                Path.of("/roaming/Crosslayer"), StateFolder.of("", "Windows 11", HOME, Map.of("APPDATA", "/roaming")));
        assertEquals(HOME.resolve("AppData/Roaming/Crosslayer"), StateFolder.of("", "Windows 11", HOME, Map.of()));
    }

    @Test
    void aFolderGivenByHandComesBeforeAllRules() {
        assertEquals(Path.of("here"), StateFolder.of("here", "Linux", HOME, Map.of("XDG_STATE_HOME", "/var/ada")));
    }
}
