package org.crosslayer.app.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.crosslayer.engine.LoadedModel;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.evaluation.Bos;
import org.crosslayer.engine.evaluation.Protocol;
import org.crosslayer.engine.evaluation.ProtocolKind;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.LayerAttention;
import org.crosslayer.engine.similarity.HeadAlignment;
import org.crosslayer.engine.similarity.MatchMethod;
import org.crosslayer.samples.SampleModels;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which layers share: a plan file, or layers named on the spot, or both.
final class PlanOptions {
    /// Head maps hardly change after this many windows, and they are all that is wanted of them.
    private static final int ALIGN_WINDOWS = 8;

    private static final int ALIGN_WINDOW = 512;

    @Option(names = "--plan", paramLabel = "PLAN.json", description = "Share attention as this plan file says.")
    private @Nullable Path file;

    @Option(
            names = "--copy",
            paramLabel = "LAYERS",
            converter = LayerList.Converter.class,
            description = "Layers, such as 1,3,5-8, that copy the pattern of the layer below.")
    private LayerList copied = LayerList.NONE;

    @Option(
            names = "--align",
            paramLabel = "LAYERS",
            converter = LayerList.Converter.class,
            description = "Layers that copy it with the heads matched up first.")
    private LayerList aligned = LayerList.NONE;

    @Option(
            names = "--align-method",
            paramLabel = "argmin|hungarian",
            defaultValue = "argmin",
            description = "How --align finds the matching head; default: ${DEFAULT-VALUE}.")
    private MatchMethod method;

    @Option(
            names = "--align-text",
            paramLabel = "FILE",
            description = "Text that --align looks at, its first 8 windows of 512 tokens; default: the bundled text.")
    private @Nullable Path alignText;

    /// True if anything is to be shared.
    boolean isGiven() {
        return file != null || !copied.isEmpty() || !aligned.isEmpty();
    }

    /// True if heads are to be matched on a text.
    boolean readsText() {
        return !aligned.isEmpty();
    }

    /// What is shared, and how heads are matched; for results that must say what they are of.
    String words() {
        List<String> parts = new ArrayList<>();
        if (file != null) {
            parts.add("plan " + file.getFileName());
        }
        if (!copied.isEmpty()) {
            parts.add("copied: " + copied.words());
        }
        if (!aligned.isEmpty()) {
            parts.add("aligned: " + aligned.words() + " (" + Spelling.of(method) + " on "
                    + alignText().getFileName() + ")");
        }
        return parts.isEmpty() ? "no sharing" : String.join("; ", parts);
    }

    /// The plan for this model; without options, that of no sharing.
    AttentionPlan plan(LoadedModel model, Session session) throws EngineException, IOException, InputException {
        int nLayers = model.config().nLayers();
        AttentionPlan plan = file == null ? AttentionPlan.none(nLayers) : model.readPlan(file);
        copied.check(nLayers);
        for (int layer : copied.layers()) {
            plan = plan.with(layer, new LayerAttention.CopyPattern(layer - 1));
        }
        if (!aligned.isEmpty()) {
            aligned.check(nLayers);
            for (HeadAlignment alignment : align(model, session)) {
                if (aligned.layers().contains(alignment.layer())) {
                    plan = plan.with(
                            alignment.layer(), new LayerAttention.MappedPattern(alignment.source(), alignment.map()));
                }
            }
        }
        return plan;
    }

    private List<HeadAlignment> align(LoadedModel model, Session session)
            throws EngineException, IOException, InputException {
        int[] ids = model.tokenizer().encode(TextFile.read(alignText()), false).toArray();
        int window = Math.min(Math.min(ALIGN_WINDOW, model.config().nCtx()), Math.max(2, ids.length));
        Protocol protocol = new Protocol(ProtocolKind.WINDOWS, window, ALIGN_WINDOWS, Bos.OFF);
        return model.align(model.windows(ids, protocol), method, session.progress(), session.cancellation());
    }

    private Path alignText() {
        return alignText == null ? SampleModels.sampleText() : alignText;
    }
}
