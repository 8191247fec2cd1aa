package org.crosslayer.app.history;

import java.util.List;
import javafx.collections.MapChangeListener;
import org.crosslayer.app.workspace.CommandLines;
import org.crosslayer.app.workspace.Journal;
import org.crosslayer.app.workspace.Sampling;
import org.crosslayer.app.workspace.Subject;
import org.crosslayer.app.workspace.Workspace;
import org.crosslayer.engine.evaluation.PerplexityReport;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.similarity.HeadAlignment;
import org.crosslayer.engine.similarity.LayerSimilarity;
import org.crosslayer.engine.similarity.MatchMethod;
import org.jspecify.annotations.Nullable;

/// Takes down what reaches the workspace: what was opened, compared, matched, switched and measured.
final class WorkspaceRecorder {
    private final Workspace workspace;
    private final Journal journal;

    WorkspaceRecorder(Workspace workspace) {
        this.workspace = workspace;
        this.journal = workspace.journal();
        workspace.subject().addListener((_, _, subject) -> opened(subject));
        workspace.similarity().addListener((_, _, similarity) -> compared(similarity));
        workspace.alignments().addListener((_, _, alignments) -> matched(alignments));
        workspace.history().undoLabel().addListener((_, before, label) -> switched(before, label));
        workspace.measured().addListener(this::measured);
    }

    private void opened(@Nullable Subject subject) {
        if (subject != null) {
            journal.record(
                    "Opened " + subject.summary().name() + " with "
                            + subject.text().name(),
                    null,
                    CommandLines.inspect(subject));
        }
    }

    private void compared(@Nullable LayerSimilarity similarity) {
        @Nullable Subject subject = workspace.subject().get();
        if (subject != null && similarity != null) {
            journal.record(
                    "Compared all layers: " + similarity.options().words(),
                    null,
                    CommandLines.similarity(
                            subject,
                            similarity.options(),
                            workspace.evidence().settings().get().protocol(subject)));
        }
    }

    private void matched(List<HeadAlignment> alignments) {
        @Nullable Subject subject = workspace.subject().get();
        if (subject != null && !alignments.isEmpty()) {
            MatchMethod method = alignments.getFirst().method();
            journal.record(
                    "Matched heads of neighbouring layers",
                    null,
                    CommandLines.align(subject, method, Sampling.alignment(subject)));
        }
    }

    private void switched(String before, String label) {
        boolean isNew = workspace.history().redoLabel().get().isEmpty();
        if (isNew && !label.isEmpty() && !label.equals(before)) {
            journal.record("Step: " + label, null, List.of());
        }
    }

    private void measured(MapChangeListener.Change<? extends AttentionPlan, ? extends PerplexityReport> change) {
        @Nullable Subject subject = workspace.subject().get();
        if (subject != null && change.wasAdded()) {
            PerplexityReport report = change.getValueAdded();
            AttentionPlan plan = change.getKey();
            journal.record(
                    plan.sharedCount() == 0
                            ? "Measured the perplexity without sharing"
                            : "Measured the perplexity of " + plan.sharedCount() + " of " + plan.nLayers()
                                    + " layers sharing",
                    plan,
                    CommandLines.perplexity(subject, report.protocol()));
        }
    }
}
