package org.crosslayer.app.details;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import org.crosslayer.app.control.Numbers;
import org.crosslayer.app.task.LatestOnly;
import org.crosslayer.app.task.TaskRunner;
import org.crosslayer.app.task.TaskSpec;
import org.crosslayer.app.task.Urgency;
import org.crosslayer.app.task.UserMessage;
import org.crosslayer.app.workspace.Sampling;
import org.crosslayer.app.workspace.Selection;
import org.crosslayer.app.workspace.Subject;
import org.crosslayer.app.workspace.Workspace;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.evaluation.Protocol;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.LayerAttention;
import org.crosslayer.engine.similarity.HeadAlignment;
import org.crosslayer.engine.similarity.MatchMethod;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.jspecify.annotations.Nullable;

/// From a layer that is hard to share to the heads, passages and tokens that are to blame. Answers
/// [Workspace#explain]; nothing is computed while nobody looks.
public final class BlameViewModel {
    private static final String INVITATION =
            "Right-click a row of the plan and ask why it is hard to share, or choose a"
                    + " layer here: its heads, passages and tokens that make it dear appear.";
    private static final long PAUSE_NANOS = 150_000_000;

    /// What is asked: the plan with and without one layer sharing.
    private record Question(Subject subject, Protocol protocol, AttentionPlan plan, int layer) {}

    private final Workspace workspace;
    private final LatestOnly latest;
    private final BooleanProperty looking = new SimpleBooleanProperty();
    private final ReadOnlyIntegerWrapper nLayers = new ReadOnlyIntegerWrapper();
    private final ReadOnlyObjectWrapper<@Nullable Blame> blame = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper summary = new ReadOnlyStringWrapper(INVITATION);
    private final ReadOnlyStringWrapper caption = new ReadOnlyStringWrapper("");
    private @Nullable Question asked;
    private @Nullable Question answered;

    public BlameViewModel(Workspace workspace, TaskRunner runner) {
        this.workspace = workspace;
        latest = new LatestOnly(runner);
        workspace.subject().addListener((_, _, subject) -> forget(subject));
        workspace.suspect().addListener((_, _, _) -> show());
        workspace.questions().addListener((_, _, _) -> show());
        workspace.plan().plan().addListener((_, _, _) -> show());
        workspace.protocol().addListener((_, _, _) -> show());
        looking.addListener((_, _, _) -> show());
    }

    /// Whether somebody looks.
    public BooleanProperty looking() {
        return looking;
    }

    /// Layers of the model; 0 before one is open.
    public ReadOnlyIntegerProperty nLayers() {
        return nLayers.getReadOnlyProperty();
    }

    /// The layer that is asked about.
    public ReadOnlyIntegerProperty suspect() {
        return workspace.suspect();
    }

    /// Asks about a layer.
    public void explain(int layer) {
        workspace.explain(layer);
    }

    public Selection selection() {
        return workspace.selection();
    }

    /// Who is to blame; null until it is known.
    ReadOnlyObjectProperty<@Nullable Blame> blame() {
        return blame.getReadOnlyProperty();
    }

    /// The answer in a sentence or two.
    public ReadOnlyStringProperty summary() {
        return summary.getReadOnlyProperty();
    }

    /// What was compared, and on which text.
    public ReadOnlyStringProperty caption() {
        return caption.getReadOnlyProperty();
    }

    /// Looks at a head and at what it gets, and locks the dearest token if none is locked.
    void chooseHead(Blame.Head head) {
        Blame known = blame.get();
        if (known != null) {
            Look.atHeads(selection(), known.layer(), head.head(), known.source(), head.sourceHead());
            if (selection().query().get() == Selection.NONE && !known.tokens().isEmpty()) {
                Look.atToken(selection(), known.tokens().getFirst());
            }
        }
    }

    /// Locks a token as query; looks at the worst head and what it gets, unless a head of the layer is looked at
    /// already.
    void chooseToken(int token) {
        Blame known = blame.get();
        if (known != null) {
            boolean isThere = selection().primary().get() == known.layer()
                    && selection().pinned().get() == known.source()
                    && selection().head().get() != Selection.MEAN;
            if (!isThere) {
                Blame.Head worst = known.heads().getFirst();
                Look.atHeads(selection(), known.layer(), worst.head(), known.source(), worst.sourceHead());
            }
            Look.atToken(selection(), token);
        }
    }

    private void forget(@Nullable Subject subject) {
        latest.cancel();
        asked = null;
        answered = null;
        blame.set(null);
        nLayers.set(subject == null ? 0 : subject.config().nLayers());
        show();
    }

