package org.crosslayer.app.alignment;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.geometry.Pos;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.crosslayer.app.control.Card;
import org.crosslayer.app.control.Choices;
import org.crosslayer.app.control.Hint;
import org.crosslayer.app.control.Numbers;
import org.crosslayer.app.control.Term;
import org.crosslayer.app.control.WholeRows;
import org.crosslayer.engine.tensor.DoubleMatrix;
import org.crosslayer.engine.tensor.FloatMatrix;
import org.crosslayer.viz.color.ColorMap;
import org.crosslayer.viz.color.ColorScale;
import org.crosslayer.viz.matrix.Axis;
import org.crosslayer.viz.matrix.Caption;
import org.crosslayer.viz.matrix.Cell;
import org.crosslayer.viz.matrix.HeatmapView;
import org.crosslayer.viz.matrix.LabelledMatrix;
import org.jspecify.annotations.Nullable;

/// The centre, below: heads × heads of two layers before and after matching, what LiSA has learned in its place, and
/// what its parts explain.
public final class AlignmentView {
    private static final Axis HEAD = new Axis("head", "");
    private static final Axis SOURCE_HEAD = new Axis("source head", "");

    private final HeadsPane before = new HeadsPane("alignment-before");
    private final HeadsPane after = new HeadsPane("alignment-after");
    private final HeadsPane learned = new HeadsPane("alignment-learned");
    private final TableView<ShareLine> table = new TableView<>();
    private final Card root;

    public AlignmentView(AlignmentViewModel viewModel) {
        ChoiceBox<AlignmentViewModel.Scope> scope = Choices.of(
                "alignment-scope", AlignmentViewModel.Scope::words, List.of(AlignmentViewModel.Scope.values()));
        scope.valueProperty().bindBidirectional(viewModel.scope());
        Hint.set(
                scope,
                "What the table lists: the heads of the chosen layer, the one of which least is"
                        + " explained first, or all layers of the plan that share.");
        Label summary = new Label();
        summary.setId("alignment-summary");
        summary.setWrapText(true);
        summary.setMinHeight(javafx.scene.layout.Region.USE_PREF_SIZE);
        summary.getStyleClass().add("note");
        summary.textProperty().bind(viewModel.summary());
        HBox pictures = new HBox(before.root, after.root, learned.root);
        pictures.getStyleClass().add("map-pair");
        VBox.setVgrow(pictures, Priority.ALWAYS);
        fillTable();
        root = new Card(
                        "alignment-card",
                        "Alignment",
                        "Which heads of the two chosen layers belong together. Head 3 of one layer and head 3 of another"
                                + " have nothing in common but their number.",
                        scope)
                .with(pictures, summary, WholeRows.of(table))
                .following(viewModel.follows())
                .exporting(new AlignmentExport(before.heatmap, viewModel));
        viewModel.picture().addListener((_, _, picture) -> show(picture));
        viewModel.lines().addListener((_, _, lines) -> table.getItems().setAll(lines));
        table.getItems().setAll(viewModel.lines().get());
        viewModel.looking().bind(root.shown());
        show(viewModel.picture().get());
    }

    /// What to put into the window.
    public Card root() {
        return root;
    }

    private void show(@Nullable AlignmentPicture picture) {
        if (picture == null) {
            List.of(before, after, learned).forEach(HeadsPane::clear);
            return;
        }
        int n = picture.alignment().cost().rows();
        List<Cell> pairs = IntStream.range(0, n)
                .mapToObj(head -> new Cell(head, picture.order().get(head)))
                .toList();
        List<Integer> straight = IntStream.range(0, n).boxed().toList();
        before.costs("Every pair · ▫ matched", picture.alignment().cost(), straight, pairs);
        after.costs(
                "In matched order",
                picture.reordered(),
                picture.order(),
                straight.stream().map(head -> new Cell(head, head)).toList());
        FloatMatrix matrix = picture.learned();
        if (matrix == null) {
            learned.hide();
        } else {
            learned.weights("Learned · ▫ matched", matrix, pairs);
        }
    }

