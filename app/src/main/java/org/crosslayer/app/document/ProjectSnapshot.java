package org.crosslayer.app.document;

import java.nio.file.Path;
import java.util.Map;
import org.crosslayer.app.workspace.Subject;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.sharing.FitNotes;
import org.jspecify.annotations.Nullable;

/// All of a project at one moment, ready to be written on any thread.
///
/// @param subject   model and text; null if none is open
/// @param plan      the plan
/// @param planNotes how its fitted parts came about
/// @param notes     what the user wrote down
/// @param parts     everything else
record ProjectSnapshot(
        @Nullable Subject subject,
        AttentionPlan plan,
        FitNotes planNotes,
        String notes,
        Map<String, Map<String, Object>> parts) {
    private static final String PLAN_ENDING = ".plan.json";

    ProjectSnapshot {
        parts = Map.copyOf(parts);
    }

    /// Writes the plan beside the project first, so that the project never names a plan that is not there.
    void write(Path file) throws EngineException {
        Path folder = folderOf(file);
        @Nullable Path planFile = null;
        if (subject != null && plan.sharedCount() > 0) {
            planFile = folder.resolve(stem(file) + PLAN_ENDING);
            subject.analyst().writePlan(planFile, plan, planNotes);
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
                        planFile == null ? null : ProjectFile.relative(planFile, folder),
                        notes,
                        parts)
                .write(file);
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
