package org.crosslayer.app.sharing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.crosslayer.app.task.Job;
import org.crosslayer.app.task.TaskRunner;
import org.crosslayer.app.task.TaskSpec;
import org.crosslayer.app.task.Urgency;
import org.crosslayer.app.task.UserMessage;
import org.crosslayer.app.workspace.AdapterShelf;
import org.crosslayer.app.workspace.Analyst;
import org.crosslayer.app.workspace.CommandLines;
import org.crosslayer.app.workspace.FitRequest;
import org.crosslayer.app.workspace.FitSnapshot;
import org.crosslayer.app.workspace.FittedLayer;
import org.crosslayer.app.workspace.OpenText;
import org.crosslayer.app.workspace.Subject;
import org.crosslayer.app.workspace.Workspace;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.fitting.FitOptions;
import org.crosslayer.engine.fitting.FitResult;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.LayerAttention;
import org.crosslayer.engine.model.LisaAdapter;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.jspecify.annotations.Nullable;

/// Fits LiSA layers in the background, one fit after the other. Better states go on the shelf and into the plan
/// as they are found; a fit gives way to every other job and goes on afterwards.
public final class FitViewModel {
    /// Between two states that enter the plan: each is measured, and measuring takes its time from the fit.
    private static final Duration BETWEEN_STATES = Duration.ofSeconds(4);

    /// Layers that are fitted together.
    private static final class Batch {
        private final LisaSettings settings;
        private final SortedSet<Integer> layers = new TreeSet<>();

        Batch(LisaSettings settings) {
            this.settings = settings;
        }
    }

    private final Workspace workspace;
    private final TaskRunner runner;
    private final ReadOnlyObjectWrapper<@Nullable FitState> state = new ReadOnlyObjectWrapper<>();
    private final List<Batch> waiting = new ArrayList<>();
    private final Map<Integer, LisaAdapter> shownParts = new TreeMap<>();
    private @Nullable Batch running;
    private @Nullable Batch last;
    private @Nullable Job job;
    private @Nullable Analyst analyst;
    private @Nullable FitResult shown;
    private long shownNanos;

    public FitViewModel(Workspace workspace, TaskRunner runner) {
        this.workspace = workspace;
        this.runner = runner;
        workspace.subject().addListener((_, _, subject) -> follow(subject));
    }

    /// The fit under way, or the last one; null before the first.
    public ReadOnlyObjectProperty<@Nullable FitState> state() {
        return state.getReadOnlyProperty();
    }

    /// True if a layer is being fitted or waits for it.
    boolean isPending(int layer) {
        return (running != null && running.layers.contains(layer))
                || waiting.stream().anyMatch(batch -> batch.layers.contains(layer));
    }

    /// How far a layer's fit is, in [0, 1]; 0 while it waits.
    double fraction(int layer) {
        @Nullable FitState now = state.get();
        return now != null && running != null && running.layers.contains(layer) ? now.fraction() : 0;
    }

    /// Fits layers, together. Layers asked for before the first step is measured are fitted together, too; later ones
    /// wait for their turn, so that nothing is thrown away.
    void want(List<Integer> layers, LisaSettings settings) {
        List<Integer> missing =
                layers.stream().filter(layer -> !isPending(layer)).toList();
        if (missing.isEmpty()) {
            return;
        }
        @Nullable
        Batch batch = waiting.stream()
                .filter(each -> each.settings.equals(settings))
                .findFirst()
                .orElse(null);
        if (batch == null) {
            batch = new Batch(settings);
            waiting.add(batch);
        }
        batch.layers.addAll(missing);
        if (running != null && running.settings.equals(settings) && isYoung() && job != null) {
            batch.layers.addAll(running.layers);
            job.discard();
            running = null;
        }
        next();
    }

    /// Takes a stopped fit up where it ended.
    public void goOn() {
        @Nullable FitState stopped = state.get();
        if (stopped != null && stopped.phase() == FitState.Phase.STOPPED && running == null && last != null) {
            begin(last, stopped.with(FitState.Phase.UNDER_WAY));
        }
    }

    /// Stops the fit under way and keeps its best state.
    public void stop() {
        if (job != null && running != null) {
            job.cancel();
        }
    }

    private boolean isYoung() {
        @Nullable FitState now = state.get();
        return now == null || now.snapshot().curve().size() <= 1;
    }

    /// Another text interrupts a fit, which has its own; another model ends it.
    private void follow(@Nullable Subject subject) {
        @Nullable FitState now = state.get();
        @Nullable Batch interrupted = running;
        if (subject != null && subject.analyst().equals(analyst)) {
            if (interrupted != null && now != null) {
                begin(interrupted, now.measuredOn(subject.text()));
            }
            return;
        }
        analyst = subject == null ? null : subject.analyst();
        waiting.clear();
        running = null;
        last = null;
        state.set(null);
    }

