package org.crosslayer.app.help;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// `docs/journeys.md` names tests and pictures that are there.
class JourneysPageTest {
    private static final Path DOCS = Path.of("..", "docs");
    private static final Pattern TEST = Pattern.compile("`(\\w+Test)(?:\\.(\\w+))?`");
    private static final Pattern PICTURE = Pattern.compile("!\\[\\]\\(([^)]+)\\)");
    private static final int MANY = 80;

    @Test
    void everyTestAndPictureOnThePageIsThere() throws IOException {
        String page = Files.readString(DOCS.resolve("journeys.md"));
        Map<String, String> sources = new HashMap<>();
        for (Path module : Set.of(Path.of("src", "test"), Path.of("..", "viz", "src", "test"))) {
            try (Stream<Path> files = Files.walk(module)) {
                for (Path file : files.filter(each -> each.toString().endsWith("Test.java"))
                        .toList()) {
                    String name = String.valueOf(file.getFileName());
                    sources.put(name.substring(0, name.length() - ".java".length()), Files.readString(file));
                }
            }
        }
        Set<String> missing = new TreeSet<>();
        int found = 0;
        Matcher tests = TEST.matcher(page);
        while (tests.find()) {
            found++;
            String method = tests.group(2);
            String source = sources.getOrDefault(tests.group(1), "");
            if (source.isEmpty() || (method != null && !source.contains("void " + method + "("))) {
                missing.add(tests.group());
            }
        }
        Matcher pictures = PICTURE.matcher(page);
        while (pictures.find()) {
            if (!Files.exists(DOCS.resolve(pictures.group(1)))) {
                missing.add(pictures.group());
            }
        }
        assertEquals(Set.of(), missing);
        assertTrue(found > MANY, "only " + found + " tests are named");
    }
}
