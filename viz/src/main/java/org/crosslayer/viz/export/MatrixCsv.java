package org.crosslayer.viz.export;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.crosslayer.viz.matrix.Axis;
import org.crosslayer.viz.matrix.MatrixSource;

/// Matrices as comma-separated values (RFC 4180, UTF-8), wide: one line a row, as spreadsheets and NumPy expect.
///
/// The first line holds the column labels behind a corner that names both axes (`query\key`), the first column the row
/// labels. Numbers are written with a point and all digits needed to read the same double back; a cell without a value
/// is empty.
public final class MatrixCsv {
    private MatrixCsv() {}

    /// Writes the matrix to a file.
    ///
    /// @throws IOException when the file cannot be written; an older file of that name is then unharmed
    public static void write(MatrixSource matrix, Path file) throws IOException {
        FileDraft.write(file, out -> {
            Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
            write(matrix, writer);
            writer.flush();
        });
    }

    private static void write(MatrixSource matrix, Writer out) throws IOException {
        Axis rows = matrix.caption().rows();
        Axis columns = matrix.caption().columns();
        out.write(Csv.field(rows.word() + "\\" + columns.word()));
        for (int column = 0; column < matrix.columns(); column++) {
            out.write(',');
            out.write(Csv.field(matrix.columnLabel(column)));
        }
        out.write("\r\n");
        for (int row = 0; row < matrix.rows(); row++) {
            out.write(Csv.field(matrix.rowLabel(row)));
            for (int column = 0; column < matrix.columns(); column++) {
                out.write(',');
                out.write(number(matrix, row, column));
            }
            out.write("\r\n");
        }
    }

    private static String number(MatrixSource matrix, int row, int column) {
        double value = matrix.causal() && column > row ? Double.NaN : matrix.valueAt(row, column);
        return Csv.number(value);
    }
}
