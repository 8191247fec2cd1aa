package org.crosslayer.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.viz.matrix.LabelledMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FirstAnalysisTest {
    @TempDir
    private Path parent;

    @Test
    void picturesTablesAndNumbersAreWritten() throws EngineException, IOException, InputException {
        Path folder = FirstAnalysis.newFolder(parent);
        LabelledMatrix matrix = FirstAnalysis.write(
                folder, FirstAnalysis.protocol(32, 2), FirstAnalysis.protocol(32, 2), Cancellation.NEVER);
        FirstAnalysis.draw(matrix, folder);
        BufferedImage picture = ImageIO.read(folder.resolve("similarity.png").toFile());
        assertNotNull(picture);
        assertEquals(1200, picture.getWidth());
        assertEquals(17, Files.readAllLines(folder.resolve("similarity.csv")).size());
        assertEquals(
                2,
                CommandRun.json(folder.resolve("perplexity.json"))
                        .get("windows")
                        .asInt());
        assertTrue(Files.readString(folder.resolve("summary.txt")).contains("perplexity "));
        try (var files = Files.list(folder)) {
            assertEquals(4, files.count());
        }
    }

    @Test
    void takenNameGetsANumber() throws IOException {
        assertEquals(
                "crosslayer-first-analysis",
                FirstAnalysis.newFolder(parent).getFileName().toString());
        assertEquals(
                "crosslayer-first-analysis-2",
                FirstAnalysis.newFolder(parent).getFileName().toString());
        assertEquals(
                "crosslayer-first-analysis-3",
                FirstAnalysis.newFolder(parent).getFileName().toString());
    }
}
