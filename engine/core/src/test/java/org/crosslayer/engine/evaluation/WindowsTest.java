package org.crosslayer.engine.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.error.TooLittleTextException;
import org.crosslayer.engine.error.UnsupportedModelException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowsTest {
    private static final int[] IDS = IntStream.range(100, 111).toArray();

    @Test
    void windowsDoNotOverlapAndTheTailIsDropped() throws EngineException {
        List<int[]> windows = Windows.cut(IDS, Protocol.windows(4), OptionalInt.of(7));
        assertEquals(2, windows.size());
        assertArrayEquals(new int[] {100, 101, 102, 103}, windows.get(0));
        assertArrayEquals(new int[] {104, 105, 106, 107}, windows.get(1));
    }

    @Test
    void onlyTheFirstWindowsAreTaken() throws EngineException {
        Protocol protocol = new Protocol(ProtocolKind.WINDOWS, 2, 3, Bos.AUTO);
        assertEquals(3, Windows.cut(IDS, protocol, OptionalInt.empty()).size());
    }

    @Test
    void bosTakesThePlaceOfTheFirstTokenAndShiftsNothing() throws EngineException {
        Protocol protocol = new Protocol(ProtocolKind.WINDOWS, 4, 9, Bos.ON);
        List<int[]> windows = Windows.cut(IDS, protocol, OptionalInt.of(7));
        assertArrayEquals(new int[] {7, 101, 102, 103}, windows.get(0));
        assertArrayEquals(new int[] {7, 105, 106, 107}, windows.get(1));
    }

    @Test
    void aTextShorterThanAWindowIsRefusedWithBothLengths() {
        TooLittleTextException e = assertThrows(
                TooLittleTextException.class, () -> Windows.cut(IDS, Protocol.windows(12), OptionalInt.empty()));
        assertEquals(
                "The text has 11 tokens but one window takes 12: choose a longer text or smaller windows.",
                e.getMessage());
    }

    @Test
    void bosWithoutSuchATokenIsRefused() {
        Protocol protocol = new Protocol(ProtocolKind.WINDOWS, 4, 9, Bos.ON);
        assertThrows(UnsupportedModelException.class, () -> Windows.cut(IDS, protocol, OptionalInt.empty()));
    }

    /// Whatever is put first and wherever windows begin: a scored token is where the window says in the text.
    @ParameterizedTest
    @CsvSource({
        "WINDOWS,OFF",
        "WINDOWS,ON",
        "LLAMA_CPP,OFF",
        "LLAMA_CPP,ON",
        "STRIDE,OFF",
        "STRIDE,ON",
        "LM_EVAL,OFF",
        "LM_EVAL,ON"
    })
    void everyScoredTokenKnowsItsPlaceInTheText(ProtocolKind kind, Bos bos) throws EngineException {
        Protocol protocol = new Protocol(kind, 4, Integer.MAX_VALUE, bos);
        List<ScoredWindow> windows = Windows.scored(IDS, protocol, OptionalInt.of(7), OptionalInt.of(8));
        for (ScoredWindow window : windows) {
            for (int index = 0; index < window.scored(); index++) {
                assertEquals(
                        IDS[window.firstScoredInText() + index],
                        window.ids()[window.firstScored() + index],
                        kind.name());
            }
        }
        assertTrue(windows.size() > 1);
    }
}
