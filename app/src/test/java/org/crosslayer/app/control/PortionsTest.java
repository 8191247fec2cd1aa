package org.crosslayer.app.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javafx.collections.FXCollections;
import javafx.scene.Scene;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.Pane;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/// What comes in portions is all there in the end, in order, also where its pane left the window meanwhile.
final class PortionsTest {
    private static final int SECONDS = 20;
    private static final double ROW = 20;

    private final StackPane root = new StackPane();
    private @Nullable Stage stage;

    @BeforeEach
    void open() throws Exception {
        FxToolkit.registerPrimaryStage();
        stage = onWindow(() -> {
            Stage window = new Stage();
            window.setScene(new Scene(root, 400, 310));
            window.show();
            return window;
        });
    }

    @AfterEach
    void close() throws Exception {
        boolean _ = onWindow(() -> {
            if (stage != null) {
                stage.close();
            }
            return true;
        });
    }

    @Test
    void withoutAWindowAPieceIsDoneAtOnce() {
        List<Integer> done = new ArrayList<>();
        Portions portions = new Portions(new Pane());
        portions.add(() -> done.add(1));
        assertEquals(List.of(1), done);
        assertFalse(portions.hasFrames());
    }

    @Test
    void inAWindowPiecesAreDoneInOrderAndNotBeforeTheNextFrame() throws Exception {
        List<Integer> done = new ArrayList<>();
        CompletableFuture<List<Integer>> all = new CompletableFuture<>();
        int atOnce = onWindow(() -> {
            Portions portions = new Portions(root);
            for (int piece = 0; piece < 5; piece++) {
                int now = piece;
                portions.add(() -> done.add(now));
            }
            portions.add(() -> all.complete(List.copyOf(done)));
            return done.size();
        });
        assertEquals(0, atOnce);
        assertEquals(List.of(0, 1, 2, 3, 4), all.get(SECONDS, TimeUnit.SECONDS));
    }

    @Test
    void whatLeftItsWindowIsFinishedAllTheSame() throws Exception {
        CompletableFuture<Boolean> last = new CompletableFuture<>();
        Pane _ = onWindow(() -> {
            Pane pane = new Pane();
            root.getChildren().add(pane);
            Portions portions = new Portions(pane);
            portions.add(() -> root.getChildren().remove(pane));
            portions.add(() -> {});
            portions.add(() -> last.complete(portions.isEmpty()));
            return pane;
        });
        assertTrue(last.get(SECONDS, TimeUnit.SECONDS));
    }

    @Test
    void rowsOfATableComeInUntilTheRoomIsFull() throws Exception {
        List<Double> heights = new ArrayList<>();
        CompletableFuture<Integer> full = new CompletableFuture<>();
        TableView<Integer> _ = onWindow(() -> {
            TableView<Integer> table = new TableView<>(FXCollections.observableArrayList(
                    IntStream.range(0, 50).boxed().toList()));
            table.setFixedCellSize(ROW);
            table.getColumns().add(new TableColumn<>("a"));
            table.heightProperty().addListener((_, _, height) -> {
                heights.add(height.doubleValue());
                if (root.getHeight() - height.doubleValue() < ROW) {
                    root.getScene()
                            .addPostLayoutPulseListener(() -> full.complete(
                                    table.lookupAll(".table-row-cell").size()));
                }
            });
            root.getChildren().add(WholeRows.of(table));
            return table;
        });
        assertTrue(full.get(SECONDS, TimeUnit.SECONDS) > 10, "rows");
        assertEquals(heights.stream().sorted().toList(), heights);
        assertTrue(heights.getLast() - heights.getFirst() > 5 * ROW, heights::toString);
    }

    private static <T> T onWindow(Callable<T> action) throws Exception {
        return WaitForAsyncUtils.asyncFx(action).get(SECONDS, TimeUnit.SECONDS);
    }
}
