package org.crosslayer.app.measures;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.MapChangeListener;
import org.crosslayer.app.control.Numbers;
import org.crosslayer.app.task.LatestOnly;
import org.crosslayer.app.task.TaskRunner;
import org.crosslayer.app.task.TaskSpec;
import org.crosslayer.app.task.Urgency;
import org.crosslayer.app.task.UserMessage;
import org.crosslayer.app.workspace.CommandLines;
import org.crosslayer.app.workspace.Sampling;
import org.crosslayer.app.workspace.Subject;
import org.crosslayer.app.workspace.Workspace;
import org.crosslayer.engine.evaluation.Interval;
import org.crosslayer.engine.evaluation.PerplexityReport;
import org.crosslayer.engine.evaluation.Protocol;
import org.crosslayer.engine.model.AttentionPlan;
import org.jspecify.annotations.Nullable;

/// The plan on every window of the text: a run on demand that takes its time, and a number of its own that is never
/// mixed with the live estimate.
public final class ExactRun {
    private final Workspace workspace;
    private final LatestOnly job;
    private final ReadOnlyStringWrapper words = new ReadOnlyStringWrapper("");
    private final ReadOnlyBooleanWrapper running = new ReadOnlyBooleanWrapper();

    ExactRun(Workspace workspace, TaskRunner runner) {
        this.workspace = workspace;
        this.job = new LatestOnly(runner);
        workspace.subject().addListener((_, _, _) -> stop());
        workspace.protocol().addListener((_, _, _) -> stop());
        workspace.plan().plan().addListener((_, _, _) -> stop());
        workspace.exact().addListener((MapChangeListener<AttentionPlan, PerplexityReport>) _ -> show());
    }

    /// What came out for the plan on screen, or how far it is; says that there is nothing yet otherwise.
    public ReadOnlyStringProperty words() {
        return words.getReadOnlyProperty();
    }

    /// True while it runs.
    public ReadOnlyBooleanProperty running() {
        return running.getReadOnlyProperty();
    }

    /// Measures the plan on screen. Another plan, text or protocol stops it.
    public void start() {
        @Nullable Subject subject = workspace.subject().get();
        if (subject == null) {
            return;
        }
        AttentionPlan plan = workspace.plan().plan().get();
        Protocol protocol = Sampling.exact(subject, workspace.protocol().get());
        running.set(true);
        words.set("all windows: waiting");
        job.submit(new TaskSpec<PerplexityReport>(
                "Measuring all windows",
                Urgency.BACKGROUND,
                (progress, cancellation, partial) ->
                        subject.analyst().compare(subject.text(), protocol, plan, partial, progress, cancellation),
                report -> words.set(text(report, plan.sharedCount() > 0)),
                report -> {
                    running.set(false);
                    workspace.exact().put(plan, report);
                    workspace
                            .journal()
                            .record(
                                    "Measured the perplexity on all windows",
                                    plan,
                                    CommandLines.perplexity(subject, protocol));
                },
                this::failed,
                this::stop,
                _ -> {}));
    }

    private void stop() {
        job.cancel();
        running.set(false);
        show();
    }

    private void failed(UserMessage message) {
        stop();
        workspace.failures(this::start).accept(message);
    }

    private void show() {
        AttentionPlan plan = workspace.plan().plan().get();
        @Nullable PerplexityReport known = workspace.exact().get(plan);
        words.set(known == null ? "all windows: not measured" : text(known, plan.sharedCount() > 0));
    }

    /// `exact` only once every window is done.
    private static String text(PerplexityReport report, boolean isShared) {
        @Nullable Interval interval = report.interval();
        String windows = report.windows() + " of " + report.windowsTotal();
        String ratio = !isShared
                ? ""
                : interval == null
                        ? Numbers.format(" · × %.3f", report.ratio())
                        : Numbers.format(" · × %.3f (%.3f to %.3f)", report.ratio(), interval.low(), interval.high());
        return Numbers.format(
                "%s %.2f%s · %s windows",
                report.isComplete() ? "exact" : "so far", report.perplexity(), ratio, windows);
    }
}
