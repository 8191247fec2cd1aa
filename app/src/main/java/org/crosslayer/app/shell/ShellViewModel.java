package org.crosslayer.app.shell;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import org.crosslayer.app.control.Numbers;
import org.crosslayer.app.document.ProjectDocument;
import org.crosslayer.app.document.ProjectFile;
import org.crosslayer.app.document.RecentFiles;
import org.crosslayer.app.document.Session;
import org.crosslayer.app.figure.FigureFiles;
import org.crosslayer.app.preferences.Preferences;
import org.crosslayer.app.preferences.Theme;
import org.crosslayer.app.task.Job;
import org.crosslayer.app.task.NextStep;
import org.crosslayer.app.task.TaskRunner;
import org.crosslayer.app.task.UserMessage;
import org.crosslayer.app.workspace.PlanLoader;
import org.crosslayer.app.workspace.Subject;
import org.crosslayer.app.workspace.SubjectLoader;
import org.crosslayer.app.workspace.UndoHistory;
import org.crosslayer.app.workspace.Workspace;
import org.crosslayer.engine.Device;
import org.jspecify.annotations.Nullable;

/// What the window itself can do: open, take back, cancel, change its colours.
public final class ShellViewModel {
    private static final double MIB = 1024.0 * 1024.0;

    private final Workspace workspace;
    private final TaskRunner runner;
    private final SubjectLoader loader;
    private final PlanLoader plans;
    private final Samples samples;
    private final Preferences preferences;
    private final Documents documents;
    private Consumer<Path> recipes = _ -> {};
    private final ReadOnlyStringWrapper title = new ReadOnlyStringWrapper("Crosslayer");
    private final ReadOnlyStringWrapper device = new ReadOnlyStringWrapper("");
    private final ReadOnlyBooleanWrapper isOpen = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper isBusy = new ReadOnlyBooleanWrapper();
    private final ObservableValue<Boolean> hasPicture;
    private final BooleanProperty systemDark = new SimpleBooleanProperty();
    private final BooleanProperty systemStill = new SimpleBooleanProperty();
    private final ReadOnlyBooleanWrapper still = new ReadOnlyBooleanWrapper();

    /// @param samples   what is shown the first time
    /// @param documents project, session, what was opened lately
    public ShellViewModel(
            Workspace workspace,
            TaskRunner runner,
            SubjectLoader loader,
            PlanLoader plans,
            Samples samples,
            Preferences preferences,
            Documents documents) {
        this.workspace = workspace;
        this.runner = runner;
        hasPicture = workspace.similarity().map(is -> true).orElse(false);
        this.loader = loader;
        this.plans = plans;
        this.samples = samples;
        this.preferences = preferences;
        this.documents = documents;
        still.bind(preferences.reduceMotion().or(systemStill));
        workspace.subject().addListener((_, _, subject) -> describe(subject));
        documents
                .project()
                .path()
                .addListener((_, _, _) -> describe(workspace.subject().get()));
        documents
                .project()
                .modified()
                .addListener((_, _, _) -> describe(workspace.subject().get()));
        runner.jobs().addListener((ListChangeListener<Job>)
                change -> isBusy.set(!change.getList().isEmpty()));
    }

    /// What is there to begin with.
    ///
    /// @param model a model
    /// @param text  a text
    public record Samples(Path model, Path text) {}

    /// The files that hold what is being worked on.
    ///
    /// @param project what is saved as a whole
    /// @param session what survives a kill
    /// @param recent  what was opened lately
    public record Documents(ProjectDocument project, Session session, RecentFiles recent) {}

    /// Begins without a request: with what was open last, or with the sample model. After a session that was
    /// lost, offers what it left.
    public void start() {
        Session session = documents.session();
        if (session.before() == Session.Before.QUIT && preferences.reopen().get()) {
            session.restore();
            return;
        }
        openModel(samples.model());
        if (session.before() == Session.Before.LOST) {
            workspace
                    .message()
                    .set(new UserMessage(
                                    "Ended unexpectedly",
                                    "Crosslayer was not quit the last time, but what you did is kept.",
                                    "",
                                    "")
                            .offering(
                                    new NextStep("restore-session", "Restore it", session::restore),
                                    new NextStep("leave-session", "Start anew", this::dismissMessage)));
        }
    }

    /// The project being worked on.
    public ProjectDocument project() {
        return documents.project();
    }

    /// What was opened lately.
    public RecentFiles recent() {
        return documents.recent();
    }

    /// What is chosen once for all.
    public Preferences preferences() {
        return preferences;
    }

    /// The window's title.
    public ReadOnlyStringProperty title() {
        return title.getReadOnlyProperty();
    }

