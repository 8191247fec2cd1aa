package org.crosslayer.app.cli;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.crosslayer.engine.LoadedModel;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.evaluation.Bos;
import org.crosslayer.engine.evaluation.EncodedText;
import org.crosslayer.engine.evaluation.PerplexityReport;
import org.crosslayer.engine.evaluation.Protocol;
import org.crosslayer.engine.evaluation.ProtocolKind;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.tokenizer.BosCheck;
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
            "With --plan, --copy or --align both are measured on the same tokens, with a 95-percent interval of the ratio, the",
            "divergence of the predictions (KL) and how often the likeliest next token stays the same."
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
            defaultValue = "windows",
            description = {
                "How it is measured; numbers of different protocols cannot be compared.",
                "windows: no overlap, all tokens but the first of each window scored (GPTQ style); the default.",
                "llama.cpp: no overlap, begin-of-text token first, second half of each window scored.",
                "stride: windows overlap, each token scored once (Hugging Face docs).",
                "lm-eval: rolling, every token scored once; for each word and byte too."
            })
    private ProtocolKind protocol;

    @Option(
            names = "--stride",
            paramLabel = "N",
            description = "Tokens from window to window, with --protocol stride; default: half a window.")
    private @Nullable Integer stride;

    @Mixin
    private WindowOptions windows;

    @Option(
            names = "--bos",
            paramLabel = "auto|on|off",
            defaultValue = "auto",
            description = "Begin-of-text token where the protocol puts it; auto: as the protocol has it.")
    private Bos bos;

    @Mixin
    private PlanOptions plan;

    @Mixin
    private JsonOption json;

    @Override
    void checkUsage() throws EngineException, IOException, InputException {
        try {
            Protocol _ = protocol();
        } catch (IllegalArgumentException e) {
            throw usage(e);
        }
        if (stride != null && protocol != ProtocolKind.STRIDE) {
            throw usage("--stride belongs to --protocol stride: the windows of the others have none.");
        }
        json.check();
    }

    private Protocol protocol() {
        return stride == null ? windows.protocol(protocol, bos) : windows.protocol(protocol, stride, bos);
    }

    @Override
    boolean readsText() {
        return true;
    }

    @Override
    void run(LoadedModel loaded, Session session) throws EngineException, IOException, InputException {
        EncodedText encoded = text.encoded(loaded);
        AttentionPlan shared = plan.plan(loaded, session);
        PerplexityReport report =
                loaded.perplexity(encoded, protocol(), shared, null, session.progress(), session.cancellation());
        String sharing = plan.isGiven() ? plan.words() : null;
        if (json.showsTable()) {
            session.out().println(PerplexityText.words(report, sharing));
        }
        Map<String, Object> result = PerplexityText.result(report, sharing);
        Optional<String> warning = protocol()
                .bosWarning(BosCheck.of(loaded.tokenizer(), encoded.encoding().ids()));
        warning.ifPresent(words -> result.put("warning", words));
        json.write(result, session);
        session.warn(warning);
    }
}
