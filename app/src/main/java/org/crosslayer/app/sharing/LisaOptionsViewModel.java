package org.crosslayer.app.sharing;

import java.nio.file.Path;
import java.util.function.UnaryOperator;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.crosslayer.app.task.LatestOnly;
import org.crosslayer.app.task.TaskRunner;
import org.crosslayer.app.task.TaskSpec;
import org.crosslayer.app.task.Urgency;
import org.crosslayer.app.workspace.Analyst;
import org.crosslayer.app.workspace.OpenText;
import org.crosslayer.app.workspace.Subject;
import org.crosslayer.app.workspace.Workspace;
import org.crosslayer.engine.backend.Activation;
import org.crosslayer.engine.fitting.StartMethod;
import org.crosslayer.engine.model.LisaOptions;
import org.jspecify.annotations.Nullable;

/// How LiSA layers will be made. What does not go together is refused with a sentence, and what was set stays.
public final class LisaOptionsViewModel {
    private final Workspace workspace;
    private final LatestOnly reading;
    private final ReadOnlyObjectWrapper<@Nullable LisaSettings> settings = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper calibration = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper warning = new ReadOnlyStringWrapper("");
    private final ReadOnlyIntegerWrapper headSize = new ReadOnlyIntegerWrapper(2);
    private @Nullable Analyst analyst;

    public LisaOptionsViewModel(Workspace workspace, TaskRunner runner) {
        this.workspace = workspace;
        this.reading = new LatestOnly(runner);
        workspace.subject().addListener((_, _, subject) -> follow(subject));
    }

    /// What is set; null before a model is open.
    ReadOnlyObjectProperty<@Nullable LisaSettings> settings() {
        return settings.getReadOnlyProperty();
    }

    /// Why the last change was refused; empty if it was not.
    public ReadOnlyStringProperty problem() {
        return problem.getReadOnlyProperty();
    }

    /// Name of the calibration text.
    public ReadOnlyStringProperty calibration() {
        return calibration.getReadOnlyProperty();
    }

    /// What is wrong with fitting on that text; empty if nothing is.
    public ReadOnlyStringProperty warning() {
        return warning.getReadOnlyProperty();
    }

    /// Channels of a head: the rank at which nothing would be saved.
    public ReadOnlyIntegerProperty headSize() {
        return headSize.getReadOnlyProperty();
    }

    void setRank(int rank) {
        changeLisa(now -> now.withRank(rank));
    }

    void setHidden(int hidden) {
        changeLisa(now -> new LisaOptions(
                now.rank(), hidden, now.activation(), now.skip(), now.rope(), now.carrier(), now.combine()));
    }

    void setActivation(Activation activation) {
        changeLisa(now -> new LisaOptions(
                now.rank(), now.hidden(), activation, now.skip(), now.rope(), now.carrier(), now.combine()));
    }

    void setSkip(boolean skip) {
        changeLisa(now -> new LisaOptions(
                now.rank(), now.hidden(), now.activation(), skip, now.rope(), now.carrier(), now.combine()));
    }

    void setRope(boolean rope) {
        changeLisa(now -> new LisaOptions(
                now.rank(), now.hidden(), now.activation(), now.skip(), rope, now.carrier(), now.combine()));
    }

    void setCarrier(LisaOptions.Carrier carrier) {
        changeLisa(now -> new LisaOptions(
                now.rank(), now.hidden(), now.activation(), now.skip(), now.rope(), carrier, now.combine()));
    }

    void setCombine(LisaOptions.Combine combine) {
        changeLisa(now -> new LisaOptions(
                now.rank(), now.hidden(), now.activation(), now.skip(), now.rope(), now.carrier(), combine));
    }

    void setChained(boolean chained) {
        change(now -> now.withChained(chained));
    }

    void setTrained(boolean trained) {
        change(now -> now.withTrained(trained));
    }

    void setStart(StartMethod start) {
        change(now -> now.withStart(start));
    }

    void setSeed(int seed) {
        change(now -> now.withSeed(seed));
    }

    void setSteps(int local, int distill) {
        change(now -> now.withSteps(local, distill));
    }

    /// Fits on another text from now on; one that cannot be read is refused at once.
    public void chooseCalibration(Path file) {
        @Nullable Subject subject = workspace.subject().get();
        if (subject != null) {
            workspace.message().set(null);
            reading.submit(TaskSpec.<OpenText>of(
                    "Reading " + file.getFileName(),
                    Urgency.VIEW,
                    (progress, cancellation, _) ->
                            OpenText.read(file, subject.analyst().tokenizer(), progress, cancellation),
                    text -> change(now -> now.withCalibration(text)),
                    workspace.failures(() -> chooseCalibration(file))));
        }
    }

    /// Fits on the open text again.
    public void useOpenText() {
        reading.cancel();
        change(now -> now.withCalibration(null));
    }

    private void follow(@Nullable Subject subject) {
        if (subject == null || !subject.analyst().equals(analyst)) {
            analyst = subject == null ? null : subject.analyst();
            // First, for a field with this as its limit must be able to show the default.
            headSize.set(subject == null ? 2 : subject.config().dHead());
            settings.set(subject == null ? null : LisaSettings.defaults(subject.config()));
        }
        problem.set("");
        describe();
    }

    private void changeLisa(UnaryOperator<LisaOptions> change) {
        change(now -> now.withChosen(change.apply(now.chosen())));
    }

    private void change(UnaryOperator<LisaSettings> change) {
        @Nullable LisaSettings now = settings.get();
        if (now != null) {
            try {
                settings.set(change.apply(now));
                problem.set("");
            } catch (IllegalArgumentException e) {
                problem.set("Not possible: " + e.getMessage() + ".");
            }
            describe();
        }
    }

    private void describe() {
        @Nullable Subject subject = workspace.subject().get();
        @Nullable LisaSettings now = settings.get();
        @Nullable OpenText own = now == null ? null : now.calibration();
        if (subject == null) {
            calibration.set("");
            warning.set("");
            return;
        }
        OpenText text = own == null ? subject.text() : own;
        calibration.set(text.name() + (own == null ? " (the open text)" : ""));
        warning.set(
                text.equals(subject.text())
                        ? "Fitted on the text that is measured: the perplexity of the plan will look better than it"
                                + " would on other texts. Choose another text here, or open another one to measure."
                        : "");
    }
}
