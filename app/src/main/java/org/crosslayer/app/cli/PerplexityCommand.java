package org.crosslayer.app.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.crosslayer.engine.LoadedModel;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.evaluation.Bos;
import org.crosslayer.engine.evaluation.Interval;
import org.crosslayer.engine.evaluation.PerplexityReport;
import org.crosslayer.engine.evaluation.Protocol;
import org.crosslayer.engine.model.AttentionPlan;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Measures perplexity, with a plan against no sharing on the same tokens.
@Command(
        name = "perplexity",
        customSynopsis = "crosslayer perplexity MODEL (--text TEXT | --text-file FILE) [OPTIONS]",
        description = {
            "Measures how well the model predicts a text, and what sharing costs.",
            "With --plan, --copy or --align both are measured on the same tokens, with a 95-percent interval of the ratio."
        },
        footer = {
            "",
            "Example:",
            "  crosslayer perplexity sample-models/models/sample-16l --text-file book.txt \\",
            "      --copy 1,3-8 --max-windows 64"
        })
final class PerplexityCommand extends ModelCommand {
    @ArgGroup(exclusive = true, multiplicity = "1")
    private TextSource text;

    @Option(
            names = "--protocol",
            paramLabel = "NAME",
            defaultValue = Protocol.WINDOWS,
            description = "windows: cut without overlap, all tokens but the first of each window scored.")
    private String protocol;

    @Mixin
    private WindowOptions windows;

    @Option(
            names = "--bos",
            paramLabel = "auto|on|off",
            defaultValue = "auto",
            description = "Begin-of-text token in place of each window's first; auto: as the protocol has it.")
    private Bos bos;

    @Mixin
    private PlanOptions plan;

    @Mixin
    private JsonOption json;

    @Override
    void checkUsage() throws EngineException, IOException, InputException {
        try {
            Protocol _ = windows.protocol(protocol, bos);
        } catch (IllegalArgumentException e) {
            throw usage(e);
        }
        json.check();
    }

    @Override
    boolean readsText() {
        return true;
    }

    @Override
    void run(LoadedModel loaded, Session session) throws EngineException, IOException, InputException {
        Protocol asked = windows.protocol(protocol, bos);
        int[] ids = text.ids(loaded, false);
        AttentionPlan shared = plan.plan(loaded, session);
        PerplexityReport report = loaded.perplexity(ids, asked, shared, session.progress(), session.cancellation());
        String sharing = plan.isGiven() ? plan.words() : null;
        if (json.showsTable()) {
            session.out().println(words(report, sharing));
        }
        json.write(result(report, sharing), session);
    }

    /// The fixed keys; those of the comparison only where there is one.
    ///
    /// @param sharing the plan in words; null without one
    static Map<String, Object> result(PerplexityReport report, @Nullable String sharing) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("perplexity", report.perplexity());
        result.put("nll", report.nll());
        result.put("windows", report.windows());
        result.put("scoredTokens", report.scoredTokens());
        result.put("protocol", report.protocol().name());
        result.put("window", report.protocol().window());
        result.put("bos", report.protocol().usesBos());
        result.put("protocolWords", report.protocol().words());
        if (sharing != null) {
            result.put("plan", sharing);
            result.put("baselinePerplexity", report.baselinePerplexity());
            result.put("ratio", report.ratio());
            result.put("interval", report.interval());
        }
        return result;
    }

    /// Number, comparison, protocol and plan, in two or three lines.
    ///
    /// @param sharing the plan in words; null without one
    static String words(PerplexityReport report, @Nullable String sharing) {
        StringBuilder words = new StringBuilder(String.format(Locale.ROOT, "perplexity %.4f", report.perplexity()));
        if (sharing != null) {
            words.append(String.format(
                    Locale.ROOT, " with sharing, %.4f without: × %.4f", report.baselinePerplexity(), report.ratio()));
            Interval interval = report.interval();
            if (interval != null) {
                words.append(String.format(
                        Locale.ROOT,
                        " (%.0f %% interval %.4f to %.4f)",
                        interval.level() * 100,
                        interval.low(),
                        interval.high()));
            }
        }
        words.append(String.format(
                Locale.ROOT,
                "%n%d of %d %s; %d tokens scored",
                report.windows(),
                report.windowsTotal(),
                report.protocol().words(),
                report.scoredTokens()));
        if (sharing != null) {
            words.append(System.lineSeparator()).append(sharing);
        }
        return words.toString();
    }
}
