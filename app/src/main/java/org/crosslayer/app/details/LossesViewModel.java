package org.crosslayer.app.details;

import java.util.List;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleDoubleProperty;
import org.crosslayer.app.control.Numbers;
import org.crosslayer.app.task.LatestOnly;
import org.crosslayer.app.task.TaskRunner;
import org.crosslayer.app.task.TaskSpec;
import org.crosslayer.app.task.Urgency;
import org.crosslayer.app.task.UserMessage;
import org.crosslayer.app.workspace.PaneSelection;
import org.crosslayer.app.workspace.Sampling;
import org.crosslayer.app.workspace.Selection;
import org.crosslayer.app.workspace.Subject;
import org.crosslayer.app.workspace.Workspace;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.evaluation.Protocol;
import org.crosslayer.engine.evaluation.WindowLosses;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.task.Cancellation;
import org.jspecify.annotations.Nullable;

/// The text with what the plan changes in the loss of every token. Nothing is computed while nobody looks; a plan that
/// the measures have already measured costs nothing here.
public final class LossesViewModel {
    /// Changes of this size, nats, get the strongest colour.
    public static final List<Double> SCALES = List.of(0.25, 0.5, 1.0, 2.0, 4.0);

    private static final double USUAL_SCALE = 1;
    private static final int WORST = 200;
    /// Partial results are shown no more often than a person can tell apart.
    private static final long PAUSE_NANOS = 150_000_000;

    private final Workspace workspace;
    private final PaneSelection pane;
    private final LatestOnly latest;
    private final BooleanProperty looking = new SimpleBooleanProperty();
    private final DoubleProperty scale = new SimpleDoubleProperty(USUAL_SCALE);
    private final ReadOnlyObjectWrapper<@Nullable LossText> text = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<List<Integer>> worst = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyBooleanWrapper stale = new ReadOnlyBooleanWrapper();
    private final ReadOnlyStringWrapper caption = new ReadOnlyStringWrapper("");
    private @Nullable Measured measured;
    private @Nullable Measured asked;

    /// What is shown, or will be.
    private record Measured(Subject subject, Protocol protocol, AttentionPlan plan) {}

    public LossesViewModel(Workspace workspace, TaskRunner runner) {
        this.workspace = workspace;
        this.pane = new PaneSelection(workspace.selection());
        latest = new LatestOnly(runner);
        workspace.subject().addListener((_, _, _) -> forget());
        workspace.protocol().addListener((_, _, _) -> show());
        workspace.plan().plan().addListener((_, _, _) -> show());
        looking.addListener((_, _, _) -> show());
    }

    /// Whether somebody looks.
    public BooleanProperty looking() {
        return looking;
    }

    /// The change in nats that gets the strongest colour; one of [#SCALES].
    public DoubleProperty scale() {
        return scale;
    }

    /// The text with its losses; null before they are known.
    ReadOnlyObjectProperty<@Nullable LossText> text() {
        return text.getReadOnlyProperty();
    }

    /// The tokens that the plan makes dearest, dearest first.
    public ReadOnlyObjectProperty<List<Integer>> worst() {
        return worst.getReadOnlyProperty();
    }

    /// True while what is shown belongs to an earlier plan.
    public ReadOnlyBooleanProperty stale() {
        return stale.getReadOnlyProperty();
    }

    /// What is shown, over how much text, and how it was measured.
    public ReadOnlyStringProperty caption() {
        return caption.getReadOnlyProperty();
    }

    public Selection selection() {
        return pane.selection();
    }

    /// Whether the pane goes where the selection goes.
    public BooleanProperty follows() {
        return pane.follows();
    }

    /// Locks a token as the query that all panes look at; the same again releases it.
    public void lock(int token) {
        Look.atToken(selection(), selection().query().get() == token ? Selection.NONE : token);
    }

    /// All that is known of a token, in one line; empty for none.
    public String reading(int token) {
        @Nullable LossText now = text.get();
        if (now == null || token < 0 || token >= now.places().count()) {
            return "";
        }
        String name = "token " + token + " “" + now.places().shown(token) + "” · id "
                + now.places().text().ids().get(token);
        return Double.isNaN(now.plan(token))
                ? name + " · not scored"
                : change(now.change(token)) + " nats · " + name
                        + Numbers.format(" · %.3f without sharing, %.3f with", now.baseline(token), now.plan(token));
    }

    /// Three digits and a sign.
    static String change(double nats) {
        return Numbers.format("%+.3f", nats).replace('-', '−');
    }

    private void forget() {
        latest.cancel();
        asked = null;
        measured = null;
        text.set(null);
        worst.set(List.of());
        show();
    }

    private void show() {
        @Nullable Subject subject = workspace.subject().get();
        AttentionPlan plan = workspace.plan().plan().get();
        if (!looking.get()
                || subject == null
                || plan.nLayers() != subject.config().nLayers()) {
            return;
        }
        Measured wanted = new Measured(
                subject, Sampling.perplexity(subject, workspace.protocol().get()), plan);
        if (wanted.equals(measured)) {
            latest.cancel();
            asked = null;
            stale.set(false);
            return;
        }
        if (wanted.equals(asked) && latest.isPending()) {
            return;
        }
        asked = wanted;
        stale.set(text.get() != null);
        @Nullable LossText before = text.get();
        @Nullable TokenPlaces places = before == null ? null : before.places();
        latest.submit(new TaskSpec<LossText>(
                "Losses token by token",
                Urgency.VIEW,
                (_, cancellation, partial) -> measure(wanted, places, partial, cancellation),
                found -> {
                    measured = null;
                    show(wanted, found);
                },
                found -> {
                    measured = wanted;
                    show(wanted, found);
                },
                this::failed,
                () -> stale.set(false),
                _ -> {}));
    }

    private void failed(UserMessage message) {
        asked = null;
        stale.set(false);
        workspace.failures(this::show).accept(message);
    }

    /// Runs on the engine's thread.
    private static LossText measure(
            Measured wanted, @Nullable TokenPlaces known, Consumer<LossText> partial, Cancellation cancellation)
            throws EngineException {
        Subject subject = wanted.subject();
        TokenPlaces places = known != null && known.text().equals(subject.text())
                ? known
                : TokenPlaces.of(
                        subject.text(),
                        subject.analyst().tokenizer(),
                        Sampling.tokens(wanted.protocol()),
                        cancellation);
        if (wanted.plan().changesNothing()) {
            return LossText.of(places, List.of());
        }
        long[] shown = {System.nanoTime() - PAUSE_NANOS};
        List<WindowLosses> windows = subject.analyst()
                .losses(
                        subject.text(),
                        wanted.protocol(),
                        AttentionPlan.none(wanted.plan().nLayers()),
                        wanted.plan(),
                        sofar -> {
                            if (System.nanoTime() - shown[0] > PAUSE_NANOS) {
                                shown[0] = System.nanoTime();
                                partial.accept(LossText.of(places, sofar));
                            }
                        },
                        cancellation);
        return LossText.of(places, windows);
    }

    private void show(Measured of, LossText found) {
        stale.set(false);
        worst.set(found.worst(WORST));
        text.set(found);
        int shared = of.plan().sharedCount();
        caption.set(
                shared == 0
                        ? "No layer shares, so no token costs more. Share one in the plan."
                        : "mean " + change(found.meanChange()) + " nats a token · "
                                + found.scored() + " tokens in " + found.windows() + " "
                                + of.protocol().words());
    }
}