    private void next() {
        @Nullable Subject subject = workspace.subject().get();
        if (running == null && !waiting.isEmpty() && subject != null) {
            Batch batch = waiting.removeFirst();
            OpenText text = batch.settings.calibration() == null ? subject.text() : batch.settings.calibration();
            SortedSet<Integer> layers = new TreeSet<>(batch.layers);
            Map<Integer, LisaAdapter> known = new TreeMap<>();
            if (batch.settings.takesAllLayers()) {
                known.putAll(fittedLikewise(batch));
                layers.addAll(known.keySet());
            }
            FitOptions options = batch.settings.options(subject.config(), List.copyOf(layers));
            shownParts.clear();
            shownParts.putAll(known);
            shown = null;
            workspace
                    .journal()
                    .record("Fitted LiSA layers on " + text.name(), null, CommandLines.fit(subject, text, options));
            begin(batch, FitState.of(new FitRequest(text, options, known), subject.text()));
        }
    }

    /// Other LiSA layers of the plan with the same options, which go on from where they are.
    private Map<Integer, LisaAdapter> fittedLikewise(Batch batch) {
        Map<Integer, LisaAdapter> known = new TreeMap<>();
        AttentionPlan plan = workspace.plan().plan().get();
        for (int layer = 0; layer < plan.nLayers(); layer++) {
            if (plan.at(layer) instanceof LayerAttention.Lisa lisa
                    && lisa.adapter().options().equals(batch.settings.lisa())
                    && !batch.layers.contains(layer)) {
                known.put(layer, lisa.adapter());
            }
        }
        return known;
    }

    private void begin(Batch batch, FitState beginning) {
        @Nullable Subject subject = workspace.subject().get();
        if (subject == null) {
            return;
        }
        running = batch;
        last = batch;
        job = null;
        state.set(beginning);
        Job submitted = runner.submit(new TaskSpec<FitSnapshot>(
                "Fitting " + beginning.title(),
                Urgency.FITTING,
                (progress, cancellation, partial) -> fit(subject.analyst(), beginning, progress, cancellation, partial),
                snapshot -> take(snapshot, FitState.Phase.UNDER_WAY),
                snapshot -> end(snapshot, FitState.Phase.DONE),
                this::failed,
                this::stopped,
                _ -> {}));
        if (batch.equals(running) && submitted.isPending()) {
            job = submitted;
        }
    }

    /// The engine's own reports are shown until there are points, which say more.
    private static FitSnapshot fit(
            Analyst analyst,
            FitState beginning,
            Progress progress,
            Cancellation cancellation,
            Consumer<FitSnapshot> partial)
            throws EngineException {
        AtomicBoolean hasPoints = new AtomicBoolean();
        return analyst.fit(
                beginning.request(),
                snapshot -> {
                    hasPoints.set(true);
                    FitState now = beginning.with(snapshot);
                    progress.report(now.progress(), now.fraction());
                    partial.accept(snapshot);
                },
                (stage, fraction) -> {
                    if (!hasPoints.get()) {
                        progress.report(stage, fraction);
                    }
                },
                cancellation);
    }

    private void take(FitSnapshot snapshot, FitState.Phase phase) {
        @Nullable FitState before = state.get();
        if (before == null) {
            return;
        }
        FitState now = before.with(snapshot).with(phase);
        @Nullable FitResult best = snapshot.best();
        boolean isLast = phase != FitState.Phase.UNDER_WAY;
        if (best != null && (isLast || (!best.equals(shown) && isTime()))) {
            enter(now, best, isLast);
        }
        state.set(now);
    }

    private boolean isTime() {
        return shown == null || System.nanoTime() - shownNanos >= BETWEEN_STATES.toNanos();
    }

    /// Puts a better state on the shelf, and into the plan wherever the one before stands.
    private void enter(FitState now, FitResult best, boolean finished) {
        shown = best;
        shownNanos = System.nanoTime();
        FitOptions options = now.request().options();
        Map<AdapterShelf.Place, FittedLayer> fitted = new LinkedHashMap<>();
        Map<LisaAdapter, LisaAdapter> better = new LinkedHashMap<>();
        boolean isWhole = finished && now.phase() == FitState.Phase.DONE;
        best.adapters().forEach((layer, adapter) -> {
            fitted.put(
                    new AdapterShelf.Place(layer, options.source(layer), options.lisa()),
                    new FittedLayer(
                            adapter, origin(now, best), now.request().text().name(), isWhole));
            @Nullable LisaAdapter old = shownParts.put(layer, adapter);
            if (old != null && !old.equals(adapter)) {
                better.put(old, adapter);
            }
        });
        workspace.plan().substitute(better);
        workspace.shelf().put(fitted);
    }

    private static String origin(FitState now, FitResult best) {
        String text = " here on " + now.request().text().name();
        return now.isTrained()
                ? "fitted" + text + ", step " + best.step() + " " + best.stage().words()
                : "aligned" + text + " without training";
    }

    private void stopped() {
        end(state.get() == null ? FitSnapshot.NONE : state.get().snapshot(), FitState.Phase.STOPPED);
    }

    private void failed(UserMessage message) {
        stopped();
        workspace.failures(this::goOn).accept(message);
    }

    private void end(FitSnapshot snapshot, FitState.Phase phase) {
        running = null;
        job = null;
        take(snapshot, phase);
        next();
    }
}
