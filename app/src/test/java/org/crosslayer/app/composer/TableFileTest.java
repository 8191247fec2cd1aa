package org.crosslayer.app.composer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableFileTest {
    private static final String TABLE = "head\tdivergence\n3, 4\t0.25\nshort\n";

    @TempDir
    Path folder;

    @Test
    void theEndingSaysHowTheNumbersAreWritten() throws IOException {
        assertEquals("head,divergence\n\"3, 4\",0.25\nshort,\n", written("a.csv"));
        assertEquals("head\tdivergence\n3, 4\t0.25\nshort\t\n", written("a.txt"));
        assertTrue(written("a.MD").startsWith("| head | divergence |\n| --- | ---: |\n"));
        assertTrue(written("a.tex").contains("\\toprule\nhead & divergence \\\\\n\\midrule"));
    }

    @Test
    void anotherEndingIsRefusedInOneSentenceThatNamesThose() {
        Path file = folder.resolve("a.xlsx");
        IOException refused = assertThrows(IOException.class, () -> TableFile.write(file, TABLE));
        assertEquals(
                "Cannot write " + file + ": name it with one of the endings .txt, .tex, .md, .csv.",
                refused.getMessage());
        assertFalse(Files.exists(file));
    }

    private String written(String name) throws IOException {
        Path file = folder.resolve(name);
        TableFile.write(file, TABLE);
        return Files.readString(file);
    }
}
