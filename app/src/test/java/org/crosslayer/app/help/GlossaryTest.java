package org.crosslayer.app.help;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/// The window's words are those of the documentation.
class GlossaryTest {
    private final Glossary glossary = Glossary.open();

    @Test
    void aParagraphWithABoldBeginningIsAnEntryInPlainText() {
        Glossary small = Glossary.of("""
                # Title

                Nothing to explain.

                ## The *model*

                **Head, heads.** A `layer` looks in *several* ways; **each way** is one. [More](x.md).

                **Plan.** Where attention comes from.

                - **Own**: computed.
                - **Copy**: taken.
                """);
        assertEquals(2, small.entries().size());
        assertEquals(
                "A layer looks in several ways; each way is one.",
                small.entries().getFirst().meaning());
        assertEquals(
                "Where attention comes from.\n• Own: computed.\n• Copy: taken.",
                small.entries().get(1).meaning());
        assertEquals("Plan", small.about("what Copy does").getFirst().word());
    }

    @Test
    void theProgramsOwnHasEveryWordThatItsWindowIsMadeOf() {
        for (String word : List.of(
                "layer",
                "head",
                "plan",
                "perplexity",
                "protocol",
                "token",
                "LiSA",
                "rank",
                "prefill",
                "decode",
                "JSD",
                "baseline",
                "estimate",
                "fitting",
                "query",
                "key",
                "pattern",
                "scores",
                "nll",
                "copy",
                "aligned copy")) {
            assertFalse(glossary.about(word).isEmpty(), word);
        }
    }

    @Test
    void longerWordsComeFirstAndNothingTwice() {
        List<Glossary.Entry> found = glossary.about("the paired interval of two perplexities, and perplexity again");
        assertEquals("Paired interval", found.getFirst().word());
        assertEquals(found.size(), found.stream().distinct().count());
    }

    @Test
    void noMarkupIsLeft() {
        for (Glossary.Entry entry : glossary.entries()) {
            assertFalse(
                    entry.meaning().contains("**")
                            || entry.meaning().contains("](")
                            || entry.meaning().contains("`"),
                    entry.word() + ": " + entry.meaning());
            assertTrue(entry.meaning().length() > 10, entry.word());
        }
    }
}
