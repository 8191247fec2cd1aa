package org.crosslayer.engine.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What can be run on a card is run there, and named where there is none: three lists that have to be one.
class CardProofTest {
    private static final Path CORE = Path.of("../core/src/test/java");
    private static final Path WITHOUT_CARD =
            Path.of("../cuda/src/test/java/org/crosslayer/engine/cuda/WithoutCardTest.java");
    /// How a test comes to the backend of the device that is asked for.
    private static final Pattern TAKES_THE_DEVICE =
            Pattern.compile("\\bFastBackend\\.|\\bValues\\.fast\\(|\\bBackends[.#]all");

    private static final Pattern NAMED = Pattern.compile("NEED_A_CARD = List\\.of\\(([^)]*)\\)");
    private static final Pattern NAME = Pattern.compile("\"(\\w+)\"");

    @Test
    void everyTestThatCanTakeACardIsRunOnOne() throws IOException {
        try (Stream<Path> files = Files.walk(CORE)) {
            Set<String> takers = new TreeSet<>();
            for (Path file :
                    files.filter(each -> each.toString().endsWith("Test.java")).toList()) {
                if (TAKES_THE_DEVICE.matcher(Files.readString(file)).find()) {
                    String path = CORE.relativize(file).toString();
                    takers.add(path.substring(0, path.length() - ".java".length())
                            .replace(file.getFileSystem().getSeparator(), "."));
                }
            }
            assertEquals(new TreeSet<>(CardProof.CLASSES), takers);
        }
    }

    @Test
    void whatIsRunOnACardIsNamedWhereThereIsNone() throws IOException {
        Matcher list = NAMED.matcher(Files.readString(WITHOUT_CARD));
        assertTrue(list.find(), "the list in " + WITHOUT_CARD);
        List<String> named =
                NAME.matcher(list.group(1)).results().map(each -> each.group(1)).toList();
        Set<String> run = CardProof.CLASSES.stream()
                .map(name -> name.substring(name.lastIndexOf('.') + 1))
                .collect(Collectors.toCollection(TreeSet::new));
        run.add(CardLimits.class.getSimpleName());
        assertEquals(run, new TreeSet<>(named));
        assertEquals(run.size(), named.size(), "one of them is named twice");
    }
}