    private void show() {
        @Nullable Subject subject = workspace.subject().get();
        AttentionPlan plan = workspace.plan().plan().get();
        int layer = workspace.suspect().get();
        if (!looking.get()
                || subject == null
                || plan.nLayers() != subject.config().nLayers()) {
            return;
        }
        if (layer < 1 || layer >= plan.nLayers()) {
            latest.cancel();
            answered = null;
            blame.set(null);
            caption.set("");
            summary.set(layer == 0 ? "Layer 0 has no layer below it to share with. Choose another." : INVITATION);
            return;
        }
        Question question = new Question(
                subject, Sampling.perplexity(subject, workspace.protocol().get()), plan, layer);
        if (question.equals(answered) || (question.equals(asked) && latest.isPending())) {
            return;
        }
        asked = question;
        answered = null;
        blame.set(null);
        caption.set("");
        summary.set("Layer " + layer + ": comparing its heads with what they get, and the text with and without …");
        List<HeadAlignment> alignments = workspace.alignments().get();
        latest.submit(new TaskSpec<Blame>(
                "Explaining layer " + layer,
                Urgency.VIEW,
                (progress, cancellation, partial) -> answer(question, alignments, partial, progress, cancellation),
                found -> show(question, found),
                found -> {
                    answered = question;
                    show(question, found);
                },
                this::failed,
                () -> summary.set("Stopped. Ask again to go on."),
                _ -> {}));
    }

    private void failed(UserMessage message) {
        summary.set("Not explained.");
        workspace.failures(this::show).accept(message);
    }

    /// Runs on the engine's thread.
    private static Blame answer(
            Question question,
            List<HeadAlignment> known,
            Consumer<Blame> partial,
            Progress progress,
            Cancellation cancellation)
            throws EngineException {
        Subject subject = question.subject();
        AttentionPlan plan = question.plan();
        int layer = question.layer();
        boolean isShared = plan.at(layer) instanceof LayerAttention.Shared;
        int source = plan.root(plan.at(layer) instanceof LayerAttention.Shared shared ? shared.source() : layer - 1)
                .layer();
        HeadAlignment alignment = alignment(subject, known, layer, source, progress, cancellation);
        List<Integer> map = map(plan, alignment);
        AttentionPlan with = isShared ? plan : plan.with(layer, new LayerAttention.MappedPattern(source, map));
        AttentionPlan without = isShared ? plan.with(layer, new LayerAttention.Own()) : plan;
        TokenPlaces places = TokenPlaces.of(
                subject.text(), subject.analyst().tokenizer(), Sampling.tokens(question.protocol()), cancellation);
        long[] shown = {System.nanoTime()};
        LossText losses = LossText.of(
                places,
                subject.analyst()
                        .losses(
                                subject.text(),
                                question.protocol(),
                                without,
                                with,
                                sofar -> {
                                    progress.report(sofar.size() + " windows", -1);
                                    if (System.nanoTime() - shown[0] > PAUSE_NANOS) {
                                        shown[0] = System.nanoTime();
                                        partial.accept(Blame.of(alignment, map, isShared, LossText.of(places, sofar)));
                                    }
                                },
                                cancellation));
        return Blame.of(alignment, map, isShared, losses);
    }

    private static HeadAlignment alignment(
            Subject subject,
            List<HeadAlignment> known,
            int layer,
            int source,
            Progress progress,
            Cancellation cancellation)
            throws EngineException {
        for (HeadAlignment alignment : known) {
            if (alignment.layer() == layer && alignment.source() == source) {
                return alignment;
            }
        }
        return subject.analyst()
                .align(
                        subject.analyst().windows(subject.text().toArray(), Sampling.alignment(subject)),
                        layer,
                        source,
                        MatchMethod.HUNGARIAN,
                        progress,
                        cancellation);
    }

    /// The source's head that each head gets under the plan; what a fitted net mixes is named by its matched head.
    private static List<Integer> map(AttentionPlan plan, HeadAlignment alignment) {
        AttentionPlan.Root root = plan.root(alignment.layer());
        if (root.layer() != alignment.source()) {
            return alignment.map();
        }
        @Nullable List<Integer> map = root.headMap();
        return map != null
                ? map
                : IntStream.range(0, alignment.map().size()).boxed().toList();
    }

    private void show(Question question, Blame found) {
        blame.set(found);
        LossText losses = found.losses();
        Blame.Head worst = found.heads().getFirst();
        summary.set(Numbers.format(
                "%s adds %s nats a token; half of what it adds lies on %.1f %% of the tokens. Head %d is farthest from"
                        + " what it gets, head %d of layer %d: %.3f nats.",
                found.isShared()
                        ? "Sharing layer " + found.layer() + " within the plan"
                        : "Layer " + found.layer() + " does not share; with an aligned copy of layer " + found.source()
                                + " it",
                LossesViewModel.change(losses.meanChange()),
                100 * found.shareOfHalf(),
                worst.head(),
                worst.sourceHead(),
                found.source(),
                worst.divergence()));
        caption.set("Heads: Jensen–Shannon divergence, nats, "
                + Sampling.alignment(question.subject()).maxWindows()
                + " windows at most · losses: the plan with and without this layer sharing, " + losses.scored()
                + " tokens in " + losses.windows() + " " + question.protocol().words());
    }
}
