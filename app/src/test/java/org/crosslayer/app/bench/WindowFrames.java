package org.crosslayer.app.bench;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import javafx.animation.AnimationTimer;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Labeled;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
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
import org.crosslayer.viz.matrix.HeatmapView;
import org.jspecify.annotations.Nullable;

/// Does in the real window what a user does, some rounds of it, and prints what held up the window's thread for
/// longer than a frame, step by step: `layout 37 (14)` took 37 ms, 14 of them computing; the mark `!` is for what
/// computed for longer than a frame. Arguments: a folder for the program's own files, how many rounds. Needs a
/// display.
public final class WindowFrames extends Application {
    /// Frames that nothing may change any more before a step is over.
    private static final int STILL_FRAMES = 12;

    /// Frames that a movement goes on for.
    private static final int MOVES = 40;

    /// What a user does in one frame or, one deed a frame, in several.
    private record Step(String name, Deque<Runnable> deeds, BooleanSupplier isReady) {}

    private final Deque<Step> steps = new ArrayDeque<>();
    private final FrameWatch watch = new FrameWatch();
    private final FxTaskRunner runner = new FxTaskRunner(watch);
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
        int rounds = Integer.parseInt(getParameters().getUnnamed().get(1));
        for (int round = 1; round <= rounds; round++) {
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
                    watch.reset();
                }
                @Nullable Runnable deed = current.deeds().pollFirst();
                if (deed != null) {
                    watch.run("action", deed);
                    return;
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
        step(round + "turn to overview-card again", () -> run("show-overview-card"));
        for (String map : List.of("overview-heatmap", "map-primary")) {
            Movements moves = new Movements(() -> (HeatmapView) node(map));
            steps(round + "hover over " + map, MOVES, moves::hover);
            steps(round + "zoom " + map, MOVES, moves::zoom);
            steps(round + "pan " + map, MOVES, moves::pan);
        }
        step(round + "turn to tables", () -> run("show-tables-card"));
        steps(round + "sort a table", 4, this::sort);
        type(round + "filter a table", "tables-filter", "entropy > 2 L1");
        step(round + "open the palette", () -> run("palette"));
        type(round + "type in the palette", "palette-query", "theme");
        step(round + "close the palette", () -> Movements.key(node("palette-query"), KeyCode.ESCAPE));
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
        step(round + "maximise a pane", () -> run("maximise-pane"));
        step(round + "bring it back", () -> run("maximise-pane"));
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

    /// A heading clicked is the order set: twice by one column, twice by the next.
    private void sort(int frame) {
        TableView<?> table = (TableView<?>) node("details-table");
        var column = table.getColumns().get(2 + frame / 2);
        column.setSortType(frame % 2 == 0 ? TableColumn.SortType.ASCENDING : TableColumn.SortType.DESCENDING);
        sortBy(table, column);
    }

    @SuppressWarnings("unchecked")
    private static <S> void sortBy(TableView<S> table, TableColumn<?, ?> column) {
        table.getSortOrder().setAll(List.of((TableColumn<S, ?>) column));
    }

    /// Letter by letter, then empties the field again.
    private void type(String name, String field, String words) {
        steps(name, words.length() + 1, frame -> {
            TextField into = (TextField) node(field);
            if (frame < words.length()) {
                into.appendText(words.substring(frame, frame + 1));
            } else {
                into.clear();
            }
        });
    }

    private void step(String name, Runnable action) {
        steps(name, 1, _ -> action.run());
    }

    /// @param deed done once a frame, told how often it was
    private void steps(String name, int frames, IntConsumer deed) {
        Deque<Runnable> deeds = new ArrayDeque<>();
        for (int frame = 0; frame < frames; frame++) {
            int now = frame;
            deeds.addLast(() -> deed.accept(now));
        }
        steps.addLast(new Step(
                name, deeds, () -> present(wiring).shell().jobs().isEmpty() && reads("perplexity-status", "16 of 16")));
    }

    private void report(String step) {
        List<FrameWatch.Offence> offences = watch.offences();
        System.out.printf(
                Locale.ROOT,
                "%-44s %s%n",
                step,
                offences.stream()
                        .map(each -> String.format(
                                Locale.ROOT,
                                "%s %.0f (%.0f)%s",
                                each.what(),
                                each.tookMillis(),
                                each.computingMillis(),
                                each.computesTooLong() ? "!" : ""))
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
        return node(id) instanceof Labeled label && label.getText().startsWith(beginning);
    }

    /// Looked for once: in this many nodes that takes a good part of a frame.
    private Node node(String id) {
        return nodes.computeIfAbsent(id, each -> present(wiring).view().root().lookup("#" + each));
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
