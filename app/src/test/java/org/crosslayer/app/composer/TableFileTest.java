package org.crosslayer.app.composer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.crosslayer.viz.paper.Length;
import org.crosslayer.viz.paper.PaperStyle;
import org.crosslayer.viz.paper.Passage;
import org.crosslayer.viz.paper.Venue;
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
        IOException refused = assertThrows(IOException.class, () -> new TableFile(TABLE, null).write(file));
        assertEquals(
                "Cannot write " + file + ": name it with one of the endings .csv, .txt, .tex, .md.",
                refused.getMessage());
        assertFalse(Files.exists(file));
    }

    @Test
    void aPaintedTextIsADrawingToo() throws IOException {
        Passage passage = new Passage(
                List.of(List.of(new Passage.Part("once", 1, true))),
                1,
                "nats",
                "",
                Length.parse("89 mm"),
                PaperStyle.of(Venue.named("Nature").orElseThrow()));
        TableFile both = new TableFile(TABLE, passage);
        assertEquals(
                List.of("svg", "pdf", "png", "csv", "txt", "tex", "md"),
                List.copyOf(both.kinds().keySet()));
        Path drawing = folder.resolve("text.svg");
        both.write(drawing);
        assertTrue(Files.readString(drawing).contains(">once<"));
        Path table = folder.resolve("text.csv");
        both.write(table);
        assertTrue(Files.readString(table).startsWith("head,divergence"));
    }

    private String written(String name) throws IOException {
        Path file = folder.resolve(name);
        new TableFile(TABLE, null).write(file);
        return Files.readString(file);
    }
}
