package org.crosslayer.engine.evaluation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.crosslayer.engine.backend.Tensor;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.Decoder;
import org.crosslayer.engine.model.DecoderPass;
import org.crosslayer.engine.model.ForwardObserver;
import org.crosslayer.engine.model.ModelConfig;
import org.crosslayer.engine.model.RowSpan;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.jspecify.annotations.Nullable;

/// Runs the tokens of a reference file and holds everything against it while it comes; nothing is kept.
public final class ParityCheck implements ForwardObserver {
    /// Rows a step, as in a capture.
    private static final int CHUNK = 128;

    private final Decoder decoder;
    private final ReferenceFile reference;
    private final ModelConfig config;
    private final LargestDeviation logits = new LargestDeviation();
    private final List<LargestDeviation> hidden;
    private final List<LargestDeviation> patterns;

    private ParityCheck(Decoder decoder, ReferenceFile reference) {
        this.decoder = decoder;
        this.reference = reference;
        config = decoder.config();
        hidden = reference.has(ReferenceFile.HIDDEN) ? LargestDeviation.list(config.nLayers() + 1) : List.of();
        patterns = reference.has(ReferenceFile.PATTERNS) ? LargestDeviation.list(config.nLayers()) : List.of();
    }

    /// Compares a model with a file.
    ///
    /// @param name      the model's name, for the report
    /// @param tolerance what passes; null for what is usual for the backend
    /// @throws EngineException if the file cannot be used or the text does not fit the model or the memory
    public static ParityReport run(
            Decoder decoder,
            String name,
            Path file,
            @Nullable ParityTolerance tolerance,
            Progress progress,
            Cancellation cancellation)
            throws EngineException {
        ParityTolerance allowed =
                tolerance == null ? ParityTolerance.of(decoder.backend().name()) : tolerance;
        try (ReferenceFile reference = ReferenceFile.open(file, decoder.config())) {
            ParityCheck check = new ParityCheck(decoder, reference);
            check.run(progress, cancellation);
            return new ParityReport(
                    name,
                    String.valueOf(file.getFileName()),
                    decoder.backend().description(),
                    reference.ids().length,
                    allowed,
                    check.lines(allowed));
        }
    }

    private void run(Progress progress, Cancellation cancellation) throws EngineException {
        int[] ids = reference.ids();
        AttentionPlan none = AttentionPlan.none(config.nLayers());
        try (DecoderPass pass = decoder.pass(none, 1, ids.length, CHUNK);
                LogitRows rows = new LogitRows(decoder, Math.min(ids.length, CHUNK))) {
            for (int first = 0; first < ids.length; first += CHUNK) {
                progress.report("Comparing with the reference", (double) first / ids.length);
                int count = Math.min(CHUNK, ids.length - first);
                int[][] step = {Arrays.copyOfRange(ids, first, first + count)};
                Tensor finalRows = pass.step(step, this, cancellation);
                if (reference.has(ReferenceFile.LOGITS)) {
                    compareLogits(rows, finalRows, first, count);
                }
            }
        }
        progress.report("Comparing with the reference", 1);
    }

    private void compareLogits(LogitRows rows, Tensor finalRows, int first, int count) {
        int nVocab = config.nVocab();
        for (LogitRows.Part part : rows.parts(count)) {
            float[] ours = decoder.backend().read(rows.of(finalRows, part));
            float[] theirs = reference.slice(ReferenceFile.LOGITS, (long) (first + part.row()) * nVocab, ours.length);
            logits.compare(
                    ours,
                    0,
                    theirs,
                    0,
                    ours.length,
                    at -> "token " + (first + part.row() + at / nVocab) + ", id " + at % nVocab);
        }
    }

    @Override
    public boolean wantsPattern(int layer) {
        return !patterns.isEmpty();
    }

    @Override
    public void pattern(int layer, RowSpan span, Tensor pattern) {
        float[] slab = decoder.backend().read(pattern);
        int n = reference.ids().length;
        for (int head = 0; head < config.nHeads(); head++) {
            int at = head;
            float[] map = reference.slice(
                    ReferenceFile.PATTERNS,
                    (((long) layer * config.nHeads() + head) * n + span.firstRow()) * n,
                    span.rows() * n);
            for (int row = 0; row < span.rows(); row++) {
                int token = span.firstRow() + row;
                int from = (head * span.rows() + row) * span.keys();
                patterns.get(layer)
                        .compare(
                                slab,
                                from,
                                map,
                                row * n,
                                span.keys(),
                                key -> "head " + at + ", token " + token + ", key " + key);
            }
        }
    }

    @Override
    public void residual(int layer, RowSpan span, Tensor residual) {
        if (!hidden.isEmpty()) {
            float[] ours = decoder.backend().read(residual);
            int width = config.dModel();
            long from = ((long) layer * reference.ids().length + span.firstRow()) * width;
            float[] theirs = reference.slice(ReferenceFile.HIDDEN, from, ours.length);
            hidden.get(layer)
                    .compare(
                            ours,
                            0,
                            theirs,
                            0,
                            ours.length,
                            at -> "token " + (span.firstRow() + at / width) + ", channel " + at % width);
        }
    }

    private List<ParityLine> lines(ParityTolerance tolerance) {
        List<ParityLine> lines = new ArrayList<>();
        if (reference.has(ReferenceFile.LOGITS)) {
            lines.add(logits.line("logits", tolerance.values()));
        }
        for (int layer = 0; layer < hidden.size(); layer++) {
            lines.add(hidden.get(layer).line("hidden " + layer, tolerance.values()));
        }
        for (int layer = 0; layer < patterns.size(); layer++) {
            lines.add(patterns.get(layer).patternLine("pattern " + layer, tolerance.pattern()));
        }
        return lines;
    }
}
