package org.crosslayer.viz.companion;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;
import org.crosslayer.viz.matrix.MatrixSource;
import org.crosslayer.viz.paper.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A figure's data read by code that shares nothing with the writer: the JDK's zip, NumPy's format as its
/// documentation (NEP 1) describes it, and CSV as RFC 4180 does.
final class IndependentReaderTest {
    private static final Pattern HEADER = Pattern.compile(
            "\\{'descr': '([<|=][fiuUb]\\d+)', 'fortran_order': False, 'shape': \\(([0-9, ]*)\\), \\} *\\n");

    @TempDir
    private Path folder;

    @Test
    void theArraysHoldTheFiguresNumbersToTheLastBit() throws IOException {
        MatrixSource matrix = Samples.layers(5).matrix();
        Path file = folder.resolve("figure.npz");
        FigureArrays.write(List.of(Samples.layers(5), Samples.heads()), file);
        try (ZipFile zip = new ZipFile(file.toFile())) {
            ByteBuffer values = array(zip, "a_values", "<f8", 5, 5);
            for (int row = 0; row < 5; row++) {
                for (int column = 0; column < 5; column++) {
                    assertThat(values.getDouble()).isEqualTo(matrix.valueAt(row, column));
                }
            }
            assertThat(values.hasRemaining()).isFalse();
            ByteBuffer pairs = array(zip, "b_pairs", "<f8", 8, 3);
            for (int head = 0; head < 8; head++) {
                assertThat(pairs.getDouble()).isEqualTo(head);
                assertThat(pairs.getDouble()).isEqualTo(head * 3 % 8);
                assertThat(pairs.getDouble()).isEqualTo(head / 8.0);
            }
        }
    }

    @Test
    void theLinesHoldTheFiguresNumbersToTheLastBit() throws IOException {
        MatrixSource matrix = Samples.tokens().matrix();
        List<List<String>> rows = fields(PanelCsv.of(Samples.tokens()));
        assertThat(rows.getFirst()).hasSize(5);
        for (List<String> row : rows.subList(1, rows.size())) {
            int query = Integer.parseInt(row.get(0));
            int key = Integer.parseInt(row.get(1));
            assertThat(row.get(2)).isEqualTo(matrix.rowLabel(query));
            assertThat(row.get(3)).isEqualTo(matrix.columnLabel(key));
            assertThat(Double.parseDouble(row.get(4))).isEqualTo(matrix.valueAt(query, key));
        }
        assertThat(rows).hasSize(1 + 7 * 8 / 2);
    }

    /// The data of an array, of the type and shape that its header must give.
    private static ByteBuffer array(ZipFile zip, String name, String type, int... shape) throws IOException {
        byte[] bytes;
        try (var in = zip.getInputStream(Objects.requireNonNull(zip.getEntry(name + ".npy"), name))) {
            bytes = in.readAllBytes();
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(new String(bytes, 1, 5, StandardCharsets.US_ASCII)).isEqualTo("NUMPY");
        assertThat(bytes[0] & 0xFF).isEqualTo(0x93);
        boolean isFirstVersion = bytes[6] == 1;
        int from = isFirstVersion ? 10 : 12;
        int length = isFirstVersion ? buffer.getShort(8) & 0xFFFF : buffer.getInt(8);
        Matcher header = HEADER.matcher(new String(bytes, from, length, StandardCharsets.UTF_8));
        assertThat(header.matches())
                .as(new String(bytes, from, length, StandardCharsets.UTF_8))
                .isTrue();
        assertThat(header.group(1)).isEqualTo(type);
        List<Integer> sizes = new ArrayList<>();
        for (String size : header.group(2).split(", *", -1)) {
            if (!size.isBlank()) {
                sizes.add(Integer.valueOf(size.strip()));
            }
        }
        assertThat(sizes).containsExactly(java.util.Arrays.stream(shape).boxed().toArray(Integer[]::new));
        assertThat((from + length) % 16)
                .as("data begin at a multiple of 16 bytes")
                .isZero();
        return buffer.position(from + length);
    }

    private static List<List<String>> fields(String csv) {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int at = 0; at < csv.length(); at++) {
            char c = csv.charAt(at);
            if (quoted && c == '"' && at + 1 < csv.length() && csv.charAt(at + 1) == '"') {
                field.append('"');
                at++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == ',' || c == '\n')) {
                row.add(field.toString());
                field.setLength(0);
                if (c == '\n') {
                    rows.add(List.copyOf(row));
                    row.clear();
                }
            } else if (c != '\r' || quoted) {
                field.append(c);
            }
        }
        return rows;
    }
}
