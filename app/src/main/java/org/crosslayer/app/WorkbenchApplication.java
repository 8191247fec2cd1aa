package org.crosslayer.app;

import java.nio.file.Path;
import java.util.List;
import javafx.application.Application;
import javafx.scene.Scene;
import javafx.stage.Screen;
import javafx.stage.Stage;
import org.crosslayer.app.preferences.StateFolder;
import org.crosslayer.app.shell.ShellViewModel;
import org.crosslayer.app.task.DiskWriter;
import org.crosslayer.app.task.FrameWatch;
import org.crosslayer.app.task.FxTaskRunner;
import org.crosslayer.app.task.LogBook;
import org.crosslayer.app.task.ProgramEnd;
import org.crosslayer.app.task.UncaughtFaults;
import org.crosslayer.app.workspace.EngineAnalyst;
import org.crosslayer.app.workspace.Subject;
import org.crosslayer.samples.SampleModels;
import org.jspecify.annotations.Nullable;

/// The window as a program. Up to two arguments: a model folder and a text; without them the bundled ones open.
public final class WorkbenchApplication extends Application {
    private static final double WIDTH = 1440;
    private static final double HEIGHT = 900;
    private static final double MIN_WIDTH = 1120;
    private static final double MIN_HEIGHT = 640;

    private @Nullable ProgramEnd end;

    @Override
    public void start(Stage stage) {
        LogBook log = LogBook.forWindow();
        log.open();
        FrameWatch watch = new FrameWatch();
        boolean isWatching = Boolean.getBoolean(FrameWatch.PROPERTY);
        FxTaskRunner jobs = isWatching ? new FxTaskRunner(watch) : new FxTaskRunner();
        List<String> arguments = getParameters().getUnnamed();
        Path text = arguments.size() < 2 ? SampleModels.sampleText() : Path.of(arguments.get(1));
        DiskWriter writer = DiskWriter.start();
        Wiring parts = new Wiring(new Surroundings(
                jobs,
                writer,
                EngineAnalyst.opener(),
                new ShellViewModel.Samples(SampleModels.sample16l(), text),
                SampleModels.plans(),
                log.lines(),
                StateFolder.ofThisUser()));
        end = ProgramEnd.listening(() -> end(parts, writer, jobs));
        new UncaughtFaults(parts.workspace().message()::set).listen();

        var screen = Screen.getPrimary().getVisualBounds();
        Scene scene = new Scene(
                parts.view().root(), Math.min(WIDTH, screen.getWidth()), Math.min(HEIGHT, screen.getHeight()));
        parts.view().dress(scene);
        if (isWatching) {
            watch.watch(scene);
        }
        stage.setMinWidth(MIN_WIDTH);
        stage.setMinHeight(MIN_HEIGHT);
        stage.setScene(scene);
        stage.titleProperty().bind(parts.shell().title());
        parts.windows().follow(stage, "main");
        stage.show();
        String wanted = System.getProperty(FirstPicture.PROPERTY, "");
        if (!wanted.isEmpty()) {
            Runnable then =
                    switch (wanted) {
                        case "close" -> stage::close;
                        case "rehearse" ->
                            new DressRehearsal(
                                    parts.view().commands(),
                                    stage,
                                    () -> parts.shell().jobs().isEmpty(),
                                    stage::close)::start;
                        default -> () -> {};
                    };
            new FirstPicture(scene, FirstPicture.beginning(), took -> Launcher.sayFirstPicture(took, then)).start();
        }
        scene.getRoot().requestFocus();
        if (arguments.isEmpty()) {
            parts.shell().start();
            parts.view().greet();
        } else {
            parts.shell().openModel(Path.of(arguments.getFirst()));
        }
    }

    @Override
    public void stop() {
        if (end != null) {
            end.now();
        }
    }

    private static void end(Wiring parts, DiskWriter disk, FxTaskRunner jobs) {
        parts.end();
        disk.close();
        @Nullable Subject open = parts.workspace().subject().get();
        jobs.close(() -> {
            if (open != null) {
                open.analyst().close();
            }
        });
    }
}
