package org.crosslayer.app.pictures;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.animation.AnimationTimer;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Stage;
import javafx.stage.StageStyle;
import javafx.stage.Window;
import javax.imageio.ImageIO;
import org.crosslayer.app.Surroundings;
import org.crosslayer.app.Wiring;
import org.crosslayer.app.composer.FigureViewModel;
import org.crosslayer.app.control.Colours;
import org.crosslayer.app.preferences.Theme;
import org.crosslayer.app.shell.ShellViewModel;
import org.crosslayer.app.task.DiskWriter;
import org.crosslayer.app.task.FxTaskRunner;
import org.crosslayer.app.task.LogBook;
import org.crosslayer.app.workspace.EngineAnalyst;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.LayerAttention;
import org.crosslayer.samples.SampleModels;
import org.jspecify.annotations.Nullable;

/// Opens the real window on the sample model, does what a user would, and takes pictures. Arguments: the folder
/// that they go to, a folder for the program's own files, and a regular expression for the names of the pictures
/// that are wanted. Needs a display of at least 1920 × 1080.
public final class Pictures extends Application {
    /// Frames that nothing may change any more before a picture is taken.
    private static final int STILL_FRAMES = 20;

    private static final double[][] SIZES = {{1280, 720}, {1920, 1080}};

    private record Step(
            Runnable action,
            BooleanSupplier isReady,
            @Nullable String picture) {}

    private final Deque<Step> steps = new ArrayDeque<>();
    private final FxTaskRunner runner = new FxTaskRunner();
    private final LogBook log = LogBook.forWindow();
    private Pattern wanted = Pattern.compile("");
    private @Nullable Wiring wiring;
    private @Nullable Stage stage;

    /// Takes all pictures.
    public static void main(String[] folders) {
        launch(Pictures.class, folders);
    }

