package org.crosslayer.app.details;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import javafx.scene.Node;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.crosslayer.app.command.Command;
import org.crosslayer.app.command.CommandGroup;
import org.crosslayer.app.control.Card;
import org.crosslayer.app.control.Choices;
import org.crosslayer.app.control.Hint;
import org.crosslayer.app.control.Numbers;
import org.crosslayer.app.control.TableExport;
import org.crosslayer.app.control.Term;
import org.crosslayer.app.control.WholeRows;
import org.jspecify.annotations.Nullable;

/// The centre, below: why a layer is hard to share. A click on an entry leads to the maps, with both heads and the
/// token locked.
public final class BlameView {
    private static final int EXCERPT = 80;
    private static final int BEFORE = 12;
    private static final int AFTER = 20;

    private final BlameViewModel viewModel;
    private final ListView<Blame.Head> heads;
    private final ListView<Blame.Passage> passages;
    private final ListView<Integer> tokens;
    private final ChoiceBox<Integer> layer = Choices.of("blame-layer", "layer …", at -> "layer " + at, List.of());
    private final Card root;

    public BlameView(BlameViewModel viewModel) {
        this.viewModel = viewModel;
        heads = list("blame-heads", this::headWords, viewModel::chooseHead);
        passages = list("blame-passages", this::passageWords, passage -> viewModel.chooseToken(passage.worstToken()));
        tokens = list("blame-tokens", this::tokenWords, viewModel::chooseToken);
        Label summary = TablesView.label("blame-summary", "blame-summary");
        summary.setWrapText(true);
        summary.textProperty().bind(viewModel.summary());
        // In a low window there is one line for it.
        Hint.follow(summary, viewModel.summary());
        HBox lists = new HBox(
                titled(
                        "Heads, farthest first",
                        "The heads of the layer by how far their own attention is from what they"
                                + " get, or would get, instead; the arrow points at the head, L3H4 is head 4 of"
                                + " layer 3. A click shows both maps.",
                        heads),
                titled(
                        "Passages, dearest first",
                        "64 tokens each, by the mean of what sharing this layer adds. A click"
                                + " locks the dearest token of it.",
                        passages),
                titled(
                        "Tokens, dearest first",
                        "By what sharing this layer adds to their loss. A click locks the token"
                                + " as query in both maps.",
                        tokens));
        lists.getStyleClass().add("blame-lists");
        lists.visibleProperty().bind(viewModel.blame().isNotNull());
        VBox.setVgrow(lists, Priority.ALWAYS);
        Label caption = TablesView.label("blame-caption", "note");
        caption.textProperty().bind(viewModel.caption());
        caption.setWrapText(true);
        caption.setMinHeight(Region.USE_PREF_SIZE);
        Hint.set(layer, "The layer to explain.");
        layer.setMinWidth(90);
        layer.setAccessibleText("Layer to explain");
        layer.getSelectionModel().selectedItemProperty().addListener((_, _, chosen) -> ask(chosen));
        root = new Card(
                        "blame-card",
                        "Blame",
                        "Why a layer is hard to share: which of its heads attend unlike what they get, and on which"
                                + " passages and tokens that costs most.",
                        layer)
                .with(summary, lists, caption)
                .exporting(new TableExport(viewModel.blame().map(_ -> true).orElse(false), this::table));
        viewModel.looking().bind(root.shown());
        viewModel.nLayers().addListener((_, _, count) -> offer(count.intValue()));
        viewModel.suspect().addListener((_, _, now) -> {
            if (now.intValue() > 0) {
                layer.setValue(now.intValue());
            }
        });
        viewModel.blame().addListener((_, _, now) -> show(now));
        offer(viewModel.nLayers().get());
        show(viewModel.blame().get());
    }

    /// What to put into the window.
    public Card root() {
        return root;
    }

    /// What the pane adds to menu and palette.
    public List<Command> commands() {
        return List.of(Command.of(
                        "explain-layer",
                        "Why is the chosen layer hard to share?",
                        CommandGroup.PLAN,
                        () -> viewModel.explain(viewModel.selection().primary().get()))
                .on("Shortcut+Shift+Y")
                .when(
                        viewModel.selection().primary().greaterThan(0),
                        "No layer is chosen, or the first one, which has none below it."));
    }

    private void offer(int count) {
        layer.getItems().setAll(IntStream.range(1, Math.max(1, count)).boxed().toList());
    }

    private void ask(@Nullable Integer chosen) {
        if (chosen != null && chosen != viewModel.suspect().get()) {
            viewModel.explain(chosen);
        }
    }

    private void show(@Nullable Blame now) {
        heads.getItems().setAll(now == null ? List.of() : now.heads());
        passages.getItems().setAll(now == null ? List.of() : now.passages());
        tokens.getItems().setAll(now == null ? List.of() : now.tokens());
    }

    private String headWords(Blame.Head head) {
        Blame now = viewModel.blame().get();
        return now == null
                ? ""
                : number(head.divergence()) + "   head " + head.head() + " ← "
                        + HeadCode.text(HeadCode.of(now.source(), head.sourceHead()));
    }

    private String passageWords(Blame.Passage passage) {
        Blame now = viewModel.blame().get();
        return now == null
                ? ""
                : LossesViewModel.change(passage.meanChange()) + "   "
                        + now.losses().places().excerpt(passage.firstToken(), EXCERPT);
    }

    private String tokenWords(Integer token) {
        Blame now = viewModel.blame().get();
        if (now == null) {
            return "";
        }
        TokenPlaces places = now.losses().places();
        return LossesViewModel.change(now.losses().change(token)) + "   " + places.around(token, BEFORE, true) + "["
                + places.shown(token) + "]" + places.around(token, AFTER, false);
    }

    private static String number(double nats) {
        return Numbers.format("%.3f", nats);
    }

    private static <T> ListView<T> list(String id, Function<T, String> words, Consumer<T> chosen) {
        ListView<T> list = new ListView<>();
        list.setId(id);
        list.getStyleClass().add("blame-list");
        list.setCellFactory(_ -> new WordsCell<>(words));
        Runnable choose = () -> {
            @Nullable T item = list.getSelectionModel().getSelectedItem();
            if (item != null) {
                chosen.accept(item);
            }
        };
        list.setOnMouseClicked(_ -> choose.run());
        list.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ENTER) {
                choose.run();
                event.consume();
            }
        });
        return list;
    }

    private static Node titled(String title, String meaning, ListView<?> list) {
        list.setAccessibleText(title);
        WholeRows rows = WholeRows.of(list);
        VBox.setVgrow(rows, Priority.ALWAYS);
        VBox box = new VBox(new Term(title, meaning, "column-name"), rows);
        box.getStyleClass().add("blame-column");
        HBox.setHgrow(box, Priority.ALWAYS);
        return box;
    }

    private static final class WordsCell<T> extends ListCell<T> {
        private final Function<T, String> words;

        WordsCell(Function<T, String> words) {
            this.words = words;
            setPrefWidth(0);
        }

        @Override
        protected void updateItem(@Nullable T item, boolean isEmpty) {
            super.updateItem(item, isEmpty);
            setText(item == null || isEmpty ? "" : words.apply(item));
        }
    }

    /// All heads, passages and tokens of the answer.
    private @Nullable String table() {
        @Nullable Blame now = viewModel.blame().get();
        return now == null ? null : BlameTable.of(now);
    }
}
