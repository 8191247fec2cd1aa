package org.crosslayer.app.sharing;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import org.crosslayer.app.task.LatestOnly;
import org.crosslayer.app.task.TaskRunner;
import org.crosslayer.app.task.TaskSpec;
import org.crosslayer.app.task.Urgency;
import org.crosslayer.app.task.UserMessage;
import org.crosslayer.app.workspace.LayerTrials;
import org.crosslayer.app.workspace.Sampling;
import org.crosslayer.app.workspace.Subject;
import org.crosslayer.app.workspace.Workspace;
import org.crosslayer.engine.evaluation.PerplexityReport;
import org.crosslayer.engine.evaluation.Protocol;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.LayerAttention;
import org.jspecify.annotations.Nullable;

/// What each row of the plan costs: by itself, and with all rows below it. Measured on the same windows as the plan,
/// when nothing else is left to do, one number after the other.
final class LayerCosts {
    private final Workspace workspace;
    private final LatestOnly job;
    private final IntFunction<@Nullable LayerAttention> trial;
    private final ReadOnlyBooleanWrapper measuring = new ReadOnlyBooleanWrapper();
    private final BooleanProperty shown = new SimpleBooleanProperty(true);
    /// By whoever; kept, since a binding that nobody holds is forgotten.
    private final BooleanBinding seen;
    private boolean all;
    private boolean stopped;

    /// @param trial what a layer that does not share would do if it did; null if that is not known yet
    LayerCosts(Workspace workspace, TaskRunner runner, IntFunction<@Nullable LayerAttention> trial) {
        this.workspace = workspace;
        this.trial = trial;
        job = new LatestOnly(runner);
        seen = shown.or(workspace.trials().looking());
        seen.addListener((_, _, _) -> follow());
    }

    /// Whether the table is seen; nothing is measured that nobody sees.
    BooleanProperty shown() {
        return shown;
    }

    /// True while numbers are on their way.
    ReadOnlyBooleanProperty measuring() {
        return measuring.getReadOnlyProperty();
    }

    /// Whether layers that do not share are tried too.
    boolean measuresAll() {
        return all;
    }

    /// Tries every layer by itself, also those that do not share.
    void measureAll() {
        all = true;
        stopped = false;
        follow();
    }

    /// Measures no more, until the plan changes.
    void stop() {
        job.cancel();
        halted();
    }

    /// Another model, text or protocol: trials are asked for anew.
    void begin() {
        all = false;
        stopped = false;
        follow();
    }

    /// The plan has changed: what is not known of it is measured.
    void planChanged() {
        stopped = false;
        follow();
    }

    /// More can be tried, or less is wanted.
    void follow() {
        job.cancel();
        measuring.set(false);
        @Nullable Subject subject = workspace.subject().get();
        AttentionPlan plan = workspace.plan().plan().get();
        if (subject == null
                || stopped
                || !seen.get()
                || plan.nLayers() != subject.config().nLayers()) {
            return;
        }
        List<AttentionPlan> unknown = unknown(plan);
        if (!unknown.isEmpty()) {
            measuring.set(true);
            submit(subject, unknown);
        }
    }

    /// Perplexity with this layer alone sharing, over that without; NaN while unknown.
    double alone(int layer) {
        @Nullable AttentionPlan variant = alonePlan(layer);
        return ratio(variant);
    }

    /// The plan in which this layer alone does what it does, or would do; null if that is not known.
    @Nullable
    AttentionPlan alonePlan(int layer) {
        AttentionPlan plan = workspace.plan().plan().get();
        @Nullable LayerAttention attention = plan.isShared(layer) ? plan.at(layer) : trial.apply(layer);
        return attention == null ? null : AttentionPlan.none(plan.nLayers()).with(layer, attention);
    }

    /// All layers that were tried alone.
    List<LayerTrials.Trial> trials() {
        List<LayerTrials.Trial> trials = new ArrayList<>();
        for (int layer = 1; layer < workspace.plan().plan().get().nLayers(); layer++) {
            @Nullable AttentionPlan plan = alonePlan(layer);
            @Nullable
            PerplexityReport report = plan == null ? null : workspace.measured().get(plan);
            if (report != null) {
                trials.add(new LayerTrials.Trial(layer, report));
            }
        }
        return trials;
    }

    /// Perplexity with the rows from 0 to this one, over that without sharing; NaN while unknown.
    double upTo(int layer) {
        return ratio(upToPlan(workspace.plan().plan().get(), layer));
    }

    private static AttentionPlan upToPlan(AttentionPlan plan, int layer) {
        AttentionPlan part = AttentionPlan.none(plan.nLayers());
        for (int each = 0; each <= layer; each++) {
            part = part.with(each, plan.at(each));
        }
        return part;
    }

    private double ratio(@Nullable AttentionPlan plan) {
        @Nullable
        PerplexityReport report = plan == null ? null : workspace.measured().get(plan);
        return report == null ? Double.NaN : report.ratio();
    }

    /// First what stands in the plan, then what might.
    private List<AttentionPlan> unknown(AttentionPlan plan) {
        SequencedSet<AttentionPlan> wanted = new LinkedHashSet<>();
        int[] shared = IntStream.range(0, plan.nLayers()).filter(plan::isShared).toArray();
        for (int layer : shared) {
            add(wanted, alonePlan(layer));
        }
        for (int layer : shared) {
            add(wanted, upToPlan(plan, layer));
        }
        for (int layer = 1; all && layer < plan.nLayers(); layer++) {
            add(wanted, alonePlan(layer));
        }
        return List.copyOf(wanted);
    }

    private void add(SequencedSet<AttentionPlan> wanted, @Nullable AttentionPlan plan) {
        // The plan as a whole is measured by itself, and sooner.
        boolean isWhole = workspace.plan().plan().get().equals(plan);
        if (plan != null && !isWhole && !workspace.measured().containsKey(plan)) {
            wanted.add(plan);
        }
    }

    private void submit(Subject subject, List<AttentionPlan> unknown) {
        Protocol protocol = Sampling.perplexity(subject, workspace.protocol().get());
        // Whatever interrupts the job, what is done stays done.
        Map<AttentionPlan, PerplexityReport> done = new ConcurrentHashMap<>();
        job.submit(new TaskSpec<Map<AttentionPlan, PerplexityReport>>(
                "Measuring what each layer costs",
                // After a fit under way, whose next state would make it useless.
                Urgency.IDLE,
                (progress, cancellation, partial) -> {
                    for (AttentionPlan variant : unknown) {
                        if (!done.containsKey(variant)) {
                            progress.report(
                                    (done.size() + 1) + " of " + unknown.size(), (double) done.size() / unknown.size());
                            PerplexityReport report =
                                    subject.analyst().probe(subject.text(), protocol, variant, cancellation);
                            done.put(variant, report);
                            partial.accept(Map.of(variant, report));
                        }
                    }
                    return done;
                },
                workspace.measured()::putAll,
                reports -> {
                    measuring.set(false);
                    workspace.measured().putAll(reports);
                },
                this::failed,
                this::halted,
                _ -> {}));
    }

    private void halted() {
        stopped = true;
        measuring.set(false);
    }

    private void failed(UserMessage message) {
        halted();
        workspace.failures(this::planChanged).accept(message);
    }
}
