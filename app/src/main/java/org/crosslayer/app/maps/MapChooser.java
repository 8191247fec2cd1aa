package org.crosslayer.app.maps;

import java.util.function.Consumer;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import org.crosslayer.app.control.Hint;
import org.crosslayer.app.workspace.Selection;
import org.crosslayer.engine.capture.MapPlace;

/// The title of a map, from which any other can be chosen: layer first, then head or mean.
final class MapChooser extends MenuButton {
    private final MapsViewModel viewModel;
    private final String kind;
    private final Consumer<MapPlace> choose;

    /// @param kind `primary` or `pinned`
    MapChooser(MapsViewModel viewModel, String kind, Consumer<MapPlace> choose) {
        this.viewModel = viewModel;
        this.kind = kind;
        this.choose = choose;
        setId("map-" + kind + "-title");
        getStyleClass().addAll("map-title", "map-chooser");
        Hint.set(this, "Another layer or head as the " + kind + " map.");
        // A menu that is empty does not open.
        getItems().setAll(new MenuItem());
        setOnShowing(_ -> fill());
        visibleProperty().bind(textProperty().isNotEmpty());
        textProperty()
                .addListener((_, _, words) -> setAccessibleText("The " + kind + " map: " + words + "; choose another"));
    }

    private void fill() {
        getItems().clear();
        if (kind.equals("pinned")) {
            CheckMenuItem goesWith = new CheckMenuItem("the head that goes with the primary one");
            goesWith.setId("map-pinned-according");
            goesWith.setSelected(viewModel.selection().pinnedHead().get() == Selection.ACCORDING);
            goesWith.setOnAction(_ -> viewModel.pinAccordingly());
            getItems().addAll(goesWith, new SeparatorMenuItem());
        }
        for (int layer : viewModel.layers()) {
            getItems().add(layer(layer));
        }
    }

    private Menu layer(int layer) {
        Menu menu = new Menu("Layer " + layer);
        menu.setId("map-" + kind + "-layer-" + layer);
        menu.getItems()
                .setAll(item(
                        MapPlace.mean(layer), "mean of " + viewModel.nHeads().get() + " heads"));
        // A large model has thousands of heads; only a layer that is opened lists its own.
        menu.setOnShowing(_ -> {
            if (menu.getItems().size() == 1) {
                for (int head = 0; head < viewModel.nHeads().get(); head++) {
                    menu.getItems().add(item(new MapPlace(layer, head), "head " + head));
                }
            }
        });
        return menu;
    }

    private MenuItem item(MapPlace place, String words) {
        MenuItem item = new MenuItem(words);
        item.setId("map-" + kind + "-" + place.layer() + "-" + place.head());
        item.setOnAction(_ -> choose.accept(place));
        return item;
    }
}
