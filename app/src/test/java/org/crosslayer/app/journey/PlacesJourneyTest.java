package org.crosslayer.app.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.text.Text;
import org.crosslayer.app.control.Card;
import org.crosslayer.app.workspace.FakeAnalyst;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.LayerAttention;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where the parts of the window stand, in every size of it: one gap between all cards, no row cut in two.
class PlacesJourneyTest extends WindowTest {
    private static final double GAP = 10;
    private static final double NEAR = 30;
    private static final double SCROLL_BAR = 9;
    private static final double A_PIXEL = 1.01;

    @TempDir
    Path folder;

    @BeforeEach
    void open() throws TimeoutException, IOException {
        Path text = Files.writeString(folder.resolve("text.txt"), "once upon a time ".repeat(100));
        open((_, _, _) -> new FakeAnalyst("model"), Path.of("model"), text);
        awaitText("a chosen pair", "overview-pair", "Layer 3 and layer 2"::equals);
        interact(() -> wiring().workspace()
                .plan()
                .apply("copy", AttentionPlan.none(6).with(4, new LayerAttention.CopyPattern(3))));
        awaitText("the measures follow", "perplexity-ratio", "× 1.105"::equals);
    }

    @Test
    void allCardsHaveOneGapBetweenThem() {
        Set<String> other = new TreeSet<>();
        int[] seen = {0};
        for (String layout : List.of("layout-explore", "layout-share", "layout-figure")) {
            for (double[] size : new double[][] {{1280, 720}, {1440, 900}, {1920, 1080}}) {
                List<Card> cards = new ArrayList<>();
                interact(() -> {
                    run(layout);
                    layOut(size[0], size[1]);
                    collect(root(), Card.class, cards);
                });
                for (Card one : cards) {
                    for (Card next : cards) {
                        Bounds a = one.localToScene(one.getLayoutBounds());
                        Bounds b = next.localToScene(next.getLayoutBounds());
                        boolean isBeside = a.getMinY() < b.getMaxY() && b.getMinY() < a.getMaxY();
                        boolean isBelow = a.getMinX() < b.getMaxX() && b.getMinX() < a.getMaxX();
                        assertFalse(!one.equals(next) && isBeside && isBelow, one.getId() + " lies on " + next.getId());
                        double gap = isBelow ? b.getMinY() - a.getMaxY() : isBeside ? b.getMinX() - a.getMaxX() : NEAR;
                        if (gap >= 0 && gap < NEAR) {
                            seen[0]++;
                            // A low window has a scroll bar beside the project.
                            boolean hasBar = !isBelow && Math.abs(gap - GAP - SCROLL_BAR) < A_PIXEL;
                            if (Math.abs(gap - GAP) > A_PIXEL && !hasBar) {
                                other.add(layout + " " + size[0] + ": " + one.getId() + " and " + next.getId() + " "
                                        + gap);
                            }
                        }
                    }
                }
            }
        }
        assertEquals("", String.join("\n", other));
        assertTrue(seen[0] > 40, "only " + seen[0] + " gaps were looked at");
    }

    @Test
    void noRowIsCutAtTheEndOfItsList() {
        Set<String> cut = new TreeSet<>();
        int[] seen = {0};
        for (String page : List.of("tables-card", "losses-card", "blame-card", "plans-card")) {
            interact(() -> run("show-" + page));
            if (page.equals("blame-card")) {
                interact(() -> wiring().workspace().explain(4));
                awaitText("an answer", "blame-summary", words -> words.startsWith("Sharing layer 4"));
            }
            for (double height = 720; height < 760; height += 7) {
                double high = height;
                interact(() -> {
                    layOut(1280, high);
                    List<VirtualFlow<?>> flows = new ArrayList<>();
                    flows(root(), flows);
                    for (VirtualFlow<?> flow : flows) {
                        seen[0]++;
                        double rest = flow.getHeight() % flow.getFixedCellSize();
                        double bar = flow.lookupAll(".scroll-bar").stream()
                                .filter(node -> node.isVisible()
                                        && node.getLayoutBounds().getWidth() > 20)
                                .mapToDouble(node -> node.getLayoutBounds().getHeight())
                                .sum();
                        double left = (rest - bar + flow.getFixedCellSize()) % flow.getFixedCellSize();
                        if (Math.min(left, flow.getFixedCellSize() - left) > A_PIXEL) {
                            cut.add(page + " at " + high + ": "
                                    + flow.getParent().getId() + " has " + left + " px of a row");
                        }
                    }
                });
            }
        }
        assertEquals("", String.join("\n", cut));
        assertTrue(seen[0] > 40, "only " + seen[0] + " lists were looked at");
    }

