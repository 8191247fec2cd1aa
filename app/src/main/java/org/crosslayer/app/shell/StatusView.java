package org.crosslayer.app.shell;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.util.Duration;
import org.controlsfx.control.StatusBar;
import org.crosslayer.app.control.Term;
import org.crosslayer.app.task.Job;

/// The line below: jobs under way with cancel, device, memory.
final class StatusView {
    /// Room for the job that runs and the one that waits; the rest is counted.
    private static final int SHOWN = 2;

    private static final Duration MEMORY_EVERY = Duration.seconds(2);

    private final ShellViewModel viewModel;
    private final HBox jobs = new HBox();
    private final List<JobView> places;
    private final Label memory = new Term(
            "",
            "Working memory of the program and its limit. The model's file is mapped beside it and not counted.",
            "status-text");
    private final StatusBar root = new StatusBar();

    StatusView(ShellViewModel viewModel) {
        this.viewModel = viewModel;
        places = Stream.generate(() -> new JobView(viewModel.still()))
                .limit(SHOWN)
                .toList();
        jobs.setId("jobs");
        jobs.setAlignment(Pos.CENTER_LEFT);
        jobs.getStyleClass().add("jobs");
        Label device = new Term("", "Where the model runs.", "status-text");
        device.setId("device");
        device.textProperty().bind(viewModel.device());
        memory.setId("memory");
        memory.setMinWidth(Region.USE_PREF_SIZE);
        // It has nothing to do for the keyboard; what is in it has.
        root.setFocusTraversable(false);
        root.setId("status");
        root.getLeftItems().add(jobs);
        root.getRightItems().addAll(device, memory);
        root.getStyleClass().add("status");
        viewModel.jobs().addListener((ListChangeListener<Job>) _ -> showJobs());
        showJobs();
        memory.setText(viewModel.memory());
        Timeline clock = new Timeline(new KeyFrame(MEMORY_EVERY, _ -> memory.setText(viewModel.memory())));
        clock.setCycleCount(Animation.INDEFINITE);
        clock.play();
    }

    Node root() {
        return root;
    }

    private void showJobs() {
        List<Job> urgentFirst = viewModel.urgentFirst().stream().limit(SHOWN).toList();
        List<JobView> before =
                jobs.getChildren().stream().map(JobView.class::cast).toList();
        // Jobs that go on keep their places; the others' are free for those that come.
        Deque<JobView> free = new ArrayDeque<>(places);
        free.removeIf(view -> view.job() != null && urgentFirst.contains(view.job()));
        List<JobView> now = new ArrayList<>();
        for (Job job : urgentFirst) {
            JobView view = before.stream()
                    .filter(each -> job.equals(each.job()))
                    .findFirst()
                    .orElseGet(() -> {
                        JobView place = free.remove();
                        place.follow(job);
                        return place;
                    });
            view.detail(now.isEmpty());
            now.add(view);
        }
        free.forEach(view -> view.follow(null));
        if (!now.equals(before)) {
            jobs.getChildren().setAll(now);
        }
        int more = viewModel.jobs().size() - SHOWN;
        boolean isQuiet = viewModel.jobs().isEmpty();
        jobs.setManaged(!isQuiet);
        root.setText(isQuiet ? "Ready" : more > 0 ? "and " + more + " more" : "");
    }
}
