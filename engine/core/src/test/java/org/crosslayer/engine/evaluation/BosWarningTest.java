package org.crosslayer.engine.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.crosslayer.engine.tokenizer.BosCheck;
import org.crosslayer.engine.tokenizer.BosRule;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BosWarningTest {
    @ParameterizedTest(name = "{0} {1}, BOS {2} wanted {3} written {4}: {5}")
    @CsvSource({
        "WINDOWS,   AUTO, <s>, false, false, ''",
        "WINDOWS,   AUTO, <s>, true,  false, 'none was put there'",
        "WINDOWS,   AUTO, <s>, true,  true,  ''",
        "WINDOWS,   ON,   <s>, true,  false, ''",
        "WINDOWS,   ON,   <s>, true,  true,  ''",
        "LLAMA_CPP, AUTO, <s>, true,  false, ''",
        "LLAMA_CPP, AUTO, <s>, true,  true,  'one more was put before it'",
        "LLAMA_CPP, AUTO, '',  false, false, 'this vocabulary has no such token'",
        "LLAMA_CPP, OFF,  <s>, true,  false, 'none was put there'",
        "LM_EVAL,   AUTO, <s>, false, true,  'one more was put before it'",
        "STRIDE,    OFF,  '',  false, false, ''"
    })
    void doubledAndMissingBosIsWarnedAbout(
            ProtocolKind kind, Bos bos, String token, boolean wanted, boolean written, String expected) {
        BosCheck text = new BosCheck(token, new BosRule(wanted, "config"), written);
        String warning = new Protocol(kind, 8, 1, bos).bosWarning(text).orElse("");
        assertEquals(
                expected, warning.contains(expected) && expected.isEmpty() == warning.isEmpty() ? expected : warning);
    }
}