    @Test
    void headingsOfTablesAreSeenWholeAndInALowWindowAllColumnsOfHeads() {
        interact(() -> run("show-experiments-card"));
        awaitPlace("experiment-start");
        interact(() -> ((Button) node("experiment-start")).fire());
        await("findings", () -> lines("experiment-table") == FakeAnalyst.LAYERS - 1);
        interact(() -> run("show-tables-card"));
        await("all heads", () -> lines("details-table") == FakeAnalyst.LAYERS * FakeAnalyst.HEADS);
        interact(() -> layOut(1280, 720));
        assertEquals(Set.of(), cutHeadings());
        TableView<?> heads = (TableView<?>) node("details-table");
        for (TableColumn<?, ?> column : List.copyOf(heads.getColumns())) {
            interact(() -> {
                sort(heads, column);
                layOut(1280, 720);
            });
            assertEquals(Set.of(), cutHeadings(), "sorted by " + column.getId());
            assertFits(heads);
        }
    }

    private static <S> void sort(TableView<S> table, TableColumn<?, ?> wanted) {
        for (TableColumn<S, ?> column : table.getColumns()) {
            if (column.equals(wanted)) {
                table.getSortOrder().setAll(List.of(column));
            }
        }
    }

    private Set<String> cutHeadings() {
        Set<String> cut = new TreeSet<>();
        int[] seen = {0};
        interact(() -> {
            Set<Node> cells = new HashSet<>(root().lookupAll(".column-header"));
            cells.addAll(node("details-table").lookupAll(".table-cell"));
            cells.addAll(node("experiment-table").lookupAll(".table-cell"));
            for (Node cell : cells) {
                for (Node words : cell.lookupAll(".text")) {
                    if (words instanceof Text text
                            && isSeen(text)
                            && !text.getText().isBlank()) {
                        seen[0]++;
                        if (text.getText().contains("…")) {
                            cut.add(text.getText());
                        }
                    }
                }
            }
        });
        assertTrue(seen[0] >= 60, "only " + seen[0] + " headings and cells were looked at");
        return cut;
    }

    private static void assertFits(TableView<?> heads) {
        double columns = heads.getVisibleLeafColumns().stream()
                .mapToDouble(column -> column.getWidth())
                .sum();
        assertTrue(
                columns <= heads.getWidth() - SCROLL_BAR - 2,
                columns + " px of columns in a table of " + heads.getWidth() + " px");
    }

    @Test
    void thePlanUsesTheWidthItHasAndItsHeadingsStandOverItsColumns() {
        for (double[] size : new double[][] {{1280, 720}, {1920, 1080}}) {
            interact(() -> {
                run("layout-share");
                layOut(size[0], size[1]);
                Card plan = (Card) node("plan-card");
                Node total = node("layer-4-total");
                double right = plan.localToScene(plan.getLayoutBounds()).getMaxX()
                        - total.localToScene(total.getLayoutBounds()).getMaxX();
                assertTrue(right > 0 && right < NEAR, "the last column ends " + right + " px before the card");
                for (String column : List.of("distance", "switch", "source", "cost", "total")) {
                    List<Node> cells = plan.lookupAll(".col-" + column).stream()
                            .filter(Node::isVisible)
                            .filter(cell -> cell.getParent().isVisible())
                            .toList();
                    assertTrue(cells.size() > 5, column);
                    Stream.of(true, false)
                            .forEach(isLeft -> assertEquals(
                                    1,
                                    cells.stream()
                                            .map(cell -> cell.localToScene(cell.getLayoutBounds()))
                                            .mapToLong(place -> Math.round(isLeft ? place.getMinX() : place.getMaxX()))
                                            .distinct()
                                            .count(),
                                    "places of " + column));
                }
            });
        }
    }

    @Test
    void whatEachChangeDidStandsBelowTheMeasuresWhereThereIsRoom() {
        interact(() -> {
            run("layout-share");
            layOut(1920, 1080);
            layOut(1920, 1080);
        });
        assertTrue(((Card) node("changes-card")).shown().get(), "there is room");
        assertTrue(text("changes-beside-reading").contains("× 1.105"), text("changes-beside-reading"));
        interact(() -> layOut(1280, 720));
        assertFalse(node("changes-card").getParent().isVisible(), "there is none");
        interact(() -> run("layout-explore"));
    }

    private Parent root() {
        return wiring().view().root();
    }

    /// The screen of the tests is small; a large one is tried without drawing on it.
    private void layOut(double width, double height) {
        for (int round = 0; round < 4; round++) {
            root().applyCss();
            root().resize(width, height);
            root().layout();
        }
    }

    private static <T extends Node> void collect(Node node, Class<T> wanted, List<T> found) {
        if (!node.isVisible() || node instanceof IndexedCell<?>) {
            return;
        }
        if (wanted.isInstance(node)) {
            found.add(wanted.cast(node));
        } else if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> collect(child, wanted, found));
        }
    }

    private static void flows(Node root, List<VirtualFlow<?>> found) {
        for (Node node : root.lookupAll(".virtual-flow")) {
            boolean isFixed = node.getParent() instanceof ListView<?> list
                    ? list.getFixedCellSize() > 0
                    : node.getParent() instanceof TableView<?> table && table.getFixedCellSize() > 0;
            if (isFixed && isSeen(node)) {
                found.add((VirtualFlow<?>) node);
            }
        }
    }
}
