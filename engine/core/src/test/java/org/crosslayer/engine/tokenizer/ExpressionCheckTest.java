package org.crosslayer.engine.tokenizer;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.crosslayer.engine.error.UnsupportedModelException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionCheckTest {
    @Test
    void theExpressionsOfAllFamiliesPass() throws UnsupportedModelException {
        for (String name : PreTokenizer.names()) {
            for (String expression : PreTokenizer.named(name, "").expressions()) {
                ExpressionCheck.check(expression, name);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " {2,}",
                "<\\|startoftext\\|>|'s|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+",
                " ?[^(\\s|[.,!?…。，、।۔،])]+",
                "\\d{1,3}(?=(?:\\d{3})*\\b)",
                "(?<=\\d)(?=\\p{L})",
                "[^\\r\\n\\p{L}\\p{N}]?(?:\\p{L}\\p{M}*(?: \\p{L}\\p{M}*)*)+",
                "(?i:[sdmt]|ll|ve|re)|[^\\r\\n\\p{L}\\p{N}]?+\\p{L}++",
                "[-a]|[a-]"
            })
    void otherExpressionsInUsePass(String expression) throws UnsupportedModelException {
        ExpressionCheck.check(expression, "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "(",
                ")",
                "a(b",
                "[",
                "[]",
                "[a",
                "a**",
                "*a",
                "a{",
                "a{2,1}",
                "a{,}",
                "a{99999}",
                "\\",
                "\\p{Nonsense}",
                "\\k<1>",
                "\\1",
                "(?<name>a)",
                "(?>a)",
                "[z-a]",
                "[[:alpha:]]",
                "[a&&b]",
                "(a+)+",
                "(a*)*",
                "(?:a|b+)*",
                "(?<=a+)b",
                "(?=a)*",
                "\\Qa\\E",
                "(((((((((((((((a)))))))))))))))"
            })
    void whatTheLibraryMightEndTheProgramForIsRefusedInASentence(String expression) {
        UnsupportedModelException e =
                assertThrows(UnsupportedModelException.class, () -> ExpressionCheck.check(expression, "f: split"));
        assertTrue(e.getMessage().startsWith("f: split holds a regular expression"), e.getMessage());
    }
}
