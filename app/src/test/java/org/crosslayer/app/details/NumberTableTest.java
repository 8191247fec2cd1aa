package org.crosslayer.app.details;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.crosslayer.app.details.Column.Form;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumberTableTest {
    private static final List<Column> COLUMNS = List.of(
            new Column("head", "head", "", "", Form.HEAD), new Column("value", "value", "nats", "", Form.NUMBER));

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void orderedLinesAscendOrDescendAndUnknownOnesComeLast(long seed) {
        Random random = new Random(seed);
        boolean isDescending = random.nextBoolean();
        List<Double> values = Stream.generate(() -> random.nextInt(7) == 0 ? Double.NaN : random.nextInt(20) - 10.0)
                .limit(random.nextInt(60))
                .toList();
        NumberTable table =
                NumberTable.of(COLUMNS, values.size(), (line, column) -> column == 0 ? line : values.get(line));
        List<Integer> lines = table.lines(TableFilter.NONE, 1, isDescending);
        assertEquals(
                IntStream.range(0, values.size()).boxed().toList(),
                lines.stream().sorted().toList());
        for (int index = 1; index < lines.size(); index++) {
            double before = values.get(lines.get(index - 1));
            double here = values.get(lines.get(index));
            assertTrue(Double.isNaN(here) || (isDescending ? before >= here : before <= here));
        }
    }

    @Test
    void equalLinesStayInTheirOrder() {
        NumberTable table = NumberTable.of(COLUMNS, 4, (line, column) -> column == 0 ? line : line % 2);
        assertEquals(List.of(1, 3, 0, 2), table.lines(TableFilter.NONE, 1, true));
        assertEquals(List.of(0, 1, 2, 3), table.lines(TableFilter.NONE, -1, false));
    }

    @Test
    void filesHoldNeutralNumbersWhateverTheLocale() {
        NumberTable table =
                NumberTable.of(COLUMNS, 2, (line, column) -> column == 0 ? HeadCode.of(3, line) : 1 / 3.0 - line);
        Locale before = Locale.getDefault(Locale.Category.FORMAT);
        Locale.setDefault(Locale.Category.FORMAT, Locale.GERMANY);
        try {
            assertEquals("0,3333", table.text(0, 1));
            assertEquals(
                    "head,value\nL3H1,-0.6666666666666667\nL3H0,0.3333333333333333\n",
                    table.delimited(List.of(1, 0), ","));
        } finally {
            Locale.setDefault(Locale.Category.FORMAT, before);
        }
    }

    @Test
    void headsAreNumbersThatReadAsHeads() {
        assertEquals("L79H63", HeadCode.text(HeadCode.of(79, 63)));
        assertEquals(HeadCode.of(12, 3), HeadCode.parse("l12h3"));
        assertTrue(Double.isNaN(HeadCode.parse("12.3")));
        assertTrue(HeadCode.of(2, 63) < HeadCode.of(3, 0));
    }
}
