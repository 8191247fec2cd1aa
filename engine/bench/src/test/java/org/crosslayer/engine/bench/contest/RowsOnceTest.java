package org.crosslayer.engine.bench.contest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.crosslayer.engine.error.EngineException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every row of the contest once, on a tiny model, Crosslayer's sides alone: each task checks what it has computed.
class RowsOnceTest {
    private static final String WARM_UP = "contest.warm-up-ms";

    @TempDir
    private static Path models;

    private final Commands commands = new Commands(Path.of("peers"), 2);

    @BeforeEach
    void doNotWarmUp() {
        System.setProperty(WARM_UP, "0");
    }

    @AfterEach
    void warmUpAgain() {
        System.clearProperty(WARM_UP);
    }

    @ParameterizedTest
    @EnumSource(Row.class)
    void everySideAnswersWithTheNumbersOfItsRow(Row row) throws IOException, EngineException {
        List<Rates> rates = new ArrayList<>();
        for (Side side : row.sides(Scale.TINY, models, commands)) {
            if (side.program() instanceof Side.Program.Crosslayer(List<String> task, boolean _)) {
                Map<String, Long> numbers;
                try (Player.Task opened = Player.task(task.getFirst(), task.subList(1, task.size()))) {
                    numbers = opened.play();
                }
                for (Measure measure : side.measures()) {
                    Long number = numbers.get(measure.name());
                    assertNotNull(number, measure.name() + " of " + task + " in " + numbers);
                    assertTrue(number > 0 || measure.name().equals("peak"), measure.name() + " = " + number);
                    rates.add(Rates.of("Crosslayer", measure, List.of(number)));
                }
            }
        }
        assertTrue(!rates.isEmpty() && rates.stream().allMatch(each -> Double.isFinite(each.median())));
        int lines = row == Row.GROWTH ? 2 + Scale.TINY.lengths().size() : 0;
        assertEquals(lines, row.summary(Scale.TINY, rates).size());
    }

    @Test
    void aPlayerInAProcessOfItsOwnTakesItsTurnsAndTheHistoryKeepsThem() throws IOException {
        Side side = Row.DIVERGENCE.sides(Scale.TINY, models, commands).getFirst();
        Measure measure = side.measures().getFirst();
        Path history = models.resolve("history.jsonl");
        try (Contender contender =
                new Contender(commands.of(side.program()), Map.of(), models.resolve("contender.log"))) {
            contender.play();
            contender.play();
            assertEquals("Crosslayer, one thread", contender.description());
            Rates rates = Rates.of(contender.description(), measure, contender.times(measure.name()));
            new History(history, "test").append("divergence", 1, List.of(rates));
        }
        JsonNode line = new ObjectMapper().readTree(Files.readString(history));
        JsonNode kept = line.path("sides").path("Crosslayer, one thread");
        assertEquals("terms/s", kept.path("unit").asText());
        assertEquals(2, kept.path("samples").size());
        assertTrue(kept.path("median").asDouble() > 0);
    }
}
