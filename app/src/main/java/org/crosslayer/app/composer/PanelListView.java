package org.crosslayer.app.composer;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.crosslayer.app.control.Hint;
import org.crosslayer.app.figure.PanelRecipe;
import org.crosslayer.app.figure.ScaleRecipe;
import org.crosslayer.viz.color.ColorMap;
import org.jspecify.annotations.Nullable;

/// The left of the figure window: its panels, and title and colours of the chosen one.
final class PanelListView {
    private static final double GAP = 6;

    private final FigureViewModel viewModel;
    private final ListView<String> list = new ListView<>();
    private final StringProperty title = new SimpleStringProperty(this, "title", "");
    private final StringProperty map = new SimpleStringProperty(this, "map", "");
    private final StringProperty low = new SimpleStringProperty(this, "low", "");
    private final StringProperty high = new SimpleStringProperty(this, "high", "");
    private final StringProperty steps = new SimpleStringProperty(this, "steps", "");
    private final Node root;
    private boolean showing;

    PanelListView(FigureViewModel viewModel) {
        this.viewModel = viewModel;
        list.setId("figure-panels");
        list.getStyleClass().add("lines");
        Label hint = new Label("“Export a figure or the numbers of it…” on any pane with a picture adds a panel.");
        hint.setWrapText(true);
        hint.getStyleClass().add("note");
        list.setPlaceholder(hint);
        VBox.setVgrow(list, Priority.ALWAYS);
        Label heading = new Label("Panels");
        heading.getStyleClass().add("card-title");
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        Button clear = SheetView.button("figure-clear", "Clear", "Takes all panels out.");
        clear.setOnAction(_ -> viewModel.clear());
        VBox column = new VBox(new HBox(heading, gap, clear), list, buttons(), dress());
        column.getStyleClass().addAll("figure-settings", "figure-panels");
        root = column;
        viewModel.draft().subscribe(this::show);
        viewModel.chosen().subscribe(index -> choose(index.intValue()));
        list.getSelectionModel().selectedIndexProperty().subscribe(index -> {
            if (!showing) {
                viewModel.chosen().set(index.intValue());
            }
        });
        Stream.of(title, map, low, high, steps).forEach(field -> field.addListener((_, _, _) -> dressChosen()));
    }

    Node root() {
        return root;
    }

    private Node buttons() {
        Button up = SheetView.button("figure-panel-up", "↑", "Moves the panel forward.");
        up.setOnAction(_ -> viewModel.move(-1));
        Button down = SheetView.button("figure-panel-down", "↓", "Moves the panel back.");
        down.setOnAction(_ -> viewModel.move(1));
        Button remove = SheetView.button("figure-panel-remove", "Remove", "Takes the panel out of the figure.");
        remove.setOnAction(_ -> viewModel.remove());
        MenuButton add = new MenuButton("Add");
        add.setId("figure-add");
        add.getStyleClass().add("header-button");
        add.setMinWidth(Region.USE_PREF_SIZE);
        Hint.set(add, "Adds a panel of what is chosen in the main window, or of the whole model.");
        add.getItems().add(new MenuItem(""));
        add.setOnShowing(_ -> add.getItems()
                .setAll(viewModel.offers().stream().map(this::item).toList()));
        // Wraps where the letters are large.
        FlowPane row = new FlowPane(GAP, GAP, add, up, down, remove);
        row.setMinHeight(Region.USE_PREF_SIZE);
        return row;
    }

    private MenuItem item(PanelOffer offer) {
        MenuItem item = new MenuItem(offer.words());
        item.setOnAction(_ -> viewModel.add(offer));
        return item;
    }

