package org.crosslayer.app.shell;

import javafx.beans.binding.Bindings;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import org.crosslayer.app.control.Hint;
import org.crosslayer.app.task.Job;
import org.crosslayer.app.task.TimeLeft;
import org.jspecify.annotations.Nullable;

/// One job under way: what it does, how far it is, and a way to stop it. Shows one after the other: every click has
/// its jobs, and the nodes of one take half a frame to make.
final class JobView extends HBox {
    private static final double UNKNOWN = -1;

    private final ObjectProperty<Job> job = new SimpleObjectProperty<>(this, "job");
    private final BooleanProperty detailed = new SimpleBooleanProperty(this, "detailed");
    private TimeLeft timer = new TimeLeft();

    /// Shows no job yet.
    ///
    /// @param still whether nothing may move by itself: a bar without a known length then stays empty
    JobView(ReadOnlyBooleanProperty still) {
        getStyleClass().add("job");
        setAlignment(Pos.CENTER_LEFT);
        ObservableValue<String> title = job.map(Job::title).orElse("");
        ObservableValue<String> stage = job.flatMap(Job::stage).orElse("");
        ObservableValue<Number> fraction = job.<Number>flatMap(Job::fraction).orElse(UNKNOWN);
        Label words = new Label();
        words.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> !detailed.get() || stage.getValue().isEmpty()
                                ? title.getValue()
                                : title.getValue() + " · " + stage.getValue(),
                        title,
                        stage,
                        detailed));
        ProgressBar bar = new ProgressBar();
        bar.progressProperty()
                .bind(Bindings.createDoubleBinding(
                        () -> {
                            double done = fraction.getValue().doubleValue();
                            return still.get() ? Math.max(0, done) : done;
                        },
                        fraction,
                        still));
        bar.accessibleTextProperty().bind(title);
        bar.setMinWidth(USE_PREF_SIZE);
        bar.visibleProperty().bind(detailed);
        bar.managedProperty().bind(detailed);
        Label left = new Label();
        left.setMinWidth(USE_PREF_SIZE);
        left.getStyleClass().add("job-left");
        left.visibleProperty().bind(detailed);
        left.managedProperty().bind(detailed);
        fraction.subscribe(done -> left.setText(timer.words(done.doubleValue())));
        Button cancel = new Button("Cancel");
        cancel.setMinWidth(USE_PREF_SIZE);
        cancel.getStyleClass().addAll("small-button", "job-cancel");
        Hint.set(cancel, "Stops this job (Esc). What is shown stays.");
        cancel.accessibleTextProperty().bind(title.map(what -> "Cancel: " + what));
        cancel.setOnAction(_ -> {
            Job now = job.get();
            if (now != null) {
                now.cancel();
            }
        });
        getChildren().addAll(words, bar, left, cancel);
    }

    /// One with its step and progress.
    static JobView detailed(Job job, ReadOnlyBooleanProperty still) {
        JobView view = new JobView(still);
        view.follow(job);
        view.detail(true);
        return view;
    }

    @Nullable
    Job job() {
        return job.get();
    }

    /// Shows another job; null for none.
    void follow(@Nullable Job next) {
        timer = new TimeLeft();
        job.set(next);
    }

    /// Whether its step and progress are shown too.
    void detail(boolean isDetailed) {
        detailed.set(isDetailed);
    }
}
