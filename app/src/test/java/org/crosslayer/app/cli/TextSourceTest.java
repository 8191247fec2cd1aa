package org.crosslayer.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;

final class TextSourceTest {
    @Command
    private static final class Asking {
        @ArgGroup(exclusive = true, multiplicity = "1")
        private TextSource source;
    }

    @TempDir
    private Path folder;

    @Test
    void fileIsReadOnceAsAPipeWouldBe() throws IOException, InputException {
        Path file = Files.writeString(folder.resolve("pipe"), "My dear aunt");
        Asking asking = CommandLine.populateCommand(new Asking(), "--text-file", file.toString());
        assertEquals("My dear aunt", asking.source.read());
        Files.delete(file);
        assertEquals("My dear aunt", asking.source.read());
    }
}
