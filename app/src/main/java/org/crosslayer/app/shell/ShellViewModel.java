package org.crosslayer.app.shell;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import org.crosslayer.app.task.Job;
import org.crosslayer.app.task.TaskRunner;
import org.crosslayer.app.task.UserMessage;
import org.crosslayer.app.workspace.PlanLoader;
import org.crosslayer.app.workspace.Subject;
import org.crosslayer.app.workspace.SubjectLoader;
import org.crosslayer.app.workspace.UndoHistory;
import org.crosslayer.app.workspace.Workspace;
import org.jspecify.annotations.Nullable;

/// What the window itself can do: open, take back, cancel, change its colours.
public final class ShellViewModel {
    private static final double MIB = 1024.0 * 1024.0;

    private final Workspace workspace;
    private final TaskRunner runner;
    private final SubjectLoader loader;
    private final PlanLoader plans;
    private final Path sampleText;
    private final ReadOnlyStringWrapper title = new ReadOnlyStringWrapper("Crosslayer");
    private final ReadOnlyStringWrapper device = new ReadOnlyStringWrapper("");
    private final ReadOnlyBooleanWrapper isOpen = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper isBusy = new ReadOnlyBooleanWrapper();
    private final ObjectProperty<Theme> theme = new SimpleObjectProperty<>(Theme.LIGHT);

    /// @param sampleText the text to read when none is open yet
    public ShellViewModel(
            Workspace workspace, TaskRunner runner, SubjectLoader loader, PlanLoader plans, Path sampleText) {
        this.workspace = workspace;
        this.runner = runner;
        this.loader = loader;
        this.plans = plans;
        this.sampleText = sampleText;
        workspace.subject().addListener((_, _, subject) -> describe(subject));
        runner.jobs().addListener((ListChangeListener<Job>)
                change -> isBusy.set(!change.getList().isEmpty()));
    }

    /// The window's title.
    public ReadOnlyStringProperty title() {
        return title.getReadOnlyProperty();
    }

    /// One line about the device.
    public ReadOnlyStringProperty device() {
        return device.getReadOnlyProperty();
    }

    public ObjectProperty<Theme> theme() {
        return theme;
    }

    /// What the user must know; null when there is nothing.
    public ReadOnlyObjectProperty<@Nullable UserMessage> message() {
        return workspace.message();
    }

    /// Jobs under way.
    public ObservableList<Job> jobs() {
        return runner.jobs();
    }

    /// True while a model and a text are open.
    public ObservableValue<Boolean> isOpen() {
        return isOpen.getReadOnlyProperty();
    }

    /// True while a job is under way.
    public ObservableValue<Boolean> isBusy() {
        return isBusy.getReadOnlyProperty();
    }

    /// Undo and redo, with their labels.
    public UndoHistory history() {
        return workspace.history();
    }

    public void openModel(Path folder) {
        loader.openModel(folder, sampleText);
    }

    public void openText(Path text) {
        loader.openText(text);
    }

    public void openPlan(Path plan) {
        plans.open(plan);
    }

    public void savePlan(Path plan) {
        plans.save(plan);
    }

    /// Opens what was dropped on the window; the first plan among it is for the model that is open.
    public void openDropped(List<Path> paths) {
        loader.openDropped(paths.stream().filter(path -> !isPlan(path)).toList(), sampleText);
        paths.stream().filter(ShellViewModel::isPlan).findFirst().ifPresent(this::openPlan);
    }

    private static boolean isPlan(Path path) {
        return path.toString().endsWith(".json");
    }

    public void dismissMessage() {
        workspace.message().set(null);
    }

    /// Stops the newest job.
    public void cancelNewest() {
        if (!runner.jobs().isEmpty()) {
            runner.jobs().getLast().cancel();
        }
    }

    public void toggleTheme() {
        theme.set(theme.get().other());
    }

    /// Heap in use and its limit, in words.
    public String memory() {
        Runtime runtime = Runtime.getRuntime();
        double used = (runtime.totalMemory() - runtime.freeMemory()) / MIB;
        return String.format(Locale.ROOT, "%,.0f of %,.0f MiB", used, runtime.maxMemory() / MIB);
    }

    private void describe(@Nullable Subject subject) {
        isOpen.set(subject != null);
        title.set(subject == null ? "Crosslayer" : subject.summary().name() + " – Crosslayer");
        device.set(subject == null ? "" : subject.device());
    }
}
