package org.crosslayer.app.details;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.crosslayer.app.details.Column.Form;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableFilterTest {
    private static final NumberTable TABLE = NumberTable.of(
            List.of(
                    new Column("layer", "layer", "", "", Form.WHOLE),
                    new Column("entropy", "entropy", "nats", "", Form.NUMBER),
                    new Column("sink", "sink", "", "", Form.SHARE),
                    new Column("self", "self", "", "", Form.SHARE),
                    new Column("donor", "donor", "", "", Form.HEAD)),
            4,
            (line, column) -> switch (column) {
                case 0 -> line;
                case 1 -> line == 3 ? Double.NaN : 1 + line / 2.0;
                case 2 -> line / 4.0;
                case 3 -> 0.1;
                default -> HeadCode.of(line, 7 - line);
            });

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|0123",
                "entropy > 1|12",
                "entropy>=1|012",
                "entropy ≤ 1,5|01",
                "ent < 2|01",
                "sink >= 50%|23",
                "sink >= 0.5|23",
                "entropy > 1 and sink < 50%|1",
                "layer != 1|023",
                "layer = 2|2",
                "layer > 0, layer < 3|12",
                "donor = L2H5|2",
                "donor >= l2h0|23",
                "L1H6|1",
                "l3|3",
                "nothing|''",
                "layer > −1 L0|0"
            })
    void linesThatFulfilEveryWordAndConditionAreShown(String words, String expected) {
        TableFilter filter = TableFilter.of(words, TABLE);
        assertEquals("", filter.problem());
        String shown = IntStream.range(0, 4)
                .filter(filter::accepts)
                .mapToObj(String::valueOf)
                .reduce("", String::concat);
        assertEquals(expected, shown, words);
    }

    @Test
    void aLineIsNamedAfterItsHeadsAndLayers() {
        assertEquals("L2 L2H5", TABLE.name(2));
        NumberTable heads = NumberTable.of(
                List.of(
                        new Column("layer", "layer", "", "", Form.WHOLE),
                        new Column("head", "head", "", "", Form.WHOLE),
                        new Column("donor", "donor", "", "", Form.HEAD)),
                1,
                (_, column) -> column < 2 ? 3 + column : HeadCode.of(2, 7));
        assertEquals("L3H4 L2H7", heads.name(0));
    }

    @Test
    void whatCannotBeReadIsSaidInASentenceAndHidesNothing() {
        assertProblem("colour > 2", "No column is called “colour”; there are layer, entropy, sink, self, donor.");
        assertProblem("s > 2", "“s” may mean sink or self; write more of it.");
        assertProblem("entropy > much", "“entropy >” needs a number after it, such as 0.5, 50% or L3H5.");
        assertProblem("entropy >", "“entropy >” needs a number after it, such as 0.5, 50% or L3H5.");
    }

    private static void assertProblem(String words, String problem) {
        TableFilter filter = TableFilter.of(words, TABLE);
        assertEquals(problem, filter.problem());
        assertTrue(IntStream.range(0, 4).allMatch(filter::accepts));
    }
}
