package org.crosslayer.app.control;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// A titled part of the window: a heading with room for small controls at its right, and content below.
public final class Card extends VBox {
    private final String title;
    private final String meaning;
    private final HBox heading;

    /// A card with this id.
    ///
    /// @param id       for tests and style
    /// @param title    what it is about
    /// @param meaning  the title explained
    /// @param controls at the right of the heading
    public Card(String id, String title, String meaning, Node... controls) {
        this.title = title;
        this.meaning = meaning;
        setId(id);
        getStyleClass().add("card");
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        Term name = new Term(title, meaning, "card-title");
        name.setMinWidth(USE_PREF_SIZE);
        heading = new HBox(name, gap);
        heading.getChildren().addAll(controls);
        heading.setAlignment(Pos.CENTER_LEFT);
        heading.getStyleClass().add("card-heading");
        getChildren().add(heading);
    }

    /// The same card with content below what it has.
    public Card with(Node... content) {
        getChildren().addAll(content);
        return this;
    }

    String title() {
        return title;
    }

    String meaning() {
        return meaning;
    }

    /// Puts something else where the title stands.
    void replaceTitle(Node node) {
        heading.getChildren().set(0, node);
    }
}
