package org.crosslayer.app;

import java.nio.file.Path;
import java.util.List;
import javafx.collections.ObservableList;
import org.crosslayer.app.shell.ShellViewModel;
import org.crosslayer.app.task.DiskWriter;
import org.crosslayer.app.task.LogLine;
import org.crosslayer.app.task.TaskRunner;
import org.crosslayer.app.workspace.ModelOpener;

/// What the window stands in: everything that a test gives it differently from the program.
///
/// @param runner      runs the jobs
/// @param disk        writes the program's own files
/// @param opener      opens models
/// @param samples     what is shown the first time
/// @param plans       fitted plans that are offered where they fit
/// @param log         what the program notes about itself
/// @param stateFolder where the program keeps its own files
public record Surroundings(
        TaskRunner runner,
        DiskWriter disk,
        ModelOpener opener,
        ShellViewModel.Samples samples,
        List<Path> plans,
        ObservableList<LogLine> log,
        Path stateFolder) {
    public Surroundings {
        plans = List.copyOf(plans);
    }
}
