package org.crosslayer.app.shell;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.util.Duration;
import org.controlsfx.control.StatusBar;
import org.crosslayer.app.control.Term;
import org.crosslayer.app.task.Job;

/// The line below: jobs under way with cancel and, where there are more, all of them in a list; device, memory.
final class StatusView {
    /// Jobs that are shown at most, where they fit: the nodes of one take half a frame to make.
    private static final int SHOWN = 3;
    /// Between the jobs and what stands at the right.
    private static final double GAP_PX = 24;

    private static final Duration MEMORY_EVERY = Duration.seconds(2);

    private final ShellViewModel viewModel;
    private final JobLine jobs;
    private final List<JobView> places = new ArrayList<>();
    private final Label memory = new Term(
            "",
            "Working memory of the program and its limit. The model's file is mapped beside it and not counted.",
            "status-text");
    private final StatusBar root = new StatusBar();

    /// @param listAll shows all jobs
    StatusView(ShellViewModel viewModel, Runnable listAll) {
        this.viewModel = viewModel;
        Label device = new Term("", "Where the model runs.", "status-text");
        device.setId("device");
        device.textProperty().bind(viewModel.device());
        memory.setId("memory");
        memory.setMinWidth(Region.USE_PREF_SIZE);
        // It has nothing to do for the keyboard; what is in it has.
        root.setFocusTraversable(false);
        jobs = new JobLine(
                () -> root.getWidth()
                        - root.snappedLeftInset()
                        - root.snappedRightInset()
                        - device.prefWidth(-1)
                        - memory.prefWidth(-1)
                        - GAP_PX,
                listAll);
        root.widthProperty().addListener((_, _, _) -> jobs.requestLayout());
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
        // Jobs that go on keep their places; the others' are free for those that come.
        while (places.size() < urgentFirst.size()) {
            places.add(new JobView(viewModel.still()));
        }
        Deque<JobView> free = new ArrayDeque<>(places);
        free.removeIf(view -> view.job() != null && urgentFirst.contains(view.job()));
        List<JobView> now = new ArrayList<>();
        for (Job job : urgentFirst) {
            JobView view = places.stream()
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
        jobs.show(now, viewModel.jobs().size());
        boolean isQuiet = viewModel.jobs().isEmpty();
        jobs.setManaged(!isQuiet);
        root.setText(isQuiet ? "Ready" : "");
    }
}