    private Node dress() {
        GridPane table = Fields.table("The chosen panel");
        table.disableProperty().bind(viewModel.chosen().lessThan(0));
        Fields.line(
                table,
                "Title",
                "Above the panel; papers mostly have none.",
                Fields.text("figure-title", title, "none"));
        Fields.line(
                table,
                "Colours",
                "Viridis and cividis rise evenly in lightness; the last is for differences, white at zero.",
                Fields.choice(
                        "figure-map",
                        map,
                        PanelListView::colours,
                        Stream.concat(
                                        Stream.of(""),
                                        Stream.of(ColorMap.values())
                                                .map(value -> value.name().toLowerCase(Locale.ROOT)))
                                .toList()));
        Fields.line(table, "From", "The value of the first colour.", Fields.text("figure-low", low, "lowest"));
        Fields.line(table, "To", "The value of the last colour.", Fields.text("figure-high", high, "highest"));
        Fields.line(
                table,
                "Steps",
                "Equal differences or equal ratios are equally far apart.",
                Fields.choice(
                        "figure-steps",
                        steps,
                        word -> word.equals("log") ? "logarithmic" : "linear",
                        List.of("linear", "log")));
        return table;
    }

    private void show(FigureDraft draft) {
        showing = true;
        list.getItems()
                .setAll(IntStream.range(0, draft.panels().size())
                        .mapToObj(index -> "(" + (char) ('a' + index) + ") "
                                + words(draft.panels().get(index)))
                        .toList());
        showing = false;
        choose(viewModel.chosen().get());
    }

    private void choose(int index) {
        showing = true;
        List<PanelRecipe> panels = viewModel.draft().get().panels();
        boolean isThere = index >= 0 && index < panels.size();
        list.getSelectionModel().clearAndSelect(isThere ? index : -1);
        @Nullable PanelRecipe panel = isThere ? panels.get(index) : null;
        @Nullable ScaleRecipe scale = panel == null ? null : panel.scale();
        title.set(panel == null ? "" : Objects.toString(panel.title(), ""));
        map.set(scale == null ? "" : Objects.toString(scale.map(), ""));
        low.set(scale == null ? "" : Objects.toString(scale.low(), ""));
        high.set(scale == null ? "" : Objects.toString(scale.high(), ""));
        steps.set(scale == null ? "" : Objects.toString(scale.transform(), ""));
        showing = false;
    }

    private void dressChosen() {
        if (!showing) {
            boolean isLinear = steps.get().isEmpty() || steps.get().equals("linear");
            ScaleRecipe scale = new ScaleRecipe(
                    map.get().isEmpty() ? null : map.get(), number(low), number(high), isLinear ? null : "log");
            boolean isUsual = scale.equals(new ScaleRecipe(null, null, null, null));
            viewModel.dress(title.get(), isUsual ? null : scale);
        }
    }

    /// What is no number leaves it to the values drawn.
    private static @Nullable Double number(StringProperty field) {
        return field.get().strip().matches("-?[0-9]{1,9}(\\.[0-9]{1,9})?([eE]-?[0-9]{1,3})?")
                ? Double.valueOf(field.get().strip())
                : null;
    }

    private static String colours(String word) {
        return Stream.of(ColorMap.values())
                .filter(value -> value.name().equalsIgnoreCase(word))
                .map(ColorMap::words)
                .findFirst()
                .orElse("what suits");
    }

    /// A panel in a few words.
    static String words(PanelRecipe panel) {
        return switch (panel) {
            case PanelRecipe.Layers _ -> "layers × layers";
            case PanelRecipe.Heads it -> "heads of layer " + it.layer();
            case PanelRecipe.AllHeads it -> it.layer() == null ? "heads × heads" : "heads of layer " + it.layer();
            case PanelRecipe.Bands it -> "matched heads of layer " + it.layer();
            case PanelRecipe.Attention it -> "attention, " + place(it.at());
            case PanelRecipe.Difference it -> "difference, " + place(it.at()) + " less " + place(it.minus());
            case PanelRecipe.Profile _ -> "layer profile";
            case PanelRecipe.Influence _ -> "block influence";
            case PanelRecipe.Cost _ -> "Δ perplexity by layer";
            case PanelRecipe.TradeOff it ->
                it.plans().size() + " plans against " + Objects.requireNonNullElse(it.against(), "operations");
            case PanelRecipe.Fitting _ -> "fitting curves";
            case PanelRecipe.Scatter _ -> "heads as points";
            case PanelRecipe.Data it -> it.of() == null ? "kept numbers" : words(it.of()) + ", as measured";
        };
    }

    private static String place(PanelRecipe.Place place) {
        return "layer " + place.layer() + (place.head() == null ? "" : ", head " + place.head());
    }
}
