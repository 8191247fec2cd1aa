package org.crosslayer.app.shell;

import java.util.HashMap;
import java.util.Map;
import javafx.collections.ListChangeListener;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.crosslayer.app.control.SideWindow;
import org.crosslayer.app.task.Job;

/// All jobs under way and waiting, the most urgent first, each with progress, time left and a way to stop it.
final class TasksWindow {
    private static final double WIDTH = 560;
    private static final double HEIGHT = 320;

    private final ShellViewModel viewModel;
    private final VBox lines = new VBox();
    private final Map<Job, JobView> views = new HashMap<>();
    private final ListChangeListener<Job> follow = _ -> fill();

    private TasksWindow(ShellViewModel viewModel) {
        this.viewModel = viewModel;
    }

    static void show(Window owner, ShellViewModel viewModel) {
        TasksWindow window = new TasksWindow(viewModel);
        Stage stage = SideWindow.show(owner, "Jobs", window.content(), WIDTH, HEIGHT);
        viewModel.jobs().addListener(window.follow);
        stage.setOnHidden(_ -> viewModel.jobs().removeListener(window.follow));
        window.fill();
    }

    private VBox content() {
        lines.setId("tasks");
        lines.getStyleClass().add("task-lines");
        ScrollPane scroll = new ScrollPane(lines);
        scroll.setFitToWidth(true);
        scroll.getStyleClass().add("form-scroll");
        VBox.setVgrow(scroll, Priority.ALWAYS);
        Button all = new Button("Cancel all");
        all.setId("tasks-cancel-all");
        all.getStyleClass().add("small-button");
        all.disableProperty().bind(viewModel.isBusy().map(is -> !is));
        all.setOnAction(_ -> viewModel.cancelAll());
        VBox content = new VBox(scroll, all);
        content.getStyleClass().add("side-form");
        return content;
    }

    private void fill() {
        views.keySet().retainAll(viewModel.jobs());
        lines.getChildren()
                .setAll(viewModel.urgentFirst().stream()
                        .map(job -> views.computeIfAbsent(job, is -> JobView.detailed(is, viewModel.still())))
                        .toList());
        if (lines.getChildren().isEmpty()) {
            Label none = new Label("Nothing is under way.");
            none.setId("tasks-none");
            none.getStyleClass().add("note");
            lines.getChildren().add(none);
        }
    }
}
