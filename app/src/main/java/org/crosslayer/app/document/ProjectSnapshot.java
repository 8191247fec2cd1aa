package org.crosslayer.app.document;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.crosslayer.app.workspace.NamedPlan;
import org.crosslayer.app.workspace.PlanShelf;
import org.crosslayer.app.workspace.Subject;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.sharing.FitNotes;
import org.jspecify.annotations.Nullable;

/// All of a project at one moment, ready to be written on any thread.
///
/// @param subject   model and text; null if none is open
/// @param texts     all texts of the project
/// @param plans     its plans
/// @param planNotes how the fitted parts of each came about, in the order of the plans
/// @param notes     what the user wrote down
/// @param parts     everything else
record ProjectSnapshot(
        @Nullable Subject subject,
        List<Path> texts,
        PlanShelf.Plans plans,
        List<FitNotes> planNotes,
        String notes,
        Map<String, Map<String, Object>> parts) {
    ProjectSnapshot {
        texts = List.copyOf(texts);
        planNotes = List.copyOf(planNotes);
        parts = Map.copyOf(parts);
    }

    /// Writes the plans beside the project first, so that the project never names a plan that is not there.
    ///
    /// @param before what was written there the last time; plans that have not changed since are left alone, since
    ///     fitted parts can be large; null if nothing was
    void write(Path file, @Nullable ProjectSnapshot before) throws EngineException {
        Path folder = folderOf(file);
        List<ProjectFile.Plan> entries = new ArrayList<>();
        for (int index = 0; index < plans.all().size() && subject != null; index++) {
            NamedPlan plan = plans.all().get(index);
            Path planFile = folder.resolve(stem(file) + ".plan-" + (index + 1) + ".json");
            boolean isShared = plan.plan().sharedCount() > 0;
            if (isShared && !(isIn(before, index) && Files.isRegularFile(planFile))) {
                subject.analyst().writePlan(planFile, plan.plan(), planNotes.get(index));
            }
            entries.add(new ProjectFile.Plan(
                    plan.name(), plan.notes(), isShared ? ProjectFile.relative(planFile, folder) : null));
        }
        new ProjectFile(
                        ProjectFile.FORMAT,
                        ProjectFile.VERSION,
                        subject == null
                                ? null
                                : ProjectFile.relative(subject.summary().path(), folder),
                        subject == null
                                ? null
                                : ProjectFile.relative(subject.text().path(), folder),
                        texts.stream()
                                .map(text -> ProjectFile.relative(text, folder))
                                .toList(),
                        entries,
                        plans.active(),
                        notes,
                        parts)
                .write(file);
    }

    private boolean isIn(@Nullable ProjectSnapshot before, int index) {
        if (before == null || !Objects.equals(before.subject, subject)) {
            return false;
        }
        AttentionPlan plan = plans.all().get(index).plan();
        return index < before.plans.all().size()
                && plan.equals(before.plans.all().get(index).plan())
                && planNotes.get(index).equals(before.planNotes.get(index));
    }

    static Path folderOf(Path file) {
        @Nullable Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IllegalArgumentException(file + " is no file");
        }
        return folder;
    }

    private static String stem(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.endsWith(ProjectFile.ENDING)
                ? name.substring(0, name.length() - ProjectFile.ENDING.length())
                : name;
    }
}
