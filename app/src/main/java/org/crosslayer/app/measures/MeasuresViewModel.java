package org.crosslayer.app.measures;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleIntegerProperty;
import org.crosslayer.app.task.LatestOnly;
import org.crosslayer.app.task.TaskRunner;
import org.crosslayer.app.task.TaskSpec;
import org.crosslayer.app.task.Urgency;
import org.crosslayer.app.task.UserMessage;
import org.crosslayer.app.workspace.CommandLines;
import org.crosslayer.app.workspace.FittedLayer;
import org.crosslayer.app.workspace.Sampling;
import org.crosslayer.app.workspace.Subject;
import org.crosslayer.app.workspace.Workspace;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.evaluation.Divergence;
import org.crosslayer.engine.evaluation.PerplexityReport;
import org.crosslayer.engine.evaluation.Protocol;
import org.crosslayer.engine.evaluation.ProtocolKind;
import org.crosslayer.engine.evaluation.Savings;
import org.crosslayer.engine.evaluation.SpeedReport;
import org.crosslayer.engine.evaluation.SpeedRequest;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.LayerAttention;
import org.crosslayer.engine.task.Cancellation;
import org.jspecify.annotations.Nullable;

/// The measures that follow every switch: perplexity at once and refined, speed after a pause.
public final class MeasuresViewModel {
    /// Long enough to be sure that nobody is still switching.
    private static final Duration PAUSE = Duration.ofMillis(1500);
    /// Short, since it runs by itself: some four seconds on the sample model. Five pairs, since three would all
    /// fall on
    /// one side by mere chance once in four times.
    private static final SpeedRequest GLANCE = new SpeedRequest(256, 32, 1, 5);

    /// Tokens that a token sees, for the arithmetic: the window of the live perplexity.
    private static final int USUAL_CONTEXT = 512;
    /// The longest that is offered, whatever the model was made for: beyond it only scores and nets count.
    private static final int LONGEST_CONTEXT = 131_072;

    private final Workspace workspace;
    private final TaskRunner runner;
    private final LatestOnly perplexityJob;
    private final LatestOnly speedJob;
    private final LatestOnly divergenceJob;
    private final ExactRun exact;
    private final ReadOnlyObjectWrapper<PerplexityWords> perplexity = new ReadOnlyObjectWrapper<>(PerplexityWords.NONE);
    private final ReadOnlyObjectWrapper<SpeedWords> speed = new ReadOnlyObjectWrapper<>(SpeedWords.NONE);
    private final ReadOnlyBooleanWrapper perplexityStale = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper speedStale = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper timing = new ReadOnlyBooleanWrapper();
    private final ReadOnlyObjectWrapper<SavingsWords> savings = new ReadOnlyObjectWrapper<>(SavingsWords.NONE);
    private final ReadOnlyObjectWrapper<List<Integer>> contexts = new ReadOnlyObjectWrapper<>(List.of());
    private final IntegerProperty context = new SimpleIntegerProperty(USUAL_CONTEXT);
    private final ReadOnlyStringWrapper warning = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper divergence = new ReadOnlyStringWrapper("");
    private final Map<AttentionPlan, PerplexityReport> compared = new HashMap<>();
    private @Nullable AttentionPlan followed;
    private Runnable stopPause = () -> {};

    public MeasuresViewModel(Workspace workspace, TaskRunner runner) {
        this.workspace = workspace;
        this.runner = runner;
        this.perplexityJob = new LatestOnly(runner);
        this.speedJob = new LatestOnly(runner);
        this.divergenceJob = new LatestOnly(runner);
        this.exact = new ExactRun(workspace, runner);
        workspace.subject().addListener((_, _, _) -> begin());
        workspace.protocol().addListener((_, _, _) -> begin());
        workspace.plan().plan().addListener((_, _, _) -> follow());
        workspace.shelf().version().addListener((_, _, _) -> warn());
        context.addListener((_, _, _) -> save());
    }

    /// What the plan costs.
    public ReadOnlyObjectProperty<PerplexityWords> perplexity() {
        return perplexity.getReadOnlyProperty();
    }

    /// True while the perplexity shown belongs to an earlier plan.
    public ReadOnlyBooleanProperty perplexityStale() {
        return perplexityStale.getReadOnlyProperty();
    }

    /// How the plan's predictions differ from those without it, in one line; empty until they are compared.
    public ReadOnlyStringProperty divergence() {
        return divergence.getReadOnlyProperty();
    }

    /// How perplexity is measured.
    public ObjectProperty<ProtocolKind> protocol() {
        return workspace.protocol();
    }