    @Override
    public void start(Stage primary) throws IOException {
        List<String> folders = getParameters().getUnnamed();
        Path pictures = Files.createDirectories(Path.of(folders.getFirst()));
        wanted = Pattern.compile(folders.get(2), Pattern.MULTILINE);
        log.open();
        Wiring parts = new Wiring(new Surroundings(
                runner,
                DiskWriter.inline(),
                EngineAnalyst::open,
                new ShellViewModel.Samples(SampleModels.sample16l(), SampleModels.sampleText()),
                SampleModels.plans(),
                log.lines(),
                Path.of(folders.get(1))));
        wiring = parts;
        stage = primary;
        Scene scene = new Scene(parts.view().root(), SIZES[0][0], SIZES[0][1]);
        parts.view().dress(scene);
        parts.shell().preferences().walkThroughSeen().set(true);
        primary.initStyle(StageStyle.UNDECORATED);
        primary.setScene(scene);
        primary.setX(0);
        primary.setY(0);
        primary.show();
        plan();
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
                        parts.end();
                        Platform.exit();
                        return;
                    }
                    current.action().run();
                }
                still = current.isReady().getAsBoolean() ? still + 1 : 0;
                if (still > STILL_FRAMES) {
                    if (current.picture() != null) {
                        take(scene, pictures.resolve(current.picture() + ".png"));
                    }
                    current = null;
                }
            }
        }.start();
    }

    private void plan() {
        Wiring parts = present(wiring);
        then(() -> parts.shell().start(), () -> reads("perplexity-status", "16 of 16"));
        then(() -> parts.workspace().selection().choosePair(5, 4), this::isQuiet);
        then(this::share, () -> isQuiet() && reads("perplexity-status", "16 of 16"));
        experiment(parts);
        makeAFigure(parts);
        for (double[] size : SIZES) {
            for (Theme theme : List.of(Theme.LIGHT, Theme.DARK)) {
                String name = (int) size[0] + "x" + (int) size[1] + "-" + theme.words();
                if (!wanted.matcher(every(name)).find()) {
                    continue;
                }
                then(() -> wear(size, theme), this::isQuiet);
                then(this::showTheFirstPages, this::isQuiet);
                picture("explore-" + name, () -> run("layout-explore"));
                picture("share-" + name, () -> run("layout-share"));
                picture("figure-" + name, () -> run("layout-figure"));
                then(() -> run("layout-explore"), this::isQuiet);
                for (String page : pages()) {
                    if (isWanted(page + "-" + name)) {
                        then(this::showTheFirstPages, this::isQuiet);
                    }
                    picture(page + "-" + name, () -> run("show-" + page));
                }
                then(this::showTheFirstPages, this::isQuiet);
            }
        }
        if (isWanted("experiments")) {
            then(() -> wear(SIZES[0], Theme.LIGHT), this::isQuiet);
            then(() -> run("show-tables-card"), this::isQuiet);
            picture("experiments", () -> run("show-experiments-card"));
            then(this::showTheFirstPages, this::isQuiet);
        }
        then(() -> wear(SIZES[1], Theme.LIGHT), this::isQuiet);
        if (isWanted("explain-a-bad-layer")) {
            explainABadLayer(parts);
        }
    }

    /// What sharing costs, layer by layer; only where somebody will see it, since it takes minutes.
    private void experiment(Wiring parts) {
        boolean isSeen = isWanted("experiments")
                || Stream.of("1280x720", "1920x1080")
                        .flatMap(size -> Stream.of("light", "dark").map(theme -> size + "-" + theme))
                        .anyMatch(name -> isWanted("experiments-card-" + name));
        if (isSeen) {
            then(() -> run("show-experiments-card"), this::isQuiet);
            then(() -> ((Button) parts.view().root().lookup("#experiment-start")).fire(), this::isQuiet);
        }
    }

    /// All pages as they are at first, so that a picture does not hang on those before it.
    private void showTheFirstPages() {
        run("show-overview-card");
        run("show-maps-card");
        fold();
    }

    /// What `docs/guide/make-a-figure.md` tells of: three panels in the figure window.
    private void makeAFigure(Wiring parts) {
        if (!wanted.matcher(Stream.of("1280x720", "1920x1080")
                        .flatMap(size -> Stream.of("light", "dark").map(theme -> "figure-window-" + size + "-" + theme))
                        .collect(Collectors.joining("\n")))
                .find()) {
            return;
        }
        FigureViewModel figures = parts.figures();
        for (String words : List.of("Layers × layers", "Matched heads of layers", "Attention of layer")) {
            then(
                    () -> figures.add(figures.offers().stream()
                            .filter(offer -> offer.words().startsWith(words))
                            .findFirst()
                            .orElseThrow()),
                    this::isQuiet);
        }
        then(() -> figures.form().span().set("full"), this::isQuiet);
        then(() -> run("figure-window"), this::isQuiet);
        Path pictures = Path.of(getParameters().getUnnamed().getFirst());
        for (double[] size : SIZES) {
            for (Theme theme : List.of(Theme.LIGHT, Theme.DARK)) {
                String name = "figure-window-" + (int) size[0] + "x" + (int) size[1] + "-" + theme.words();
                if (!isWanted(name)) {
                    continue;
                }
                then(
                        () -> {
                            figureWindow().setWidth(size[0]);
                            figureWindow().setHeight(size[1]);
                            parts.shell().preferences().theme().set(theme);
                        },
                        this::isQuiet);
                then(() -> take(figureWindow().getScene(), pictures.resolve(name + ".png")), this::isQuiet);
            }
        }
        then(() -> figureWindow().hide(), this::isQuiet);
    }

    private static Window figureWindow() {
        return Window.getWindows().stream()
                .filter(window ->
                        "figure-window".equals(window.getScene().getRoot().getId()))
                .findFirst()
                .orElseThrow();
    }

    /// What `docs/guide/explain-a-bad-layer.md` tells of.
    private void explainABadLayer(Wiring parts) {
        then(
                () -> {
                    AttentionPlan plan = parts.workspace().plan().plan().get();
                    for (int layer : new int[] {1, 3, 4, 5, 6, 7, 8, 11, 12}) {
                        plan = plan.with(layer, new LayerAttention.CopyPattern(layer - 1));
                    }
                    parts.workspace().plan().apply("copy into nine layers", plan);
                },
                this::isQuiet);
        then(() -> parts.workspace().explain(8), this::isQuiet);
        picture("explain-a-bad-layer", () -> {
            ListView<?> heads = (ListView<?>) parts.view().root().lookup("#blame-heads");
            heads.getSelectionModel().selectFirst();
            heads.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.ENTER, false, false, false, false));
        });
    }

    /// Three layers copy, so that there is something to see.
    private void share() {
        var document = present(wiring).workspace().plan();
        AttentionPlan plan = document.plan().get();
        for (int layer : new int[] {3, 5, 8}) {
            plan = plan.with(layer, new LayerAttention.CopyPattern(layer - 1));
        }
        document.apply("copy into layers 3, 5 and 8", plan);
    }

    private List<String> pages() {
        return present(wiring).view().commands().commands().stream()
                .map(command -> command.id())
                .filter(id -> id.startsWith("show-") && !id.equals("show-maps-card"))
                .map(id -> id.substring("show-".length()))
                .toList();
    }

    private void then(Runnable action, BooleanSupplier isReady) {
        steps.addLast(new Step(action, isReady, null));
    }

    private void picture(String name, Runnable action) {
        if (isWanted(name)) {
            steps.addLast(new Step(action, this::isQuiet, name));
        }
    }

    /// The names of all pictures of one size and theme, in lines.
    private String every(String name) {
        return Stream.concat(Stream.of("explore", "share", "figure"), pages().stream())
                .map(page -> page + "-" + name)
                .collect(Collectors.joining("\n"));
    }

    /// The details to their titles, as a low window has them at first; a higher one has room for all.
    private void fold() {
        run("show-tables-card");
        if (present(stage).getHeight() <= SIZES[0][1]) {
            run("fold-details");
        }
    }

    private boolean isWanted(String name) {
        return wanted.matcher(name).find();
    }

    private void wear(double[] size, Theme theme) {
        Stage window = present(stage);
        window.setWidth(size[0]);
        window.setHeight(size[1]);
        present(wiring).shell().preferences().theme().set(theme);
    }

    private void run(String id) {
        var commands = present(wiring).view().commands();
        commands.run(commands.command(id), present(stage));
    }

    /// No job runs, and all parts of all windows have the colours that are chosen.
    private boolean isQuiet() {
        ShellViewModel shell = present(wiring).shell();
        boolean dark = shell.preferences().theme().get() == Theme.DARK;
        return shell.jobs().isEmpty()
                && Window.getWindows().stream()
                        .flatMap(window -> Colours.parts(window.getScene().getRoot()).stream())
                        .allMatch(part -> part.getPseudoClassStates().contains(Colours.DARK) == dark);
    }

    private boolean reads(String id, String beginning) {
        @Nullable Node node = present(wiring).view().root().lookup("#" + id);
        return node instanceof Labeled label && label.getText().startsWith(beginning);
    }

    private static void take(Scene scene, Path file) {
        try {
            ImageIO.write(SwingFXUtils.fromFXImage(scene.snapshot(null), null), "png", file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        Consumer<Wiring> close = parts -> runner.close(() -> {
            var subject = parts.workspace().subject().get();
            if (subject != null) {
                subject.analyst().close();
            }
        });
        close.accept(present(wiring));
    }

    private static <T> T present(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("not there yet");
        }
        return value;
    }
}
