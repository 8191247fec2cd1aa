package org.crosslayer.app.shell;

import javafx.beans.binding.Bindings;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import org.crosslayer.app.control.Hint;
import org.crosslayer.app.task.Job;
import org.crosslayer.app.task.TimeLeft;

/// One job under way: what it does, how far it is, and a way to stop it.
final class JobView extends HBox {
    private final Job job;
    private final BooleanProperty detailed = new SimpleBooleanProperty(this, "detailed");

    /// Shows a job.
    ///
    /// @param still whether nothing may move by itself: a bar without a known length then stays empty
    JobView(Job job, ReadOnlyBooleanProperty still) {
        this.job = job;
        getStyleClass().add("job");
        setAlignment(Pos.CENTER_LEFT);
        Label words = new Label();
        words.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> !detailed.get() || job.stage().get().isEmpty()
                                ? job.title()
                                : job.title() + " · " + job.stage().get(),
                        job.stage(),
                        detailed));
        ProgressBar bar = new ProgressBar();
        bar.progressProperty()
                .bind(Bindings.createDoubleBinding(
                        () -> still.get()
                                ? Math.max(0, job.fraction().get())
                                : job.fraction().get(),
                        job.fraction(),
                        still));
        bar.setAccessibleText(job.title());
        bar.setMinWidth(USE_PREF_SIZE);
        bar.visibleProperty().bind(detailed);
        bar.managedProperty().bind(detailed);
        TimeLeft timer = new TimeLeft();
        Label left = new Label();
        left.setMinWidth(USE_PREF_SIZE);
        left.getStyleClass().add("job-left");
        left.visibleProperty().bind(detailed);
        left.managedProperty().bind(detailed);
        job.fraction().subscribe(done -> left.setText(timer.words(done.doubleValue())));
        Button cancel = new Button("Cancel");
        cancel.setMinWidth(USE_PREF_SIZE);
        cancel.getStyleClass().addAll("small-button", "job-cancel");
        Hint.set(cancel, "Stops this job (Esc). What is shown stays.");
        cancel.setAccessibleText("Cancel: " + job.title());
        cancel.setOnAction(_ -> job.cancel());
        getChildren().addAll(words, bar, left, cancel);
    }

    /// One with its step and progress.
    static JobView detailed(Job job, ReadOnlyBooleanProperty still) {
        JobView view = new JobView(job, still);
        view.detail(true);
        return view;
    }

    Job job() {
        return job;
    }

    /// Whether its step and progress are shown too.
    void detail(boolean isDetailed) {
        detailed.set(isDetailed);
    }
}
