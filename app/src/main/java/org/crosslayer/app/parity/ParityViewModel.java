package org.crosslayer.app.parity;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.crosslayer.app.task.LatestOnly;
import org.crosslayer.app.task.Remedy;
import org.crosslayer.app.task.TaskRunner;
import org.crosslayer.app.task.TaskSpec;
import org.crosslayer.app.task.Urgency;
import org.crosslayer.app.workspace.CommandLines;
import org.crosslayer.app.workspace.Subject;
import org.crosslayer.app.workspace.Workspace;
import org.crosslayer.engine.evaluation.ParityReport;
import org.crosslayer.engine.format.AtomicFile;
import org.jspecify.annotations.Nullable;

/// Compares the open model with a reference file.
public final class ParityViewModel {
    private final Workspace workspace;
    private final TaskRunner runner;
    private final LatestOnly latest;
    private final ReadOnlyObjectWrapper<@Nullable ParityReport> report = new ReadOnlyObjectWrapper<>();

    public ParityViewModel(Workspace workspace, TaskRunner runner) {
        this.workspace = workspace;
        this.runner = runner;
        latest = new LatestOnly(runner);
        workspace.subject().addListener((_, _, _) -> report.set(null));
    }

    /// What came out of the newest comparison; null before one, and when another model is opened.
    public ReadOnlyObjectProperty<@Nullable ParityReport> report() {
        return report.getReadOnlyProperty();
    }

    /// Compares with a file.
    public void check(Path reference) {
        @Nullable Subject subject = workspace.subject().get();
        if (subject != null) {
            report.set(null);
            latest.submit(TaskSpec.<ParityReport>of(
                    "Checking against " + reference.getFileName(),
                    // Somebody has just asked for it: it goes before the pictures.
                    Urgency.LIVE,
                    (progress, cancellation, _) -> subject.analyst().parity(reference, progress, cancellation),
                    found -> {
                        workspace
                                .journal()
                                .record(
                                        "Checked against " + reference.getFileName(),
                                        null,
                                        CommandLines.parity(subject, reference));
                        report.set(found);
                    },
                    workspace.failures(() -> check(reference), Remedy.OTHER_REFERENCE)));
        }
    }

    /// Writes the report as a page.
    public void save(Path file) {
        @Nullable ParityReport shown = report.get();
        if (shown != null) {
            runner.submit(TaskSpec.<Path>of(
                    "Saving " + file.getFileName(),
                    Urgency.VIEW,
                    (_, _, _) -> {
                        AtomicFile.write(file, out -> out.write(shown.page().getBytes(StandardCharsets.UTF_8)));
                        return file;
                    },
                    _ -> {},
                    workspace.failures(() -> save(file))));
        }
    }
}
