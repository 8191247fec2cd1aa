package org.crosslayer.app.inspector;

import java.util.List;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeTableColumn;
import javafx.scene.control.TreeTableView;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.Window;
import javafx.util.Subscription;
import org.crosslayer.app.control.Hint;
import org.crosslayer.app.control.SideWindow;
import org.crosslayer.engine.ModelFacts;
import org.crosslayer.engine.ModelFacts.Fact;
import org.crosslayer.engine.ModelFacts.Section;
import org.crosslayer.engine.format.FileHashing.FileHash;

/// The inspector's window: facts left, tensors right.
public final class InspectorView {
    private static final double WIDTH = 960;
    private static final double HEIGHT = 620;
    private static final double FACTS_PX = 370;
    private static final double TYPE_PX = 80;
    private static final double SHAPE_PX = 130;

    private final InspectorViewModel viewModel;

    public InspectorView(InspectorViewModel viewModel) {
        this.viewModel = viewModel;
    }

    /// Opens the window about the model that is open.
    public void show(Window owner) {
        viewModel.look();
        BorderPane root = new BorderPane();
        root.setId("inspector");
        root.getStyleClass().addAll("shell", "side-page");
        VBox sections = stack("inspector-facts");
        VBox hashes = stack("inspector-hashes");
        TreeTableView<TensorNode> tree = tree();
        root.setLeft(facts(sections, hashes));
        root.setCenter(tensors(tree));
        Subscription listening = Subscription.combine(
                viewModel.facts().subscribe(facts -> fill(sections, facts)),
                viewModel.hashes().subscribe(found -> fill(hashes, found)),
                hashes.heightProperty().subscribe(_ -> showEnd(root, hashes)),
                viewModel.tensors().subscribe(tensors -> show(tree, tensors)));
        String title = viewModel.name().isEmpty() ? "Model" : viewModel.name();
        SideWindow.show(owner, title, root, WIDTH, HEIGHT).setOnHidden(_ -> listening.unsubscribe());
    }

    /// Hashes come below facts that fill the window: whoever asked for them must see them.
    private static void showEnd(BorderPane root, VBox hashes) {
        if (!hashes.getChildren().isEmpty() && root.getLeft() instanceof ScrollPane scroll) {
            scroll.setVvalue(scroll.getVmax());
        }
    }

    private static VBox stack(String id) {
        VBox column = new VBox();
        column.setId(id);
        column.getStyleClass().add("zone-column");
        return column;
    }

    private static Node facts(VBox sections, VBox hashes) {
        ScrollPane scroll = new ScrollPane(new VBox(sections, hashes));
        scroll.setFitToWidth(true);
        scroll.setPrefWidth(FACTS_PX);
        scroll.getStyleClass().add("side-scroll");
        return scroll;
    }

    private static void fill(VBox sections, ModelFacts facts) {
        sections.getChildren().clear();
        for (Section section : facts.sections()) {
            Label title = new Label(section.title());
            title.getStyleClass().add("card-title");
            GridPane table = new GridPane();
            table.getStyleClass().add("facts");
            for (Fact fact : section.facts()) {
                Label name = new Label(fact.key());
                name.getStyleClass().add("fact-name");
                name.setMinWidth(Region.USE_PREF_SIZE);
                Label value = new Label(fact.value());
                value.getStyleClass().add("fact-value");
                value.setWrapText(true);
                table.addRow(table.getRowCount(), name, value);
            }
            VBox card = new VBox(title, table);
            card.getStyleClass().add("card");
            sections.getChildren().add(card);
        }
    }

    private static void fill(VBox box, List<FileHash> hashes) {
        box.getChildren().clear();
        if (!hashes.isEmpty()) {
            Label title = new Label("SHA-256");
            title.getStyleClass().add("card-title");
            VBox card = new VBox(title);
            card.getStyleClass().add("card");
            for (FileHash hash : hashes) {
                Label name = new Label(hash.name());
                name.getStyleClass().add("fact-name");
                Label value = new Label(hash.sha256());
                value.getStyleClass().add("fact-value");
                value.setWrapText(true);
                card.getChildren().addAll(name, value);
            }
            box.getChildren().add(card);
        }
    }

