package org.crosslayer.app.details;

import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.OverrunStyle;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.crosslayer.app.control.WholeRows;
import org.jspecify.annotations.Nullable;

/// The tokens that the plan makes dearest, each between its neighbours; a click locks one.
final class WorstTokensView {
    private static final int BEFORE = 14;
    private static final int AFTER = 10;

    private final LossesViewModel viewModel;
    private final ListView<Integer> view = new ListView<>();
    private final WholeRows root = WholeRows.of(view);
    private @Nullable LossText text;

    WorstTokensView(String id, LossesViewModel viewModel) {
        this.viewModel = viewModel;
        view.setId(id);
        view.setAccessibleText("Dearest tokens");
        view.getStyleClass().add("worst-tokens");
        view.setPlaceholder(new Label("None."));
        view.setCellFactory(_ -> new TokenCell());
        view.setOnMouseClicked(_ -> lock());
        view.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ENTER) {
                lock();
                event.consume();
            }
        });
    }

    Node root() {
        return root;
    }

    void show(@Nullable LossText now) {
        text = now;
        view.getItems().setAll(viewModel.worst().get());
        view.refresh();
    }

    private void lock() {
        @Nullable Integer token = view.getSelectionModel().getSelectedItem();
        if (token != null && viewModel.selection().query().get() != token) {
            viewModel.lock(token);
        }
    }

    private final class TokenCell extends ListCell<Integer> {
        private final Label before = new Label();
        private final Label word = new Label();
        private final Label after = new Label();
        private final Label change = new Label();
        private final HBox row;

        TokenCell() {
            Region gap = new Region();
            HBox.setHgrow(gap, Priority.ALWAYS);
            before.getStyleClass().add("note");
            after.getStyleClass().add("note");
            word.getStyleClass().add("worst-word");
            change.getStyleClass().add("worst-change");
            before.setTextOverrun(OverrunStyle.LEADING_ELLIPSIS);
            before.setMinWidth(0);
            after.setMinWidth(0);
            word.setMinWidth(Region.USE_PREF_SIZE);
            change.setMinWidth(Region.USE_PREF_SIZE);
            row = new HBox(change, before, word, after, gap);
            row.getStyleClass().add("worst-row");
            setPrefWidth(0);
        }

        @Override
        protected void updateItem(@Nullable Integer token, boolean isEmpty) {
            super.updateItem(token, isEmpty);
            LossText now = text;
            if (token == null || isEmpty || now == null || token >= now.places().count()) {
                setGraphic(null);
                setAccessibleText("");
                return;
            }
            before.setText(now.places().around(token, BEFORE, true));
            word.setText(now.places().shown(token));
            after.setText(now.places().around(token, AFTER, false));
            change.setText(LossesViewModel.change(now.change(token)));
            setGraphic(row);
            setAccessibleText(viewModel.reading(token));
        }
    }
}
