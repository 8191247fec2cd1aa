package org.crosslayer.viz.export;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.crosslayer.viz.matrix.Axis;
import org.crosslayer.viz.matrix.Caption;
import org.crosslayer.viz.matrix.LabelledMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MatrixCsvTest {
    @Test
    void labelsAreQuotedNumbersNeutralAndMissingCellsEmpty(@TempDir Path folder) throws IOException {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.GERMANY);
        try {
            LabelledMatrix matrix = LabelledMatrix.of(2, 3, new double[] {0.1, 2, 3, 1234567.5, Double.NaN, 6})
                    .labelled(List.of("say \"hi\"", "b"), List.of("x,y", "line\nend", "z"))
                    .captioned(new Caption("", Axis.of("query"), Axis.of("key"), "pattern", ""))
                    .asCausal();
            Path file = folder.resolve("m.csv");
            MatrixCsv.write(matrix, file);
            assertEquals(
                    "query\\key,\"x,y\",\"line\nend\",z\r\n\"say \"\"hi\"\"\",0.1,,\r\nb,1234567.5,,\r\n",
                    Files.readString(file));
        } finally {
            Locale.setDefault(before);
        }
    }
}
