package org.crosslayer.app.bench;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import javafx.animation.AnimationTimer;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Labeled;
import javafx.stage.Stage;
import org.crosslayer.app.Surroundings;
import org.crosslayer.app.Wiring;
import org.crosslayer.app.preferences.Theme;
import org.crosslayer.app.shell.ShellViewModel;
import org.crosslayer.app.task.DiskWriter;
import org.crosslayer.app.task.FrameWatch;
import org.crosslayer.app.task.FxTaskRunner;
import org.crosslayer.app.task.LogBook;
import org.crosslayer.app.workspace.EngineAnalyst;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.LayerAttention;
import org.crosslayer.samples.SampleModels;
import org.jspecify.annotations.Nullable;

/// Does in the real window what a user does, three rounds of it, and prints what held up the window's thread for
/// longer than a frame, step by step. Argument: a folder for the program's own files. Needs a display.
public final class WindowFrames extends Application {
    private static final int ROUNDS = 3;
    /// Frames that nothing may change any more before a step is over.
    private static final int STILL_FRAMES = 12;

    private record Step(String name, Runnable action, BooleanSupplier isReady) {}

    private final Deque<Step> steps = new ArrayDeque<>();
    private final FrameWatch watch = new FrameWatch();
    private final FxTaskRunner runner = new FxTaskRunner(watch.window());
    private final Map<String, Node> nodes = new HashMap<>();
    private final LogBook log = LogBook.forWindow();
    private @Nullable Wiring wiring;
    private @Nullable Stage stage;

    /// Runs all.
    public static void main(String[] folder) {
        launch(WindowFrames.class, folder);
    }

    @Override
    public void start(Stage primary) {
        log.open();
        Wiring parts = new Wiring(new Surroundings(
                runner,
                DiskWriter.start(),
                EngineAnalyst::open,
                new ShellViewModel.Samples(SampleModels.sample16l(), SampleModels.sampleText()),
                SampleModels.plans(),
                log.lines(),
                Path.of(getParameters().getUnnamed().getFirst())));
        wiring = parts;
        stage = primary;
        Scene scene = new Scene(parts.view().root(), 1280, 720);
        parts.view().dress(scene);
        watch.watch(scene);
        parts.shell().preferences().walkThroughSeen().set(true);
        primary.setScene(scene);
        primary.setX(0);
        primary.setY(0);
        primary.show();
        for (int round = 1; round <= ROUNDS; round++) {
            plan("round " + round + ", ");
        }
        new AnimationTimer() {
            private int still;
            private @Nullable Step current;

            @Override
            public void handle(long now) {
                if (current == null) {
                    current = steps.pollFirst();
                    still = 0;
                    if (current == null) {
                        stop();
                        Platform.exit();
                        return;
                    }
                    current.action().run();
                }
                still = current.isReady().getAsBoolean() ? still + 1 : 0;
                if (still > STILL_FRAMES) {
                    report(current.name());
                    current = null;
                }
            }
        }.start();
    }

    private void plan(String round) {
        Wiring parts = present(wiring);
        step(round + "open the model", () -> parts.shell().openModel(SampleModels.sample16l()));
        for (String page : pages()) {
            step(round + "turn to " + page, () -> run("show-" + page));
        }
        step(round + "turn to maps", () -> run("show-maps-card"));
        for (int layer = 4; layer < 8; layer++) {
            int chosen = layer;
            step(
                    round + "choose layers " + layer + " and " + (layer - 1),
                    () -> parts.workspace().selection().choosePair(chosen, chosen - 1));
        }
        for (int layer = 3; layer < 7; layer++) {
            int chosen = layer;
            step(round + "copy into layer " + layer, () -> copy(chosen));
        }
        step(round + "undo", () -> run("undo"));
        step(round + "redo", () -> run("redo"));
        for (Theme theme : List.of(Theme.DARK, Theme.LIGHT)) {
            step(
                    round + theme.words() + " theme",
                    () -> parts.shell().preferences().theme().set(theme));
        }
        for (String layout : List.of("share", "figure", "explore")) {
            step(round + "layout " + layout, () -> run("layout-" + layout));
        }
    }

    private void copy(int layer) {
        var document = present(wiring).workspace().plan();
        AttentionPlan plan = document.plan().get();
        document.apply(
                "layer " + layer,
                plan.with(
                        layer,
                        plan.isShared(layer) ? new LayerAttention.Own() : new LayerAttention.CopyPattern(layer - 1)));
    }

    private void step(String name, Runnable action) {
        steps.addLast(new Step(
                name,
                () -> {
                    watch.reset();
                    watch.run("action", action);
                },
                () -> present(wiring).shell().jobs().isEmpty() && reads("perplexity-status", "16 of 16")));
    }

    private void report(String step) {
        List<FrameWatch.Offence> offences = watch.offences();
        System.out.printf(
                Locale.ROOT,
                "%-44s %s%n",
                step,
                offences.stream()
                        .map(each -> String.format(Locale.ROOT, "%s %.0f", each.what(), each.tookMillis()))
                        .collect(Collectors.joining(", ")));
    }

    private List<String> pages() {
        return present(wiring).view().commands().commands().stream()
                .map(command -> command.id())
                .filter(id -> id.startsWith("show-"))
                .map(id -> id.substring("show-".length()))
                .toList();
    }

    private void run(String id) {
        var commands = present(wiring).view().commands();
        commands.run(commands.command(id), present(stage));
    }

    private boolean reads(String id, String beginning) {
        // Looked for once: in this many nodes that takes a good part of a frame.
        Node node =
                nodes.computeIfAbsent(id, each -> present(wiring).view().root().lookup("#" + each));
        return node instanceof Labeled label && label.getText().startsWith(beginning);
    }

    @Override
    public void stop() {
        Wiring parts = present(wiring);
        parts.end();
        runner.close(() -> {
            var subject = parts.workspace().subject().get();
            if (subject != null) {
                subject.analyst().close();
            }
        });
    }

    private static <T> T present(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("not there yet");
        }
        return value;
    }
}