    /// What the plan brings.
    public ReadOnlyObjectProperty<SpeedWords> speed() {
        return speed.getReadOnlyProperty();
    }

    /// True while the speed shown belongs to an earlier plan.
    public ReadOnlyBooleanProperty speedStale() {
        return speedStale.getReadOnlyProperty();
    }

    /// True while speed is being measured.
    public ReadOnlyBooleanProperty timing() {
        return timing.getReadOnlyProperty();
    }

    /// What the plan saves by arithmetic.
    public ReadOnlyObjectProperty<SavingsWords> savings() {
        return savings.getReadOnlyProperty();
    }

    /// Tokens that a token sees, for the arithmetic.
    public IntegerProperty context() {
        return context;
    }

    /// The contexts to choose from, ascending.
    public ReadOnlyObjectProperty<List<Integer>> contexts() {
        return contexts.getReadOnlyProperty();
    }

    /// What makes the perplexity look better than it is; empty if nothing does.
    public ReadOnlyStringProperty warning() {
        return warning.getReadOnlyProperty();
    }

    /// The measuring of all windows, apart from the estimate.
    public ExactRun exact() {
        return exact;
    }

    /// Times the plan now.
    public void measureSpeed() {
        stopPause.run();
        @Nullable Subject subject = workspace.subject().get();
        if (subject != null) {
            AttentionPlan plan = workspace.plan().plan().get();
            timing.set(true);
            speedJob.submit(TaskSpec.<SpeedReport>of(
                            "Measuring speed",
                            Urgency.BACKGROUND,
                            (progress, cancellation, _) -> subject.analyst()
                                    .speed(subject.text().toArray(), plan, GLANCE, progress, cancellation),
                            report -> {
                                showSpeed(report, plan);
                                workspace.timed().put(plan, report);
                                workspace
                                        .journal()
                                        .record("Measured the speed", plan, CommandLines.speed(subject, GLANCE));
                                comparePredictions(subject, plan);
                            },
                            this::notTimed)
                    .whenCancelled(() -> timing.set(false)));
        }
    }

    /// The perplexity of the plan on screen, live and exact, as a table; null until either is done.
    public @Nullable String perplexityTable() {
        AttentionPlan plan = workspace.plan().plan().get();
        return MeasuresTables.of(
                workspace.measured().get(plan), workspace.exact().get(plan));
    }

    /// The speed of the plan on screen with all samples, as a table; null until it was timed.
    public @Nullable String speedTable() {
        return MeasuresTables.of(workspace.timed().get(workspace.plan().plan().get()));
    }

    private void begin() {
        compared.clear();
        perplexity.set(PerplexityWords.NONE);
        speed.set(SpeedWords.NONE);
        speedStale.set(false);
        followed = null;
        @Nullable Subject subject = workspace.subject().get();
        contexts.set(
                subject == null
                        ? List.of()
                        : IntStream.iterate(128, length -> length <= LONGEST_CONTEXT, length -> 2 * length)
                                .filter(length ->
                                        length <= Math.max(subject.config().nCtx(), 4 * USUAL_CONTEXT))
                                .boxed()
                                .toList());
        follow();
    }

    private void follow() {
        @Nullable Subject subject = workspace.subject().get();
        AttentionPlan plan = workspace.plan().plan().get();
        @Nullable AttentionPlan before = followed;
        divergenceJob.cancel();
        divergence.set("");
        if (subject == null || plan.nLayers() != subject.config().nLayers()) {
            stopTiming();
            return;
        }
        followed = plan;
        save();
        warn();
        measurePerplexity(subject, plan);
        if (before != null && PlanShape.of(plan).equals(PlanShape.of(before))) {
            // Better values of fitted parts: as fast as before, so whatever times it goes on.
            if (!speedStale.get() && !speedJob.isPending() && !speed.get().equals(SpeedWords.NONE)) {
                comparePredictions(subject, plan);
            }
            return;
        }
        stopTiming();
        if (plan.sharedCount() > 0) {
            speedStale.set(!speed.get().equals(SpeedWords.NONE));
            stopPause = runner.after(PAUSE, this::measureSpeed);
        } else {
            // Nothing will be timed by itself, so numbers of another plan would stay for ever.
            speed.set(SpeedWords.NONE);
            speedStale.set(false);
        }
    }

    private void stopTiming() {
        stopPause.run();
        speedJob.cancel();
        timing.set(false);
    }

    private void save() {
        @Nullable Subject subject = workspace.subject().get();
        AttentionPlan plan = workspace.plan().plan().get();
        savings.set(
                subject == null || plan.nLayers() != subject.config().nLayers()
                        ? SavingsWords.NONE
                        : SavingsWords.of(Savings.of(subject.config(), plan, context.get())));
    }

