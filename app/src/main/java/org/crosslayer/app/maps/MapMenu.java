package org.crosslayer.app.maps;

import java.util.List;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.ToggleGroup;
import org.crosslayer.app.control.Hint;
import org.crosslayer.app.maps.MapLook.Spread;
import org.crosslayer.viz.color.ColorMap;

/// How maps are coloured, which heads stand side by side, and how long the passage is.
final class MapMenu extends MenuButton {
    private static final List<ColorMap> COLOURS = List.of(ColorMap.VIRIDIS, ColorMap.CIVIDIS, ColorMap.GREY);

    private final MapsViewModel viewModel;

    /// @param pane where it stands: `maps` or `difference`
    MapMenu(MapsViewModel viewModel, String pane) {
        super("View");
        this.viewModel = viewModel;
        setId(pane + "-view");
        // JavaFX tells a screen reader no text of a menu button.
        setAccessibleText("View");
        setMinWidth(USE_PREF_SIZE);
        getStyleClass().add("small-button");
        Hint.set(this, "Colours and their scale, heads that go together, and how many tokens are drawn.");
        // A menu that is empty does not open.
        getItems().setAll(new MenuItem());
        setOnShowing(_ -> fill());
    }

    private void fill() {
        MapLook look = viewModel.look().get();
        getItems().clear();
        ToggleGroup colours = new ToggleGroup();
        for (ColorMap map : COLOURS) {
            getItems()
                    .add(radio(
                            colours,
                            "map-colours-" + map.words(),
                            map.words(),
                            look.colours() == map,
                            () -> viewModel.choose("colour maps in " + map.words(), look.with(map))));
        }
        getItems().add(new SeparatorMenuItem());
        ToggleGroup spreads = new ToggleGroup();
        for (Spread spread : Spread.values()) {
            getItems()
                    .add(radio(
                            spreads,
                            "map-scale-" + spread.name().toLowerCase(java.util.Locale.ROOT),
                            spread.words(),
                            look.spread() == spread,
                            () -> viewModel.choose("make the maps' scale " + spread.words(), look.with(spread))));
        }
        getItems()
                .addAll(
                        new SeparatorMenuItem(),
                        check(
                                "map-same-scale",
                                "Same scale in both maps",
                                look.locked(),
                                () -> viewModel.choose(
                                        look.locked() ? "give each map its own scale" : "give both maps one scale",
                                        look.withLocked(!look.locked()))),
                        check(
                                "match-heads",
                                "Put heads beside their best match",
                                look.matching(),
                                () -> viewModel.choose(
                                        look.matching() ? "put heads side by side by number" : "match heads",
                                        look.withMatching(!look.matching()))),
                        new SeparatorMenuItem(),
                        passages());
    }

    private Menu passages() {
        Menu menu = new Menu("Tokens");
        menu.setId("map-tokens");
        ToggleGroup lengths = new ToggleGroup();
        for (int tokens : viewModel.passages()) {
            menu.getItems()
                    .add(radio(
                            lengths,
                            "map-tokens-" + tokens,
                            Integer.toString(tokens),
                            viewModel.passage() == tokens,
                            () -> viewModel.choosePassage(tokens)));
        }
        return menu;
    }

    private static RadioMenuItem radio(ToggleGroup group, String id, String words, boolean is, Runnable action) {
        RadioMenuItem item = new RadioMenuItem(words);
        item.setId(id);
        item.setToggleGroup(group);
        item.setSelected(is);
        item.setOnAction(_ -> action.run());
        return item;
    }

    private static CheckMenuItem check(String id, String words, boolean is, Runnable action) {
        CheckMenuItem item = new CheckMenuItem(words);
        item.setId(id);
        item.setSelected(is);
        item.setOnAction(_ -> action.run());
        return item;
    }
}
