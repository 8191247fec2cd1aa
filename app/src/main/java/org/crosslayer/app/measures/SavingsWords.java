package org.crosslayer.app.measures;

import java.util.List;
import org.crosslayer.app.control.Numbers;
import org.crosslayer.engine.evaluation.Savings;

/// What a plan saves by arithmetic, as it is shown.
///
/// @param lines what is saved, each with the numbers behind it
public record SavingsWords(List<Line> lines) {
    /// One thing that is saved.
    ///
    /// @param id          for tests and style
    /// @param name        what it is
    /// @param value       the change as a share
    /// @param explanation without sharing and with the plan
    public record Line(String id, String name, String value, String explanation) {}

    /// Before a model is open.
    static final SavingsWords NONE = new SavingsWords(List.of());

    public SavingsWords {
        lines = List.copyOf(lines);
    }

    static SavingsWords of(Savings savings) {
        long parameters = savings.parametersTotal();
        long keys = savings.cacheBytesPerToken() / 2;
        return new SavingsWords(List.of(
                line(
                        "parameters",
                        "Q/K parameters",
                        savings.parameterShare(),
                        numbers(
                                "Query and key parameters that are used, with those of LiSA's parts",
                                parameters,
                                parameters - savings.parameters() + savings.addedParameters(),
                                "")),
                line(
                        "channels",
                        "Q/K channels",
                        savings.channelShare(),
                        numbers(
                                "Query and key channels of a token, all layers together",
                                savings.channelsTotal(),
                                savings.channelsTotal() - savings.channels(),
                                "")),
                line(
                        "keys",
                        "K cache",
                        (double) savings.keyBytesPerToken() / keys,
                        numbers(
                                "Keys kept for each token; values are kept as before",
                                keys,
                                keys - savings.keyBytesPerToken(),
                                " bytes")),
                line(
                        "operations",
                        "Operations",
                        savings.operationShare(),
                        numbers(
                                "Multiply-adds for a token that sees " + count(savings.context())
                                        + " tokens, MLP and vocabulary included",
                                savings.multiplyAddsTotal(),
                                savings.multiplyAddsTotal() - savings.multiplyAdds(),
                                ""))));
    }

    private static Line line(String id, String name, double saved, String explanation) {
        // Rounded first: what is shown as 0.0 has no sign.
        double percent = Math.rint(-1000 * saved) / 10;
        String value =
                percent == 0 ? "same" : Numbers.format("%+.1f %%", percent).replace('-', '−');
        return new Line("savings-" + id, name, value, explanation);
    }

    private static String numbers(String what, long before, long after, String unit) {
        return what + ": " + count(before) + unit + " without sharing, " + count(after) + unit + " with this plan.";
    }

    private static String count(long value) {
        return Numbers.format("%,d", value);
    }
}