    /// Parts that were fitted on the text that is measured have seen it.
    private void warn() {
        @Nullable Subject subject = workspace.subject().get();
        AttentionPlan plan = workspace.plan().plan().get();
        List<Integer> seen = new ArrayList<>();
        for (int layer = 0; subject != null && layer < plan.nLayers(); layer++) {
            if (plan.at(layer) instanceof LayerAttention.Lisa lisa) {
                @Nullable FittedLayer fitted = workspace.shelf().of(lisa.adapter());
                if (fitted != null && fitted.calibration().equals(subject.text().name())) {
                    seen.add(layer);
                }
            }
        }
        warning.set(
                seen.isEmpty()
                        ? ""
                        : "Flattered: " + (seen.size() == 1 ? "a layer was" : seen.size() + " layers were")
                                + " fitted on this very text.");
    }

    private void measurePerplexity(Subject subject, AttentionPlan plan) {
        @Nullable PerplexityReport known = workspace.measured().get(plan);
        if (known != null) {
            perplexityJob.cancel();
            show(known, plan);
            return;
        }
        perplexityStale.set(!perplexity.get().equals(PerplexityWords.NONE));
        perplexityJob.submit(new TaskSpec<PerplexityReport>(
                "Measuring perplexity",
                // The first baseline answers no click: the pictures go before it.
                plan.sharedCount() == 0 && perplexity.get().equals(PerplexityWords.NONE) ? Urgency.STUDY : Urgency.LIVE,
                (progress, cancellation, partial) -> evaluate(
                        subject,
                        plan,
                        estimate -> {
                            progress.report(
                                    estimate.windows() + " of " + estimate.windowsTotal() + " windows",
                                    (double) estimate.windows() / estimate.windowsTotal());
                            partial.accept(estimate);
                        },
                        cancellation),
                estimate -> show(estimate, plan),
                report -> {
                    workspace.measured().put(plan, report);
                    show(report, plan);
                },
                workspace.failures(this::follow),
                () -> {},
                _ -> {}));
    }

    private PerplexityReport evaluate(
            Subject subject, AttentionPlan plan, Consumer<PerplexityReport> estimates, Cancellation cancellation)
            throws EngineException {
        return subject.analyst().evaluate(subject.text(), protocolOf(subject), plan, estimates, cancellation);
    }

    /// Compares the predictions of plan and baseline; after the timing, since it takes a full run of both.
    private void comparePredictions(Subject subject, AttentionPlan plan) {
        if (plan.sharedCount() == 0) {
            return;
        }
        @Nullable PerplexityReport known = compared.get(plan);
        if (known != null) {
            showDivergence(known);
            return;
        }
        Protocol protocol = protocolOf(subject);
        divergenceJob.submit(new TaskSpec<PerplexityReport>(
                "Comparing predictions",
                Urgency.IDLE,
                (progress, cancellation, partial) ->
                        subject.analyst().compare(subject.text(), protocol, plan, partial, progress, cancellation),
                this::showDivergence,
                report -> {
                    compared.put(plan, report);
                    showDivergence(report);
                },
                workspace.failures(this::compareAgain),
                () -> {},
                _ -> {}));
    }

    private void showDivergence(PerplexityReport report) {
        @Nullable Divergence found = report.divergence();
        divergence.set(found == null ? "" : PerplexityWords.of(found, report.isComplete(), report.windows()));
    }

    private Protocol protocolOf(Subject subject) {
        return Sampling.perplexity(subject, workspace.protocol().get());
    }

    private void show(PerplexityReport report, AttentionPlan plan) {
        perplexityStale.set(false);
        PerplexityWords words = PerplexityWords.of(report, plan.sharedCount() > 0);
        @Nullable Subject subject = workspace.subject().get();
        perplexity.set(
                subject == null
                        ? words
                        : words.with(
                                protocolOf(subject).bosWarning(subject.text().bos())));
    }

    private void showSpeed(SpeedReport report, AttentionPlan plan) {
        timing.set(false);
        speedStale.set(false);
        speed.set(SpeedWords.of(report, plan.sharedCount() > 0));
    }

    private void notTimed(UserMessage message) {
        timing.set(false);
        workspace.failures(this::measureSpeed).accept(message);
    }

    private void compareAgain() {
        @Nullable Subject subject = workspace.subject().get();
        if (subject != null) {
            comparePredictions(subject, workspace.plan().plan().get());
        }
    }
}
