package org.crosslayer.app.document;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
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
import org.crosslayer.app.workspace.PlanLoader;
import org.crosslayer.app.workspace.PlanShelf;
import org.crosslayer.app.workspace.Subject;
import org.crosslayer.app.workspace.SubjectLoader;
import org.crosslayer.app.workspace.Workspace;
import org.jspecify.annotations.Nullable;

/// What is being worked on, as something that can be saved and opened again as a whole.
public final class ProjectDocument {
    private final Workspace workspace;
    private final TaskRunner runner;
    private final LatestOnly opening;
    private final SubjectLoader subjects;
    private final PlanLoader plans;
    private final List<ProjectPart> parts = new ArrayList<>();
    private final StringProperty notes = new SimpleStringProperty("");
    private final ReadOnlyObjectWrapper<@Nullable Path> path = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyBooleanWrapper modified = new ReadOnlyBooleanWrapper();
    private @Nullable ProjectSnapshot saved;

    public ProjectDocument(Workspace workspace, TaskRunner runner, SubjectLoader subjects, PlanLoader plans) {
        this.workspace = workspace;
        this.runner = runner;
        this.opening = new LatestOnly(runner);
        this.subjects = subjects;
        this.plans = plans;
    }

    /// Adds something that projects keep.
    public void add(ProjectPart part) {
        parts.add(part);
    }

    /// What the user wrote down.
    public StringProperty notes() {
        return notes;
    }

    /// Its file; null while it has none.
    public ReadOnlyObjectProperty<@Nullable Path> path() {
        return path.getReadOnlyProperty();
    }

    /// True if it has a file that says something else by now.
    public ReadOnlyBooleanProperty modified() {
        return modified.getReadOnlyProperty();
    }

    /// Saves it all, and goes on under this name.
    public void save(Path file) {
        ProjectSnapshot now = snapshot();
        workspace.message().set(null);
        runner.submit(TaskSpec.<Path>of(
                "Saving " + file.getFileName(),
                Urgency.VIEW,
                (_, _, _) -> {
                    now.write(file, null);
                    return file;
                },
                done -> {
                    saved = now;
                    path.set(done);
                    check();
                },
                workspace.failures(() -> save(file), Remedy.PROJECT_ELSEWHERE)));
    }

    /// Opens a project in place of what is open; what was open stays if it is of no use.
    public void open(Path file) {
        read(file, () -> {
            path.set(file);
            saved = snapshot();
            check();
        });
    }

    /// The same without going on under its name, for a session.
    void recover(Path file) {
        read(file, () -> {});
    }

    /// Compares what is with what was saved.
    void check() {
        modified.set(saved != null && !withoutAsides(saved).equals(withoutAsides(snapshot())));
    }

    /// What somebody did; not how the window lies, nor what was measured by itself since.
    private ProjectSnapshot withoutAsides(ProjectSnapshot snapshot) {
        Map<String, Map<String, Object>> kept = new TreeMap<>(snapshot.parts());
        parts.stream().filter(ProjectPart::isAside).map(ProjectPart::key).forEach(kept::remove);
        return new ProjectSnapshot(
                snapshot.subject(), snapshot.texts(), snapshot.plans(), List.of(), snapshot.notes(), kept);
    }

    /// All of it as it is now.
    ProjectSnapshot snapshot() {
        Map<String, Map<String, Object>> kept = new TreeMap<>();
        parts.forEach(part -> kept.put(part.key(), part.save()));
        PlanShelf.Plans all = workspace.plans().plans().get();
        return new ProjectSnapshot(
                workspace.subject().get(),
                workspace.texts().get(),
                all,
                all.all().stream().map(each -> plans.notes(each.plan())).toList(),
                notes.get(),
                kept);
    }

    private void read(Path file, Runnable whenDone) {
        workspace.message().set(null);
        opening.submit(TaskSpec.<ProjectFile>of(
                "Opening " + file.getFileName(),
                Urgency.VIEW,
                (_, _, _) -> ProjectFile.read(file),
                project -> show(project, ProjectSnapshot.folderOf(file), whenDone),
                workspace.failures(() -> read(file, whenDone), Remedy.OTHER_PROJECT)));
    }

    private void show(ProjectFile project, Path folder, Runnable whenDone) {
        if (project.model() == null || project.text() == null) {
            restore(project);
            whenDone.run();
            return;
        }
        Path model = ProjectFile.resolved(project.model(), folder);
        Path text = ProjectFile.resolved(project.text(), folder);
        List<PlanLoader.Kept> kept = project.plans().stream()
                .map(each -> new PlanLoader.Kept(
                        each.name(),
                        each.notes(),
                        each.file() == null ? null : ProjectFile.resolved(each.file(), folder)))
                .toList();
        subjects.open(model, text, () -> keepTextsAndPlans(project, folder, kept, whenDone));
    }

    private void keepTextsAndPlans(ProjectFile project, Path folder, List<PlanLoader.Kept> kept, Runnable whenDone) {
        @Nullable Subject subject = workspace.subject().get();
        Stream<Path> open =
                subject == null ? Stream.of() : Stream.of(subject.text().path());
        Stream<Path> all = project.texts().stream().map(text -> ProjectFile.resolved(text, folder));
        workspace.keepTexts(Stream.concat(all, open).toList());
        plans.restore(kept, project.active(), () -> {
            restore(project);
            whenDone.run();
        });
    }

    private void restore(ProjectFile project) {
        notes.set(project.notes());
        for (ProjectPart part : parts) {
            part.restore(project.parts().getOrDefault(part.key(), Map.of()));
        }
    }

    /// Says something to the user.
    void tell(UserMessage message) {
        workspace.message().set(message);
    }
}
