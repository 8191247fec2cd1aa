package org.crosslayer.app.workspace;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.crosslayer.app.task.Job;
import org.crosslayer.app.task.LatestOnly;
import org.crosslayer.app.task.Remedy;
import org.crosslayer.app.task.TaskRunner;
import org.crosslayer.app.task.TaskSpec;
import org.crosslayer.app.task.Urgency;
import org.crosslayer.app.task.UserMessage;
import org.crosslayer.app.task.Work;
import org.crosslayer.engine.Device;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.jspecify.annotations.Nullable;

/// Opens models and texts for the workspace. What is open stays open and usable until its successor is ready, and
/// stays for good if that one turns out bad.
public final class SubjectLoader {
    private final Workspace workspace;
    private final TaskRunner runner;
    private final ModelOpener opener;
    private final LatestOnly latest;
    private Device device = Device.CPU;
    private @Nullable Path model;

    public SubjectLoader(Workspace workspace, TaskRunner runner, ModelOpener opener) {
        this.workspace = workspace;
        this.runner = runner;
        this.opener = opener;
        this.latest = new LatestOnly(runner);
    }

    /// Opens a model folder, with the text that is open now.
    ///
    /// @param firstText the text if none is open yet
    public void openModel(Path folder, Path firstText) {
        @Nullable Subject current = workspace.subject().get();
        open(folder, current == null ? firstText : current.text().path());
    }

    /// Runs the open model on another device, and from then on those that are opened later; plan and text stay.
    /// Where there is no such device, a message says why, and everything stays as it is.
    public void runOn(Device wanted) {
        @Nullable Subject current = workspace.subject().get();
        @Nullable Path folder = model;
        if (current == null || folder == null || wanted == device) {
            return;
        }
        Path text = current.text().path();
        load(
                "Moving " + folder.getFileName() + " to " + words(wanted),
                (progress, cancellation, _) ->
                        withText(opener.open(folder, wanted, progress, cancellation), text, progress, cancellation),
                subject -> {
                    device = wanted;
                    workspace.journal().runsOn(wanted);
                    replace(subject, () -> workspace.move(subject));
                },
                late -> close(late.analyst()),
                Remedy.LOG);
    }

    /// What a device is called in the window.
    public static String words(Device device) {
        return switch (device) {
            case CPU -> "the processors";
            case CUDA -> "an NVIDIA card (float32)";
            case CUDA_TF32 -> "an NVIDIA card (TF32)";
            case CUDA_BF16 -> "an NVIDIA card (BF16)";
            case AUTO -> "a card or the processors";
            case REFERENCE -> "plain loops";
        };
    }

    /// Opens a model with a text.
    ///
    /// @param whenShown called once both are in the workspace; never if they are of no use
    public void open(Path model, Path text, Runnable whenShown) {
        open(model, text, subject -> {
            replace(subject);
            whenShown.run();
        });
    }

    /// Reads a text for the open model; without one there is nothing to read it, which the user is told.
    public void openText(Path text) {
        openText(text, () -> {});
    }

    private void openText(Path text, Runnable whenShown) {
        @Nullable Subject current = workspace.subject().get();
        if (current == null) {
            workspace
                    .message()
                    .set(new UserMessage(
                                    "No model is open",
                                    text.getFileName() + " is a text for a model to read.",
                                    "Open a model first, then the text.",
                                    "")
                            .remedied(Remedy.OTHER_MODEL));
        } else {
            load(
                    "Reading " + text.getFileName(),
                    (progress, cancellation, _) ->
                            current.with(OpenText.read(text, current.analyst().tokenizer(), progress, cancellation)),
                    subject -> {
                        replace(subject);
                        whenShown.run();
                    },
                    _ -> {},
                    Remedy.OTHER_TEXT);
        }
    }

    /// Opens whatever was dropped: a folder or a file of weights is a model, anything else a text; of several the
    /// first of each.
    ///
    /// @param whenShown called once they are in the workspace; never if they are of no use
    public void openDropped(List<Path> paths, Path firstText, Runnable whenShown) {
        @Nullable
        Path model = paths.stream().filter(SubjectLoader::isModel).findFirst().orElse(null);
        @Nullable
        Path text = paths.stream().filter(path -> !isModel(path)).findFirst().orElse(null);
        @Nullable Subject current = workspace.subject().get();
        if (model != null) {
            @Nullable
            Path other = text != null || current == null ? text : current.text().path();
            open(model, other == null ? firstText : other, whenShown);
        } else if (text != null) {
            openText(text, whenShown);
        } else {
            whenShown.run();
        }
    }

    private static boolean isModel(Path path) {
        String name = path.toString();
        return Files.isDirectory(path) || name.endsWith(".gguf") || name.endsWith(".safetensors");
    }

    private void open(Path folder, Path text) {
        open(folder, text, this::replace);
    }

    private void open(Path folder, Path text, Consumer<Subject> onOpen) {
        Device where = device;
        Work<Subject> work = (progress, cancellation, _) -> {
            Analyst analyst = opener.open(folder, where, progress, cancellation);
            return withText(analyst, text, progress, cancellation);
        };
        Consumer<Subject> remembered = subject -> {
            model = folder;
            onOpen.accept(subject);
        };
        load("Opening " + folder.getFileName(), work, remembered, late -> close(late.analyst()), Remedy.OTHER_MODEL);
    }

    private static Subject withText(Analyst analyst, Path text, Progress progress, Cancellation cancellation)
            throws EngineException {
        boolean whole = false;
        try {
            OpenText read = OpenText.read(text, analyst.tokenizer(), progress, cancellation);
            whole = true;
            return new Subject(analyst, analyst.summary(), analyst.device(), read);
        } finally {
            if (!whole) {
                analyst.close();
            }
        }
    }

    private void load(
            String title, Work<Subject> work, Consumer<Subject> onOpen, Consumer<Subject> onUnwanted, Remedy remedy) {
        workspace.message().set(null);
        Runnable again = () -> load(title, work, onOpen, onUnwanted, remedy);
        latest.submit(TaskSpec.of(title, Urgency.VIEW, work, onOpen, workspace.failures(again, remedy))
                .whenUnwanted(onUnwanted));
    }

    /// Every job still pending asks the old model; so they end first, then it is closed on its own thread.
    private void replace(Subject next) {
        replace(next, () -> workspace.show(next));
    }

    private void replace(Subject next, Runnable show) {
        @Nullable Subject before = workspace.subject().get();
        List.copyOf(runner.jobs()).forEach(Job::discard);
        show.run();
        if (before != null && before.analyst() != next.analyst()) {
            close(before.analyst());
        }
    }

    private void close(Analyst analyst) {
        runner.release(analyst::close, workspace.message()::set);
    }
}
