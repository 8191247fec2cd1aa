package org.crosslayer.app.help;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every picture of the window is on a page, and every picture that a page names is there.
class PicturesTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern PICTURE = Pattern.compile("(?:\\]\\(|src(?:set)?=\")([^)\"]*images/[\\w-]+\\.png)");

    @Test
    void picturesAndPagesAgree() throws IOException {
        Set<Path> named = new TreeSet<>();
        try (Stream<Path> pages = Files.walk(ROOT.resolve("docs"))) {
            for (Path page :
                    pages.filter(path -> path.toString().endsWith(".md")).toList()) {
                collect(page, named);
            }
        }
        collect(ROOT.resolve("README.md"), named);
        Set<Path> there = new TreeSet<>();
        try (Stream<Path> files = Files.list(ROOT.resolve(Path.of("docs", "images")))) {
            files.filter(path -> path.toString().endsWith(".png"))
                    .map(Path::normalize)
                    .forEach(there::add);
        }
        assertEquals(there, named);
        assertTrue(there.size() > 8, there.toString());
    }

    private static void collect(Path page, Set<Path> named) throws IOException {
        Matcher pictures = PICTURE.matcher(Files.readString(page));
        while (pictures.find()) {
            named.add(page.resolveSibling(pictures.group(1)).normalize());
        }
    }
}