    private void fillTable() {
        table.setId("alignment-table");
        table.setAccessibleText("Heads with what is explained of them");
        table.getStyleClass().add("share-table");
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        table.setPlaceholder(new Label(""));
        table.getColumns().add(words("Which", "A head of the layer, or a layer.", ShareLine::name));
        table.getColumns().add(words("Takes", "The head, or layer, that is matched with it.", ShareLine::partner));
        table.getColumns()
                .add(number(
                        "By number",
                        "Jensen–Shannon divergence from the head of the same number, in nats.",
                        ShareLine::sameCost,
                        AlignmentView::nats));
        table.getColumns()
                .add(number(
                        "Matched",
                        "The same from the head that it is matched with.",
                        ShareLine::cost,
                        AlignmentView::nats));
        table.getColumns()
                .add(number(
                        "Alignment",
                        "Share of the variance of its own scores that the aligned heads explain. In each row, weighted"
                                + " with the head's own pattern; below 0 is worse than a constant.",
                        ShareLine::aligned,
                        AlignmentViewModel::percent));
        table.getColumns()
                .add(number(
                        "+ low rank",
                        "What the low-rank part adds to that.",
                        ShareLine::added,
                        AlignmentViewModel::percent));
        table.getColumns()
                .add(number(
                        "Explained",
                        "Both together; 100 % would be the layer's own scores.",
                        ShareLine::whole,
                        AlignmentViewModel::percent));
    }

    private static String nats(double value) {
        return Double.isNaN(value) ? "" : Numbers.format("%.4f", value);
    }

    private static TableColumn<ShareLine, String> words(
            String name, String meaning, Function<ShareLine, String> value) {
        TableColumn<ShareLine, String> column = column(name, meaning);
        column.setCellValueFactory(cell -> new ReadOnlyObjectWrapper<>(value.apply(cell.getValue())));
        return column;
    }

    private static TableColumn<ShareLine, Double> number(
            String name, String meaning, ToDoubleFunction<ShareLine> value, Function<Double, String> format) {
        TableColumn<ShareLine, Double> column = column(name, meaning);
        column.setCellValueFactory(cell -> new ReadOnlyObjectWrapper<>(value.applyAsDouble(cell.getValue())));
        column.setCellFactory(_ -> new NumberCell(format));
        return column;
    }

    private static <T> TableColumn<ShareLine, T> column(String name, String meaning) {
        TableColumn<ShareLine, T> column = new TableColumn<>();
        column.setGraphic(new Term(name, meaning, "column-name"));
        return column;
    }

    /// A number, at the right.
    private static final class NumberCell extends TableCell<ShareLine, Double> {
        private final Function<Double, String> format;

        NumberCell(Function<Double, String> format) {
            this.format = format;
            setAlignment(Pos.CENTER_RIGHT);
        }

        @Override
        protected void updateItem(@Nullable Double value, boolean empty) {
            super.updateItem(value, empty);
            setText(empty || value == null ? "" : format.apply(value));
        }
    }

    /// One heads × heads picture with its title.
    private static final class HeadsPane {
        private final HeatmapView heatmap = new HeatmapView();
        private final Label title = new Label();
        private final VBox root = new VBox(title, heatmap);

        HeadsPane(String id) {
            heatmap.setId(id);
            VBox.setVgrow(heatmap, Priority.ALWAYS);
            title.setId(id + "-title");
            title.getStyleClass().add("map-title");
            root.getStyleClass().add("map-pane");
            HBox.setHgrow(root, Priority.ALWAYS);
        }

        void costs(String words, DoubleMatrix cost, List<Integer> columns, List<Cell> marks) {
            draw(
                    words,
                    LabelledMatrix.of(cost.rows(), cost.columns(), cost.toArray())
                            .captioned(new Caption("", HEAD, SOURCE_HEAD, "divergence", "nats")),
                    columns,
                    marks);
            heatmap.setScale(null);
        }

        void weights(String words, FloatMatrix matrix, List<Cell> marks) {
            LabelledMatrix drawn = LabelledMatrix.of(matrix.rows(), matrix.columns(), matrix.toArray())
                    .captioned(new Caption("", HEAD, SOURCE_HEAD, "weight", ""));
            draw(words, drawn, IntStream.range(0, matrix.columns()).boxed().toList(), marks);
            heatmap.setScale(ColorScale.of(ColorMap.DIVERGING, drawn.range()));
        }

        void clear() {
            title.setText("");
            heatmap.setMarks(List.of());
            heatmap.setMatrix(null);
        }

        void hide() {
            clear();
            root.setVisible(false);
            root.setManaged(false);
        }

        private void draw(String words, LabelledMatrix matrix, List<Integer> columns, List<Cell> marks) {
            root.setVisible(true);
            root.setManaged(true);
            title.setText(words);
            heatmap.setMatrix(matrix.labelled(
                    IntStream.range(0, matrix.rows()).mapToObj(String::valueOf).toList(),
                    columns.stream().map(String::valueOf).toList()));
            heatmap.setMarks(marks);
        }
    }
}
