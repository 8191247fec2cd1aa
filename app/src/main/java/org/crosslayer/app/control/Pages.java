package org.crosslayer.app.control;

import java.util.List;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;

/// Cards in one place, of which one is seen: their titles stand side by side in its heading, and a click turns to
/// another. Saves the line that a tab pane would take, and each card keeps its own controls.
///
/// The button of the card `maps-card` has the id `page-maps-card`.
public final class Pages {
    private final List<Card> cards;
    private final HBox titles = new HBox();
    private final StackPane root = new StackPane();
    private final ObjectProperty<Card> shown;

    /// Shows the first card.
    ///
    /// @param cards at least one, left to right
    public Pages(List<Card> cards) {
        this.cards = List.copyOf(cards);
        shown = new SimpleObjectProperty<>(this.cards.getFirst());
        titles.setAlignment(Pos.CENTER_LEFT);
        titles.getStyleClass().add("page-titles");
        titles.addEventFilter(KeyEvent.KEY_PRESSED, this::turnByKey);
        for (Card card : this.cards) {
            titles.getChildren().add(button(card));
        }
        root.getStyleClass().add("pages");
        root.getChildren().addAll(this.cards);
        shown.addListener((_, _, _) -> show());
        show();
    }

    /// What to put into the window.
    public Node root() {
        return root;
    }

    /// The card that is seen.
    public ObjectProperty<Card> shown() {
        return shown;
    }

    private ToggleButton button(Card card) {
        ToggleButton button = new ToggleButton(card.title());
        button.setId("page-" + card.getId());
        button.getStyleClass().add("page-title");
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setAccessibleRole(AccessibleRole.TAB_ITEM);
        button.setTooltip(Term.explanation(card.meaning()));
        button.setOnAction(_ -> {
            shown.set(card);
            button.setSelected(true);
        });
        return button;
    }

    /// Left and right turn to the neighbour, as in a tab pane.
    private void turnByKey(KeyEvent event) {
        int step = event.getCode() == KeyCode.RIGHT ? 1 : event.getCode() == KeyCode.LEFT ? -1 : 0;
        int next = cards.indexOf(shown.get()) + step;
        if (step != 0 && next >= 0 && next < cards.size()) {
            shown.set(cards.get(next));
            titles.getChildren().get(next).requestFocus();
            event.consume();
        }
    }

    /// The titles move into the heading of the card that is seen, and the keyboard stays with them if it was there.
    private void show() {
        boolean hasKeyboard = titles.getChildren().stream().anyMatch(Node::isFocused);
        for (int index = 0; index < cards.size(); index++) {
            Card card = cards.get(index);
            boolean isShown = card.equals(shown.get());
            if (!isShown) {
                card.replaceTitle(new Region());
            }
            card.setVisible(isShown);
            ((ToggleButton) titles.getChildren().get(index)).setSelected(isShown);
        }
        shown.get().replaceTitle(titles);
        if (hasKeyboard) {
            titles.getChildren().get(cards.indexOf(shown.get())).requestFocus();
        }
    }
}
