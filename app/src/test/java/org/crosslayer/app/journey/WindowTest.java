package org.crosslayer.app.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javafx.application.Platform;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.embed.swing.SwingFXUtils;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Labeled;
import javafx.scene.control.Spinner;
import javafx.scene.control.TableView;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.stage.Window;
import javax.imageio.ImageIO;
import org.crosslayer.app.Surroundings;
import org.crosslayer.app.Wiring;
import org.crosslayer.app.control.Card;
import org.crosslayer.app.control.Colours;
import org.crosslayer.app.preferences.Theme;
import org.crosslayer.app.shell.ShellViewModel;
import org.crosslayer.app.task.DiskWriter;
import org.crosslayer.app.task.FrameWatch;
import org.crosslayer.app.task.FxTaskRunner;
import org.crosslayer.app.task.LogLine;
import org.crosslayer.app.workspace.ModelOpener;
import org.crosslayer.app.workspace.Subject;
import org.crosslayer.viz.matrix.Box;
import org.crosslayer.viz.matrix.Cell;
import org.crosslayer.viz.matrix.HeatmapView;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/// A window that a test opens, looks at by id and works with mouse and keyboard. Hides the test tool, so that it
/// can be replaced.
abstract class WindowTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int PULSES = 3;
    /// From the cells to the middle of a label beside them.
    private static final double LABEL_PX = 9;

    private static final double WIDTH = 1280;
    private static final double HEIGHT = 900;

    /// Where the program keeps its own files.
    /// What the window opens in.
    Theme firstTheme = Theme.LIGHT;

    @TempDir
    Path state;

    /// What held the window up; noted in the log of the tests.
    final FrameWatch watch = new FrameWatch();

    /// What the log pane shows.
    final ObservableList<LogLine> log = FXCollections.observableArrayList();

    private static final StyleLog STYLES = StyleLog.listening();

    private final FxRobot robot = new FxRobot();
    private @Nullable FxTaskRunner runner;
    private @Nullable Wiring wiring;

    /// Shows a window and opens a model in it, as the program does at its start.
    void open(ModelOpener opener, Path model, Path text) throws TimeoutException {
        open(opener, model, text, List.of());
    }

    /// The same with plans that come with the program.
    void open(ModelOpener opener, Path model, Path text, List<Path> plans) throws TimeoutException {
        show(opener, model, text, plans);
        openModel(model);
    }

    /// Shows a window without opening anything.
    void show(ModelOpener opener, Path model, Path text) throws TimeoutException {
        show(opener, model, text, List.of());
    }

    private void show(ModelOpener opener, Path model, Path text, List<Path> plans) throws TimeoutException {
        FxToolkit.registerPrimaryStage();
        FxToolkit.setupStage(stage -> {
            runner = new FxTaskRunner(watch);
            wiring = new Wiring(new Surroundings(
                    runner, DiskWriter.inline(), opener, new ShellViewModel.Samples(model, text), plans, log, state));
            wiring.shell().preferences().theme().set(firstTheme);
            Scene scene = new Scene(wiring.view().root(), WIDTH, HEIGHT);
            wiring.view().dress(scene);
            watch.watch(scene);
            stage.setScene(scene);
            stage.setX(0);
            stage.setY(0);
            stage.show();
        });
    }

    /// What the menu does once a folder was chosen.
    void openModel(Path model) {
        robot.interact(() -> present(wiring).shell().openModel(model));
    }

    /// What dropping a file on the window does.
    void drop(Path file) {
        robot.interact(() -> present(wiring).shell().openDropped(List.of(file)));
    }

    @AfterEach
    void closeWindow() throws TimeoutException {
        robot.interact(() -> {
            // The last thing that is written, before the folder that it goes to is deleted.
            present(wiring).end();
            @Nullable Subject open = present(wiring).workspace().subject().get();
            present(runner).close(() -> {
                if (open != null) {
                    open.analyst().close();
                }
            });
        });
        FxToolkit.cleanupStages();
        assertEquals(List.of(), STYLES.take(), "what JavaFX could not style");
    }

    /// Waits until something is true; fails with its name if it never is.
    static void await(String what, BooleanSupplier condition) {
        await(what, () -> "nothing of it", condition);
    }

    /// The same; a failure also tells what was there instead.
    static void await(String what, Supplier<String> seen, BooleanSupplier condition) {
        try {
            WaitForAsyncUtils.waitFor(
                    PATIENCE.toSeconds(), TimeUnit.SECONDS, () -> WaitForAsyncUtils.asyncFx(condition::getAsBoolean)
                            .get());
        } catch (TimeoutException e) {
            throw new AssertionError("never happened: " + what + "; seen: " + seen.get(), e);
        }
    }

    /// Waits until a label reads as wanted; a failure tells how it read instead.
    void awaitText(String what, String id, Predicate<String> wanted) {
        await(what, () -> id + " reads \"" + text(id) + '"', () -> wanted.test(text(id)));
    }

    /// The text of the label or button with this id; empty where there is none.
    String text(String id) {
        return robot.lookup("#" + id)
                .tryQuery()
                .map(node -> ((Labeled) node).getText())
                .orElse("");
    }

    /// Waits until every part of every window has been told to be dark, or light.
    static void awaitColours(boolean dark) {
        await(dark ? "dark parts" : "light parts", () -> Window.getWindows().stream()
                .map(window -> window.getScene().getRoot())
                .flatMap(root -> Colours.parts(root).stream())
                .allMatch(part -> part.getPseudoClassStates().contains(Colours.DARK) == dark));
    }

    boolean isShowing(String id) {
        return robot.lookup("#" + id).tryQuery().filter(WindowTest::isSeen).isPresent();
    }

    /// Neither it nor anything that it stands in is hidden.
    static boolean isSeen(Node node) {
        return node.isVisible() && (node.getParent() == null || isSeen(node.getParent()));
    }

    /// Waits until a part of the window is visible and has its place.
    void awaitPlace(String id) {
        await(id + " has its place", () -> robot.lookup("#" + id)
                .tryQuery()
                .filter(Node::isVisible)
                .filter(node -> node.getLayoutBounds().getHeight() > 0)
                .isPresent());
    }

    Set<Node> all(String selector) {
        return robot.lookup(selector).queryAll();
    }

    HeatmapView heatmap(String id) {
        await(id + " is in the window", () -> !all("#" + id).isEmpty());
        return robot.lookup("#" + id).query();
    }

    /// Waits until it is in the window: rows come in some a frame, and nobody clicks what is not there.
    private void awaitThere(String id) {
        if (!Platform.isFxApplicationThread()) {
            await(id + " is in the window", () -> !all("#" + id).isEmpty());
        }
    }

    void click(String id) {
        awaitThere(id);
        robot.clickOn("#" + id);
    }

    /// Moves the mouse over a part of the window and leaves it there.
    void point(String id) {
        awaitThere(id);
        robot.moveTo("#" + id);
    }

    void rightClick(String id) {
        awaitThere(id);
        robot.rightClickOn("#" + id);
    }

    void clickFirst(String selector) {
        Node first = robot.lookup(selector).query();
        robot.clickOn(first);
    }

    /// Clicks the middle of a cell, coming from outside of the heatmap, once nothing moves it any more.
    void clickCell(String id, Cell cell) {
        HeatmapView view = heatmap(id);
        robot.moveTo("#status");
        settle(view.getScene());
        await("the heatmap " + id + " is drawn", () -> view.boxOf(cell) != null);
        Box box = present(view.boxOf(cell));
        Point2D point = view.localToScreen(box.x() + box.width() / 2, box.y() + box.height() / 2);
        robot.clickOn(point);
    }

    /// Clicks the label of a row, which must be one of those that are drawn.
    void clickRowLabel(String id, int row) {
        HeatmapView view = heatmap(id);
        robot.moveTo("#status");
        settle(view.getScene());
        await("the heatmap " + id + " is drawn", () -> view.boxOf(new Cell(row, 0)) != null);
        Box box = present(view.boxOf(new Cell(row, 0)));
        robot.clickOn(view.localToScreen(box.x() - LABEL_PX, box.y() + box.height() / 2));
    }

    /// Waits until the window was laid out a few times more: then everything is where it will be seen.
    private void settle(Scene scene) {
        AtomicInteger pulses = new AtomicInteger();
        Runnable count = () -> {
            pulses.incrementAndGet();
            Platform.requestNextPulse();
        };
        robot.interact(() -> {
            scene.addPostLayoutPulseListener(count);
            Platform.requestNextPulse();
        });
        await("the window is laid out", () -> pulses.get() >= PULSES);
        robot.interact(() -> scene.removePostLayoutPulseListener(count));
    }

    /// Does a command of the menu.
    void run(String command) {
        robot.interact(() -> {
            var commands = present(wiring).view().commands();
            Scene scene = present(wiring).view().root().getScene();
            assertTrue(commands.run(commands.command(command), scene.getWindow()), command + " can be done");
        });
    }

    /// Keeps the engine's thread busy, so that what is asked for meanwhile has to wait.
    ///
    /// @return lets it go on
    Runnable holdEngine() {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch freed = new CountDownLatch(1);
        present(runner)
                .release(
                        () -> {
                            held.countDown();
                            awaitLatch(freed);
                        },
                        _ -> {});
        awaitLatch(held);
        return freed::countDown;
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertTrue(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS), "the engine is let go");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// A part of a window.
    Node node(String id) {
        awaitThere(id);
        return robot.lookup("#" + id).query();
    }

    /// A card; one that nobody has turned to comes into the window a moment after it has opened.
    Card card(String id) {
        await(id + " is in the window", () -> !all("#" + id).isEmpty());
        return (Card) node(id);
    }

    /// Types letters into whatever has the keyboard.
    void type(String words) {
        robot.write(words);
    }

    /// Does something on the window's thread.
    void interact(Runnable action) {
        robot.interact(action);
    }

    /// Drags the mouse from the middle of a node to that of another.
    void drag(String from, String to) {
        robot.drag("#" + from).dropTo("#" + to);
    }

    /// Drags the middle of a node to the right, or with less than 0 pixels to the left.
    void drag(String id, double pixels) {
        Point2D from = robot.point("#" + id).query();
        robot.drag(from, MouseButton.PRIMARY).dropTo(from.add(pixels, 0));
    }

    /// Chooses an item of the menu that was opened.
    void chooseItem(String id) {
        awaitPlace(id);
        robot.clickOn("#" + id);
    }

    /// Writes into a field in place of what it holds.
    void write(String id, String words) {
        awaitPlace(id);
        TextInputControl field = robot.lookup("#" + id).query();
        robot.interact(() -> field.setText(words));
    }

    void press(KeyCode... keys) {
        robot.push(keys);
    }

    /// Keeps a picture of the window that a node is in, for people: `target/pictures/NAME.png`.
    void keepPicture(String name, String id) {
        Scene scene = node(id).getScene();
        settle(scene);
        interact(() -> {
            try {
                Path file =
                        Files.createDirectories(Path.of("target", "pictures")).resolve(name + ".png");
                ImageIO.write(SwingFXUtils.fromFXImage(scene.snapshot(null), null), "png", file.toFile());
            } catch (IOException fault) {
                throw new UncheckedIOException(fault);
            }
        });
    }

    /// Gives the keyboard to a node.
    void focus(String id) {
        Node node = node(id);
        robot.interact(node::requestFocus);
        assertTrue(node.isFocused(), id + " takes the keyboard");
    }

    /// Sets a number field.
    void setNumber(String id, int value) {
        Spinner<Integer> spinner = robot.lookup("#" + id).query();
        robot.interact(() -> spinner.getValueFactory().setValue(value));
    }

    /// What a field for numbers shows.
    String number(String id) {
        Spinner<Integer> spinner = robot.lookup("#" + id).query();
        return spinner.getEditor().getText();
    }

    /// Lines of a table.
    int lines(String id) {
        return robot.lookup("#" + id)
                .tryQuery()
                .map(node -> ((TableView<?>) node).getItems().size())
                .orElse(0);
    }

    Wiring wiring() {
        return present(wiring);
    }

    private static <T> T present(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("not there yet");
        }
        return value;
    }
}
