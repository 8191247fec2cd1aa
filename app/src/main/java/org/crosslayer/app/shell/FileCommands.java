package org.crosslayer.app.shell;

import static org.crosslayer.app.command.CommandGroup.FILE;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import javafx.stage.Window;
import org.crosslayer.app.command.Command;
import org.crosslayer.app.control.PlanChooser;
import org.crosslayer.app.workspace.SubjectLoader;
import org.crosslayer.engine.Device;
import org.jspecify.annotations.Nullable;

/// Commands that open and save.
final class FileCommands {
    private static final String NO_MODEL = "No model is open; open one first.";

    private final ShellViewModel viewModel;

    FileCommands(ShellViewModel viewModel) {
        this.viewModel = viewModel;
    }

    List<Command> all() {
        return List.of(
                Command.of("open-project", "Open project…", FILE, this::chooseProject)
                        .on("Shortcut+Alt+O"),
                Command.of("save-project", "Save project", FILE, this::saveProject)
                        .on("Shortcut+S")
                        .when(viewModel.isOpen(), NO_MODEL),
                Command.of("save-project-as", "Save project as…", FILE, this::saveProjectAs)
                        .on("Shortcut+Shift+S")
                        .when(viewModel.isOpen(), NO_MODEL),
                Command.of("open-model", "Open model folder…", FILE, this::chooseModel)
                        .on("Shortcut+O"),
                Command.of("open-model-file", "Open GGUF file…", FILE, this::chooseModelFile)
                        .on("Shortcut+G"),
                Command.of("open-text", "Open text…", FILE, this::chooseText)
                        .on("Shortcut+Shift+O")
                        .when(viewModel.isOpen(), NO_MODEL),
                Command.of("open-plan", "Open plan…", FILE, this::choosePlan)
                        .on("Shortcut+P")
                        .when(viewModel.isOpen(), NO_MODEL),
                Command.of("save-plan", "Save plan…", FILE, this::savePlan)
                        .on("Shortcut+Alt+S")
                        .when(viewModel.isOpen(), NO_MODEL),
                runOn("run-on-cpu", Device.CPU),
                runOn("run-on-cuda", Device.CUDA),
                runOn("run-on-cuda-tf32", Device.CUDA_TF32),
                runOn("run-on-cuda-bf16", Device.CUDA_BF16),
                Command.of("quit", "Quit", FILE, Window::hide).on("Shortcut+Q"));
    }

    private Command runOn(String id, Device device) {
        return Command.of(id, "Run on " + SubjectLoader.words(device), FILE, _ -> viewModel.runOn(device))
                .when(viewModel.isOpen(), NO_MODEL);
    }

    private void chooseProject(Window window) {
        @Nullable Path project = ProjectChooser.toOpen(window);
        if (project != null) {
            viewModel.openProject(project);
        }
    }

    private void saveProject(Window window) {
        @Nullable Path project = viewModel.project().path().get();
        if (project == null) {
            saveProjectAs(window);
        } else {
            viewModel.saveProject(project);
        }
    }

    private void saveProjectAs(Window window) {
        @Nullable Path project = ProjectChooser.toSave(window);
        if (project != null) {
            viewModel.saveProject(project);
        }
    }

    private void chooseModel(Window window) {
        DirectoryChooser chooser = new DirectoryChooser();
        chooser.setTitle("Open a model: the folder with config.json");
        @Nullable File folder = chooser.showDialog(window);
        if (folder != null) {
            viewModel.openModel(folder.toPath());
        }
    }

    private void chooseModelFile(Window window) {
        FileChooser chooser = new FileChooser();
        chooser.setTitle("Open a model: a GGUF file");
        chooser.getExtensionFilters().add(new FileChooser.ExtensionFilter("GGUF models", "*.gguf"));
        @Nullable File file = chooser.showOpenDialog(window);
        if (file != null) {
            viewModel.openModel(file.toPath());
        }
    }

    private void chooseText(Window window) {
        FileChooser chooser = new FileChooser();
        chooser.setTitle("Open a text: a UTF-8 file");
        chooser.getExtensionFilters()
                .addAll(
                        new FileChooser.ExtensionFilter("Texts", "*.txt", "*.md"),
                        new FileChooser.ExtensionFilter("All files", "*"));
        @Nullable File text = chooser.showOpenDialog(window);
        if (text != null) {
            viewModel.openText(text.toPath());
        }
    }

    private void choosePlan(Window window) {
        @Nullable Path plan = PlanChooser.toOpen(window);
        if (plan != null) {
            viewModel.openPlan(plan);
        }
    }

    private void savePlan(Window window) {
        @Nullable Path plan = PlanChooser.toSave(window);
        if (plan != null) {
            viewModel.savePlan(plan);
        }
    }
}
