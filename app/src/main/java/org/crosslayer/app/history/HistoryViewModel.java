package org.crosslayer.app.history;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.collections.ObservableList;
import org.crosslayer.app.control.TableExport;
import org.crosslayer.app.task.DiskWriter;
import org.crosslayer.app.task.UserMessage;
import org.crosslayer.app.workspace.JournalEntry;
import org.crosslayer.app.workspace.Subject;
import org.crosslayer.app.workspace.Workspace;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.sharing.FitNotes;
import org.jspecify.annotations.Nullable;

/// What the window did, and the commands that do it again. Plans that a command needs are written when it is
/// copied, to a folder of the program's own, under a name that belongs to the plan.
public final class HistoryViewModel {
    private static final String PROGRAM = "crosslayer";
    private static final String FOLDER = "plans";

    private final Workspace workspace;
    private final DiskWriter disk;
    private final Path folder;

    /// @param stateFolder where the program keeps its own files
    public HistoryViewModel(Workspace workspace, DiskWriter disk, Path stateFolder) {
        this.workspace = workspace;
        this.disk = disk;
        this.folder = stateFolder.resolve(FOLDER);
        WorkspaceRecorder _ = new WorkspaceRecorder(workspace);
    }

    /// The newest last.
    public ObservableList<JournalEntry> entries() {
        return workspace.journal().entries();
    }

    /// The command of one entry; what it did in words if there is none.
    public String command(JournalEntry entry) {
        if (!entry.isCommand()) {
            return entry.words();
        }
        return ShellScript.line(PROGRAM, entry, plans(List.of(entry)).get(entry.plan()));
    }

    /// All entries as a table: when, what, and the command that does it again.
    public String table() {
        Map<AttentionPlan, Path> files = plans(entries());
        return entries().stream()
                .map(entry -> TableExport.line(List.of(
                        entry.at().toString(),
                        entry.words(),
                        entry.isCommand() ? ShellScript.line(PROGRAM, entry, files.get(entry.plan())) : "")))
                .collect(Collectors.joining("", TableExport.line(List.of("time", "what", "command")), ""));
    }

    /// All entries as a script.
    public String script() {
        return ShellScript.script(entries(), plans(entries()));
    }

    private Map<AttentionPlan, Path> plans(List<JournalEntry> entries) {
        Map<AttentionPlan, Path> files = new LinkedHashMap<>();
        for (JournalEntry entry : entries) {
            @Nullable AttentionPlan plan = entry.plan();
            if (entry.needsPlan() && plan != null) {
                files.computeIfAbsent(plan, this::write);
            }
        }
        return files;
    }

    private Path write(AttentionPlan plan) {
        Path file = folder.resolve(String.format(java.util.Locale.ROOT, "plan-%08x.json", plan.hashCode()));
        @Nullable Subject subject = workspace.subject().get();
        if (subject != null && subject.config().nLayers() == plan.nLayers()) {
            Consumer<UserMessage> onFailure = workspace.message()::set;
            disk.write(
                    file.toString(),
                    () -> {
                        Files.createDirectories(folder);
                        subject.analyst().writePlan(file, plan, FitNotes.NONE);
                    },
                    onFailure);
        }
        return file;
    }
}