    private Node tensors(TreeTableView<TensorNode> tree) {
        TextField filter = new TextField();
        filter.setId("tensor-filter");
        filter.setPromptText("Filter: words of name, type or shape");
        filter.textProperty().bindBidirectional(viewModel.filter());
        HBox.setHgrow(filter, Priority.ALWAYS);
        Button copy = button("inspector-copy", "Copy", "Puts facts, hashes and the tensors shown on the clipboard.");
        copy.setOnAction(_ -> copy());
        Button hash = button(
                "inspector-hash",
                "Hash files",
                "SHA-256 of every file of the model. Reads all of them: about a minute for 16 GB; runs behind everything"
                        + " else and can be cancelled below.");
        hash.setOnAction(_ -> viewModel.hash());
        hash.disableProperty().bind(viewModel.hashing());
        HBox controls = new HBox(filter, copy, hash);
        controls.getStyleClass().add("inspector-controls");
        VBox.setVgrow(tree, Priority.ALWAYS);
        VBox box = new VBox(controls, tree);
        box.getStyleClass().add("zone-column");
        return box;
    }

    private static TreeTableView<TensorNode> tree() {
        TreeTableView<TensorNode> tree = new TreeTableView<>();
        tree.setId("tensor-tree");
        tree.setShowRoot(false);
        TreeTableColumn<TensorNode, String> name = column("Tensor");
        name.setCellValueFactory(
                cell -> new ReadOnlyStringWrapper(cell.getValue().getValue().name()));
        TreeTableColumn<TensorNode, String> type = column("Type");
        type.setCellValueFactory(
                cell -> new ReadOnlyStringWrapper(cell.getValue().getValue().type()));
        type.setPrefWidth(TYPE_PX);
        TreeTableColumn<TensorNode, String> shape = column("Shape");
        shape.setCellValueFactory(
                cell -> new ReadOnlyStringWrapper(cell.getValue().getValue().shape()));
        shape.setPrefWidth(SHAPE_PX);
        tree.getColumns().setAll(List.of(name, type, shape));
        tree.setColumnResizePolicy(TreeTableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        name.setPrefWidth(2 * SHAPE_PX);
        return tree;
    }

    private static TreeTableColumn<TensorNode, String> column(String title) {
        TreeTableColumn<TensorNode, String> column = new TreeTableColumn<>(title);
        column.setSortable(false);
        column.setReorderable(false);
        return column;
    }

    /// A filter opens what it has found; without one the first level is open.
    private void show(TreeTableView<TensorNode> tree, TensorNode tensors) {
        boolean isFiltered = !viewModel.filter().get().isBlank();
        TreeItem<TensorNode> root = item(tensors, isFiltered);
        root.setExpanded(true);
        root.getChildren().forEach(child -> child.setExpanded(true));
        tree.setRoot(root);
    }

    private static TreeItem<TensorNode> item(TensorNode node, boolean isExpanded) {
        TreeItem<TensorNode> item = new TreeItem<>(node);
        item.setExpanded(isExpanded);
        node.children().forEach(child -> item.getChildren().add(item(child, isExpanded)));
        return item;
    }

    private void copy() {
        ClipboardContent content = new ClipboardContent();
        content.putString(viewModel.copy());
        Clipboard.getSystemClipboard().setContent(content);
    }

    private static Button button(String id, String words, String meaning) {
        Button button = new Button(words);
        button.setId(id);
        button.getStyleClass().add("header-button");
        button.setMinWidth(Region.USE_PREF_SIZE);
        Hint.set(button, meaning);
        return button;
    }
}
