package org.crosslayer.app.sharing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.geometry.Side;
import javafx.scene.Node;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.CustomMenuItem;
import javafx.scene.control.Label;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.ToggleGroup;

/// The menus of the plan table: for rows, for the source of a row, and the presets.
final class PlanMenus {
    /// Every so many layers one computes.
    private static final List<Integer> STEPS = List.of(2, 3, 4);

    private final SharingViewModel viewModel;
    private final Runnable showOptions;

    /// @param showOptions opens the options of LiSA layers
    PlanMenus(SharingViewModel viewModel, Runnable showOptions) {
        this.viewModel = viewModel;
        this.showOptions = showOptions;
    }

    /// What can be done with rows.
    ///
    /// @param layers ascending
    ContextMenu ofRows(List<Integer> layers) {
        ContextMenu menu = new ContextMenu();
        if (layers.isEmpty()) {
            return menu;
        }
        String rows = LayerWords.of(layers);
        for (SharingMode mode : SharingMode.SWITCHED) {
            menu.getItems()
                    .add(item(
                            "rows-" + mode.name().toLowerCase(Locale.ROOT),
                            mode.label() + " in " + rows,
                            () -> viewModel.choose(layers, mode)));
        }
        menu.getItems()
                .add(item(
                        "rows-align",
                        "Align without training in " + rows,
                        () -> viewModel.alignWithoutTraining(layers)));
        menu.getItems().add(new SeparatorMenuItem());
        if (layers.getLast() > 0) {
            Menu from = new Menu("Take from");
            from.setId("rows-source");
            from.getItems().setAll(sources(layers, layers.getLast()));
            menu.getItems().add(from);
        }
        if (layers.size() > 1) {
            int lowest = layers.getFirst();
            int highest = layers.getLast();
            menu.getItems()
                    .add(item(
                            "rows-span",
                            "Share layer " + lowest + " up to layer " + highest,
                            () -> viewModel.span(lowest, highest)));
        } else {
            int layer = layers.getFirst();
            menu.getItems()
                    .add(item(
                            "rows-explain",
                            "Why is layer " + layer + " hard to share?",
                            () -> viewModel.explain(layer)));
        }
        return menu;
    }

    /// Asks where rows are to take from; for LiSA its options say that.
    void askSource(List<Integer> layers, LayerRow row, Node below) {
        if (row.mode().get() == SharingMode.LISA) {
            showOptions.run();
            return;
        }
        ContextMenu menu = new ContextMenu();
        menu.getItems().setAll(sources(layers, row.layer()));
        menu.show(below, Side.BOTTOM, 0, 0);
    }

    /// Presets, suggestions and how they share; made anew whenever it is opened.
    List<MenuItem> presets() {
        List<MenuItem> items = new ArrayList<>();
        items.add(item("preset-none", "No layer shares", viewModel::clear));
        for (int step : STEPS) {
            items.add(item("preset-" + step, "Every " + step + ". layer computes", () -> viewModel.everyNth(step)));
        }
        items.add(new SeparatorMenuItem());
        List<Suggestion> suggestions = viewModel.suggestions();
        if (suggestions.isEmpty()) {
            items.add(heading("For a budget: measure each layer alone first"));
        } else {
            items.add(heading("For a budget, by what layers cost alone"));
            for (Suggestion suggestion : suggestions) {
                String percent = String.valueOf(Math.round(100 * suggestion.budget()));
                items.add(item("budget-" + percent, suggestion.words(), () -> viewModel.take(suggestion)));
            }
        }
        items.add(item("preset-measure", "Measure each layer alone", viewModel::measureAlone));
        items.add(new SeparatorMenuItem());
        items.add(heading("Presets and trials share by"));
        items.addAll(methods());
        return items;
    }

    private List<MenuItem> methods() {
        ToggleGroup group = new ToggleGroup();
        List<MenuItem> items = new ArrayList<>();
        for (SharingMode mode : List.of(SharingMode.COPY, SharingMode.ALIGNED, SharingMode.LISA)) {
            RadioMenuItem item =
                    new RadioMenuItem(mode == SharingMode.LISA ? "LiSA, where it is fitted" : mode.label());
            item.setId("method-" + mode.name().toLowerCase(Locale.ROOT));
            item.setToggleGroup(group);
            item.setSelected(viewModel.method().get() == mode);
            item.setOnAction(_ -> viewModel.method().set(mode));
            items.add(item);
        }
        return items;
    }

    /// The nearest first.
    private List<MenuItem> sources(List<Integer> layers, int layer) {
        List<MenuItem> items = new ArrayList<>();
        for (int source = layer - 1; source >= 0; source--) {
            int from = source;
            items.add(item(
                    "source-" + from, viewModel.sourceWords(layer, from), () -> viewModel.chooseSource(layers, from)));
        }
        return items;
    }

    private static MenuItem heading(String words) {
        Label label = new Label(words);
        label.getStyleClass().add("note");
        CustomMenuItem item = new CustomMenuItem(label, false);
        item.setDisable(true);
        return item;
    }

    private static MenuItem item(String id, String words, Runnable action) {
        MenuItem item = new MenuItem(words);
        item.setId(id);
        item.setOnAction(_ -> action.run());
        return item;
    }
}
