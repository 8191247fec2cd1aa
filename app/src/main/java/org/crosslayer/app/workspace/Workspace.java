package org.crosslayer.app.workspace;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableMap;
import org.crosslayer.app.task.Remedy;
import org.crosslayer.app.task.UserMessage;
import org.crosslayer.engine.evaluation.PerplexityReport;
import org.crosslayer.engine.evaluation.ProtocolKind;
import org.crosslayer.engine.evaluation.SpeedReport;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.similarity.HeadAlignment;
import org.crosslayer.engine.similarity.LayerSimilarity;
import org.jspecify.annotations.Nullable;

/// The shared state of the linked panes. Panes never talk to each other: they read and write here, on the
/// window's thread.
public final class Workspace {
    private static final int ALL = 100;

    private final ReadOnlyObjectWrapper<@Nullable Subject> subject = new ReadOnlyObjectWrapper<>();
    private final Journal journal = new Journal();
    private final Selection selection = new Selection();
    private final UndoHistory history = new UndoHistory();
    private final Evidence evidence = new Evidence(history);
    private final LayerTrials trials = new LayerTrials();
    private final PlanDocument plan = new PlanDocument(history);
    private final PlanShelf plans = new PlanShelf(plan, history);
    private final AdapterShelf shelf = new AdapterShelf();
    private final ObjectProperty<@Nullable LayerSimilarity> similarity = new SimpleObjectProperty<>();
    private final ObjectProperty<List<HeadAlignment>> alignments = new SimpleObjectProperty<>(List.of());
    private final ObservableMap<AttentionPlan, PerplexityReport> measured = FXCollections.observableHashMap();
    private final ObservableMap<AttentionPlan, PerplexityReport> exact = FXCollections.observableHashMap();
    private final ObservableMap<AttentionPlan, SpeedReport> timed = FXCollections.observableHashMap();
    private final IntegerProperty passageTokens = new SimpleIntegerProperty(Sampling.PASSAGE_TOKENS);
    private final IntegerProperty memoryPercent = new SimpleIntegerProperty(ALL);
    private final ObjectProperty<ProtocolKind> protocol = new SimpleObjectProperty<>(ProtocolKind.WINDOWS);
    private final ReadOnlyIntegerWrapper suspect = new ReadOnlyIntegerWrapper(Selection.NONE);
    private final ReadOnlyIntegerWrapper questions = new ReadOnlyIntegerWrapper();
    private final ReadOnlyObjectWrapper<List<Path>> texts = new ReadOnlyObjectWrapper<>(List.of());
    private final ObjectProperty<@Nullable UserMessage> message = new SimpleObjectProperty<>();

    public Workspace() {
        protocol.addListener((_, _, _) -> {
            measured.clear();
            exact.clear();
        });
    }

    /// The open model and text; null before the first is open.
    public ReadOnlyObjectProperty<@Nullable Subject> subject() {
        return subject.getReadOnlyProperty();
    }

    /// What the window did, as commands.
    public Journal journal() {
        return journal;
    }

    public Selection selection() {
        return selection;
    }

    /// What can be taken back, of whatever pane.
    public UndoHistory history() {
        return history;
    }

    /// How evidence is gathered.
    public Evidence evidence() {
        return evidence;
    }

    /// What layers cost that share alone.
    public LayerTrials trials() {
        return trials;
    }

    /// The plan being worked on.
    public PlanDocument plan() {
        return plan;
    }

    /// All plans of the model, of which that is one.
    public PlanShelf plans() {
        return plans;
    }

    /// Fitted LiSA parts of the open model.
    public AdapterShelf shelf() {
        return shelf;
    }

    /// How alike the layers are, as far as known now; null before the first windows are through.
    public ObjectProperty<@Nullable LayerSimilarity> similarity() {
        return similarity;
    }

    /// The matched heads of every layer but 0, in order of layers; empty until they are known.
    public ObjectProperty<List<HeadAlignment>> alignments() {
        return alignments;
    }

    /// Most tokens of the text whose attention is drawn.
    public IntegerProperty passageTokens() {
        return passageTokens;
    }

    /// The share of the free memory that kept maps may take, in per cent.
    public IntegerProperty memoryPercent() {
        return memoryPercent;
    }

    /// How perplexity is measured; what was measured another way before is forgotten.
    public ObjectProperty<ProtocolKind> protocol() {
        return protocol;
    }

    /// Every plan whose live estimate is done, with what came out; on the first windows of the text.
    public ObservableMap<AttentionPlan, PerplexityReport> measured() {
        return measured;
    }

    /// Every plan that was measured on all windows of the text, which only happens on demand.
    public ObservableMap<AttentionPlan, PerplexityReport> exact() {
        return exact;
    }

    /// Every plan that was timed against the model without sharing, the newest timing of each.
    public ObservableMap<AttentionPlan, SpeedReport> timed() {
        return timed;
    }

    /// The layer that is to be explained: why is it hard to share? [Selection#NONE] before anybody has asked.
    public ReadOnlyIntegerProperty suspect() {
        return suspect.getReadOnlyProperty();
    }

    /// How often somebody has asked; changes even if it was about the same layer again.
    public ReadOnlyIntegerProperty questions() {
        return questions.getReadOnlyProperty();
    }

    /// Asks why a layer is hard to share.
    public void explain(int layer) {
        suspect.set(layer);
        questions.set(questions.get() + 1);
    }

    /// The texts of the project, in the order in which they came, the open one among them.
    public ReadOnlyObjectProperty<List<Path>> texts() {
        return texts.getReadOnlyProperty();
    }

    /// Keeps these texts; the open one stays among them once it is shown again.
    public void keepTexts(List<Path> kept) {
        texts.set(kept.stream().distinct().toList());
    }

    /// What the user must know; null when there is nothing.
    public ObjectProperty<@Nullable UserMessage> message() {
        return message;
    }

    /// Where a job tells that it failed: the user hears of it, and can have it tried again.
    ///
    /// @param again    asks for the same as things are then, which need not be as they were
    /// @param remedies commands that help where the kind of trouble does not name any; the log where nobody does
    public Consumer<UserMessage> failures(Runnable again, Remedy... remedies) {
        return trouble -> message.set(trouble.retriedBy(again, remedies));
    }

    /// Shows another model or text. The plan stays if the model does; everything measured goes.
    public void show(Subject next) {
        @Nullable Subject before = subject.get();
        show(next, before == null || before.analyst() != next.analyst());
    }

    /// Shows the model that is open as it answers from another device: plan and selection stay, everything
    /// measured goes.
    public void move(Subject next) {
        show(next, false);
    }

    private void show(Subject next, boolean otherModel) {
        similarity.set(null);
        alignments.set(List.of());
        measured.clear();
        exact.clear();
        timed.clear();
        if (otherModel) {
            selection.clear();
            suspect.set(Selection.NONE);
            plans.reset(next.config().nLayers());
            shelf.clear();
        }
        if (!texts.get().contains(next.text().path())) {
            texts.set(Stream.concat(texts.get().stream(), Stream.of(next.text().path()))
                    .toList());
        }
        subject.set(next);
    }
}
