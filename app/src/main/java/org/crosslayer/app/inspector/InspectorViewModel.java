package org.crosslayer.app.inspector;

import java.util.List;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.crosslayer.app.task.LatestOnly;
import org.crosslayer.app.task.Remedy;
import org.crosslayer.app.task.TaskRunner;
import org.crosslayer.app.task.TaskSpec;
import org.crosslayer.app.task.Urgency;
import org.crosslayer.app.task.UserMessage;
import org.crosslayer.app.workspace.Subject;
import org.crosslayer.app.workspace.Workspace;
import org.crosslayer.engine.ModelFacts;
import org.crosslayer.engine.ModelSummary.TensorLine;
import org.crosslayer.engine.format.FileHashing.FileHash;
import org.jspecify.annotations.Nullable;

/// What the open model is, down to its last tensor.
public final class InspectorViewModel {
    private static final ModelFacts NOTHING = new ModelFacts(List.of(), List.of());

    private final Workspace workspace;
    private final LatestOnly factsJob;
    private final LatestOnly hashJob;
    private final ReadOnlyObjectWrapper<ModelFacts> facts = new ReadOnlyObjectWrapper<>(NOTHING);
    private final StringProperty filter = new SimpleStringProperty("");
    private final ReadOnlyObjectWrapper<TensorNode> tensors =
            new ReadOnlyObjectWrapper<>(TensorNode.tree(List.of(), ""));
    private final ReadOnlyObjectWrapper<List<FileHash>> hashes = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyBooleanWrapper hashing = new ReadOnlyBooleanWrapper();

    public InspectorViewModel(Workspace workspace, TaskRunner runner) {
        this.workspace = workspace;
        factsJob = new LatestOnly(runner);
        hashJob = new LatestOnly(runner);
        filter.addListener((_, _, _) -> sift());
        workspace.subject().addListener((_, _, _) -> forget());
    }

    /// Facts by subject; empty before [#look].
    public ReadOnlyObjectProperty<ModelFacts> facts() {
        return facts.getReadOnlyProperty();
    }

    /// Words that shown tensors must contain in name, type or shape.
    public StringProperty filter() {
        return filter;
    }

    /// The tensors that the filter lets through.
    public ReadOnlyObjectProperty<TensorNode> tensors() {
        return tensors.getReadOnlyProperty();
    }

    /// SHA-256 of the model's files; empty until they were asked for.
    public ReadOnlyObjectProperty<List<FileHash>> hashes() {
        return hashes.getReadOnlyProperty();
    }

    /// True while files are being hashed.
    public ReadOnlyBooleanProperty hashing() {
        return hashing.getReadOnlyProperty();
    }

    /// The open model's name; empty without one.
    public String name() {
        @Nullable Subject subject = workspace.subject().get();
        return subject == null ? "" : subject.summary().name();
    }

    /// Collects what is to be shown.
    public void look() {
        sift();
        @Nullable Subject subject = workspace.subject().get();
        if (subject != null) {
            factsJob.submit(TaskSpec.<ModelFacts>of(
                    "Looking at the model",
                    // Headers only, a moment: somebody has just asked for it.
                    Urgency.LIVE,
                    (_, _, _) -> subject.analyst().facts(),
                    facts::set,
                    workspace.failures(this::look, Remedy.LOG)));
        }
    }

    /// Hashes the model's files. More urgent work may interrupt it, and it goes on where it was.
    public void hash() {
        @Nullable Subject subject = workspace.subject().get();
        if (subject != null) {
            hashing.set(true);
            hashJob.submit(TaskSpec.<List<FileHash>>of(
                            "Hashing the model's files",
                            Urgency.BACKGROUND,
                            new HashWork(subject.summary().path()),
                            found -> {
                                hashing.set(false);
                                hashes.set(found);
                            },
                            this::failed)
                    .whenCancelled(() -> hashing.set(false)));
        }
    }

    /// Everything that is shown, as text for the clipboard: facts, hashes and the tensors that the filter lets
    /// through.
    public String copy() {
        StringBuilder text = new StringBuilder();
        facts.get().sections().forEach(section -> {
            text.append(section.title()).append('\n');
            section.facts().forEach(fact -> text.append(fact.key())
                    .append('\t')
                    .append(fact.value())
                    .append('\n'));
            text.append('\n');
        });
        hashes.get().forEach(hash -> text.append(hash.name())
                .append('\t')
                .append(hash.bytes())
                .append('\t')
                .append(hash.sha256())
                .append('\n'));
        for (TensorLine tensor : TensorNode.matching(lines(), filter.get())) {
            text.append(tensor.name())
                    .append('\t')
                    .append(tensor.dtype())
                    .append('\t')
                    .append(tensor.shape())
                    .append('\n');
        }
        return text.toString();
    }

    private List<TensorLine> lines() {
        @Nullable Subject subject = workspace.subject().get();
        return subject == null ? List.of() : subject.summary().tensors();
    }

    private void sift() {
        tensors.set(TensorNode.tree(lines(), filter.get()));
    }

    private void forget() {
        hashJob.cancel();
        hashing.set(false);
        hashes.set(List.of());
        facts.set(NOTHING);
        sift();
    }

    private void failed(UserMessage message) {
        hashing.set(false);
        workspace.failures(this::hash, Remedy.LOG).accept(message);
    }
}