    /// One line about the device.
    public ReadOnlyStringProperty device() {
        return device.getReadOnlyProperty();
    }

    /// What the user must know; null when there is nothing.
    public ReadOnlyObjectProperty<@Nullable UserMessage> message() {
        return workspace.message();
    }

    /// Jobs under way.
    public ObservableList<Job> jobs() {
        return runner.jobs();
    }

    /// The same, those that run first before those that wait.
    public List<Job> urgentFirst() {
        return runner.jobs().stream().sorted(Comparator.comparing(Job::urgency)).toList();
    }

    /// Stops all jobs.
    public void cancelAll() {
        List.copyOf(runner.jobs()).forEach(Job::cancel);
    }

    /// True while a model and a text are open.
    public ObservableValue<Boolean> isOpen() {
        return isOpen.getReadOnlyProperty();
    }

    /// True once layers were compared: the first picture stands in the window.
    ObservableValue<Boolean> hasPicture() {
        return hasPicture;
    }

    /// Does something on the JavaFX thread after a pause.
    ///
    /// @return calls it off
    Runnable after(Duration pause, Runnable action) {
        return runner.after(pause, action);
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
        documents.recent().add(folder);
        loader.openModel(folder, samples.text());
    }

    /// Runs the open model, and those opened later, on another device.
    public void runOn(Device wanted) {
        loader.runOn(wanted);
    }

    public void openText(Path text) {
        documents.recent().add(text);
        loader.openText(text);
    }

    public void openPlan(Path plan) {
        documents.recent().add(plan);
        plans.open(plan);
    }

    public void savePlan(Path plan) {
        plans.save(plan);
    }

    /// Opens a project in place of what is open.
    public void openProject(Path project) {
        documents.recent().add(project);
        documents.project().open(project);
    }

    /// Saves the project under this name.
    public void saveProject(Path project) {
        documents.recent().add(project);
        documents.project().save(project);
    }

    /// Who opens recipes of figures.
    public void openRecipesBy(Consumer<Path> opener) {
        recipes = opener;
    }

    /// Opens what was dropped on the window: the first project among it and nothing else; or the first model,
    /// text, plan and figure.
    public void openDropped(List<Path> paths) {
        Optional<Path> project =
                paths.stream().filter(ShellViewModel::isProject).findFirst();
        if (project.isPresent()) {
            openProject(project.get());
            return;
        }
        Predicate<Path> isRecipe = FigureFiles::isRecipe;
        Predicate<Path> isPlan = isRecipe.negate().and(path -> path.toString().endsWith(".json"));
        List<Path> subjects =
                paths.stream().filter(isRecipe.or(isPlan).negate()).toList();
        subjects.forEach(documents.recent()::add);
        Optional<Path> plan = paths.stream().filter(isPlan).findFirst();
        Optional<Path> recipe = paths.stream().filter(isRecipe).findFirst();
        loader.openDropped(subjects, samples.text(), () -> {
            plan.ifPresent(this::openPlan);
            recipe.ifPresent(recipes);
        });
    }

    private static boolean isProject(Path path) {
        return path.toString().endsWith(ProjectFile.ENDING);
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

    /// Whether the system is dark; the frame tells.
    BooleanProperty systemDark() {
        return systemDark;
    }

    /// Whether the system asks for less motion; the frame tells.
    BooleanProperty systemStill() {
        return systemStill;
    }

    /// True if nothing may move by itself, by the user's choice or the system's.
    public ReadOnlyBooleanProperty still() {
        return still.getReadOnlyProperty();
    }

    /// The colours that are seen: light or dark.
    ObservableValue<Theme> seenTheme() {
        return preferences.theme().flatMap(theme -> systemDark.map(theme::seen));
    }

    /// The other of light and dark, whatever the system has.
    public void toggleTheme() {
        Theme seen = preferences.theme().get().seen(systemDark.get());
        preferences.theme().set(seen == Theme.DARK ? Theme.LIGHT : Theme.DARK);
    }

    /// Heap in use and its limit, in words.
    public String memory() {
        Runtime runtime = Runtime.getRuntime();
        double used = (runtime.totalMemory() - runtime.freeMemory()) / MIB;
        return Numbers.format("%,.0f of %,.0f MiB", used, runtime.maxMemory() / MIB);
    }

    private void describe(@Nullable Subject subject) {
        isOpen.set(subject != null);
        title.set(title(subject));
        device.set(subject == null ? "" : subject.device());
    }

    private String title(@Nullable Subject subject) {
        @Nullable Path file = documents.project().path().get();
        String project = file == null
                ? ""
                : file.getFileName() + (documents.project().modified().get() ? " (changed)" : "") + " – ";
        return project + (subject == null ? "" : subject.summary().name() + " – ") + "Crosslayer";
    }
}
