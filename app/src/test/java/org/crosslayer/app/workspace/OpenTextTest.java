package org.crosslayer.app.workspace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.crosslayer.engine.error.BadFileException;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenTextTest {
    private static final Cancellation NEVER = () -> false;
    private static final Progress UNHEARD = (_, _) -> {};

    @TempDir
    Path folder;

    @Test
    void aTextIsCutWholeAndItsStepsAreToldOf() throws IOException, BadFileException {
        Path path = Files.writeString(folder.resolve("text.txt"), "once");
        List<String> steps = new ArrayList<>();
        OpenText text = OpenText.read(path, new FakeTokenizer(), (step, _) -> steps.add(step), NEVER);
        assertEquals(4, text.ids().size());
        assertEquals(List.of("reading text.txt", "cutting text.txt into tokens"), steps);
    }

    @Test
    void aFileTooLargeIsRefusedBeforeItIsRead() throws IOException {
        Path path = folder.resolve("large.txt");
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength((64L << 20) + 1);
        }
        BadFileException refused =
                assertThrows(BadFileException.class, () -> OpenText.read(path, new FakeTokenizer(), UNHEARD, NEVER));
        assertTrue(refused.getMessage().contains("larger than 64 MiB; save the part"), refused.getMessage());
    }

    @Test
    void aCancelledReadingIsNotCutIntoTokens() throws IOException {
        Path path = Files.writeString(folder.resolve("text.txt"), "once");
        List<String> steps = new ArrayList<>();
        assertThrows(
                CancellationException.class,
                () -> OpenText.read(path, new FakeTokenizer(), (step, _) -> steps.add(step), () -> true));
        assertEquals(List.of("reading text.txt"), steps);
    }
}
