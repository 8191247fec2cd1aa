package org.crosslayer.engine.evaluation;

import java.util.List;
import java.util.Locale;

/// What came out of a comparison with a reference file: the certificate that a model's numbers are right here.
///
/// @param model     the model's name
/// @param reference the file's name
/// @param device    where the model ran, one line
/// @param tokens    tokens that were run
/// @param tolerance what was allowed
/// @param lines     logits first, then hidden states and patterns from the bottom up, as far as the file has them
public record ParityReport(
        String model, String reference, String device, int tokens, ParityTolerance tolerance, List<ParityLine> lines) {
    public ParityReport {
        lines = List.copyOf(lines);
    }

    /// True if everything that was compared is close enough.
    public boolean passes() {
        return lines.stream().allMatch(ParityLine::passes);
    }

    /// One sentence.
    public String verdict() {
        long failed = lines.stream().filter(line -> !line.passes()).count();
        return failed == 0
                ? "The same numbers as the reference, within the tolerance."
                : failed + " of " + lines.size() + " comparisons are outside of the tolerance.";
    }

    /// What the tolerance means.
    public String toleranceWords() {
        return text(
                "Allowed: %s of the reference's largest value (at least 1) for logits and hidden states, %s for patterns.",
                small(tolerance.values()), small(tolerance.pattern()));
    }

    /// The whole report as a Markdown page.
    public String page() {
        StringBuilder page = new StringBuilder(text(
                "# Parity of %s with %s%n%n%s %s%n%n%d tokens on %s.%n%n",
                model, reference, verdict(), toleranceWords(), tokens, device));
        page.append(text("| compared | largest deviation | allowed | reference up to | where | |%n"));
        page.append(text("| --- | ---: | ---: | ---: | --- | --- |%n"));
        for (ParityLine line : lines) {
            page.append(text(
                    "| %s | %s | %s | %s | %s | %s |%n",
                    line.what(),
                    small(line.deviation()),
                    small(line.allowed()),
                    text("%.4g", line.reference()),
                    line.where(),
                    line.passes() ? "ok" : "**outside**"));
        }
        return page.toString();
    }

    /// A small number in three digits.
    public static String small(double value) {
        return value == 0 ? "0" : text("%.2e", value);
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
