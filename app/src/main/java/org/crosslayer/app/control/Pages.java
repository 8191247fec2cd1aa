package org.crosslayer.app.control;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javafx.beans.Observable;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/// Cards in one place, of which one is seen: their titles stand side by side in its heading, and a click turns to
/// another. Saves the line that a tab pane would take, and each card keeps its own controls.
///
/// A page comes into the window when it is first turned to, or before that when somebody asks for it with
/// [#prepareNext]: a page that nobody sees is styled like any other, and the window would open later for it.
///
/// The button of the card `maps-card` has the id `page-maps-card`. Pages may be folded to this line; a click on a
/// title unfolds them.
public final class Pages implements CardHolder {
    private final List<Card> cards;
    private final Set<Card> lent = new HashSet<>();
    private final HBox titles = new HBox();
    private final Button back = new Button("All of these panes are in windows of their own. Bring them back");
    private final StackPane root = new StackPane();
    private final ObjectProperty<Card> shown;
    private final BooleanProperty folded = new SimpleBooleanProperty(this, "folded");

    /// Shows the first card.
    ///
    /// @param cards at least one, left to right
    public Pages(List<Card> cards) {
        this.cards = List.copyOf(cards);
        shown = new SimpleObjectProperty<>(this.cards.getFirst());
        titles.setAlignment(Pos.CENTER_LEFT);
        titles.getStyleClass().add("page-titles");
        titles.addEventFilter(KeyEvent.KEY_PRESSED, this::turnByKey);
        // Before the cards hear of it: what is unfolded is styled anew, and that should be what is seen.
        folded.addListener((Observable _) -> dismissHidden());
        for (Card card : this.cards) {
            titles.getChildren().add(button(card));
            card.folded().bind(folded);
            card.holdIn(this);
        }
        back.getStyleClass().add("link-button");
        Button _ = Colours.part(back);
        back.setOnAction(_ -> List.copyOf(lent).forEach(card -> card.ask(CardEvent.DETACH)));
        // Where it is too low, the heading stays to be seen.
        root.setAlignment(Pos.TOP_LEFT);
        root.getStyleClass().add("pages");
        shown.addListener((_, _, _) -> show());
        show();
    }

    /// What to put into the window.
    public Region root() {
        return root;
    }

    /// The cards, left to right.
    public List<Card> cards() {
        return cards;
    }

    /// The card that is seen.
    public ObjectProperty<Card> shown() {
        return shown;
    }

    /// Only the line of titles is left to see.
    public BooleanProperty folded() {
        return folded;
    }

    /// Puts a small control before the titles, such as one that folds.
    public void lead(Node control) {
        titles.getChildren().addFirst(control);
    }

    /// Turns to a card and unfolds it.
    public void turnTo(Card card) {
        folded.set(false);
        shown.set(card);
    }

    /// Brings the next part of a page that nobody has looked at yet into the window, unseen: turning to it is quick
    /// from then on.
    ///
    /// @return false if all are there
    public boolean prepareNext() {
        for (Card card : cards) {
            if (isAway(card)) {
                card.withhold();
                root.getChildren().add(card);
                return true;
            }
            if (card.bringNext()) {
                return true;
            }
        }
        return false;
    }

    /// Takes all pages out of the window that are not seen, so that a change of all styles costs only what is seen;
    /// folding and unfolding do so by themselves.
    public void dismissHidden() {
        cards.stream().filter(card -> !card.isVisible()).forEach(root.getChildren()::remove);
    }

    private boolean isAway(Card card) {
        return !lent.contains(card) && !root.getChildren().contains(card);
    }

    @Override
    public void lend(Card card) {
        lent.add(card);
        card.folded().unbind();
        card.folded().set(false);
        root.getChildren().remove(card);
        card.bringAll();
        card.replaceTitle(null);
        card.setVisible(true);
        card.setManaged(true);
        if (card.equals(shown.get())) {
            cards.stream().filter(other -> !lent.contains(other)).findFirst().ifPresent(shown::set);
        }
        show();
    }

    @Override
    public void takeBack(Card card) {
        lent.remove(card);
        card.folded().bind(folded);
        root.getChildren().remove(back);
        root.getChildren().add(card);
        shown.set(card);
        show();
    }

    private ToggleButton button(Card card) {
        ToggleButton button = new ToggleButton(card.title());
        button.setId("page-" + card.getId());
        button.getStyleClass().add("page-title");
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setAccessibleRole(AccessibleRole.TAB_ITEM);
        Hint.set(button, card.meaning());
        button.setOnAction(_ -> {
            turnTo(card);
            button.setSelected(true);
        });
        return button;
    }

    /// Left and right turn to the neighbour, as in a tab pane.
    private void turnByKey(KeyEvent event) {
        List<Card> here = cards.stream().filter(card -> !lent.contains(card)).toList();
        int step = event.getCode() == KeyCode.RIGHT ? 1 : event.getCode() == KeyCode.LEFT ? -1 : 0;
        int next = here.indexOf(shown.get()) + step;
        if (step != 0 && next >= 0 && next < here.size()) {
            shown.set(here.get(next));
            buttonOf(here.get(next)).requestFocus();
            event.consume();
        }
    }

    private ToggleButton buttonOf(Card card) {
        String id = "page-" + card.getId();
        return titles.getChildren().stream()
                .filter(node -> id.equals(node.getId()))
                .map(ToggleButton.class::cast)
                .findFirst()
                .orElseThrow();
    }

    /// The titles move into the heading of the card that is seen, and the keyboard stays with them if it was
    /// there.
    private void show() {
        @Nullable
        Node hadKeyboard = titles.getChildren().stream()
                .filter(Node::isFocused)
                .findFirst()
                .orElse(null);
        for (Card card : cards) {
            boolean isHere = !lent.contains(card);
            boolean isShown = isHere && card.equals(shown.get());
            if (isHere) {
                if (isShown) {
                    card.bringAll();
                }
                card.setVisible(isShown);
                // Nothing is laid out for a page that nobody sees.
                card.setManaged(isShown);
                if (isShown && isAway(card)) {
                    root.getChildren().add(card);
                }
                if (!isShown) {
                    card.replaceTitle(new Region());
                }
            }
            ToggleButton button = buttonOf(card);
            button.setSelected(isShown);
            button.setVisible(isHere);
            button.setManaged(isHere);
        }
        if (lent.contains(shown.get())) {
            root.getChildren().setAll(back);
        } else {
            shown.get().replaceTitle(titles);
        }
        if (hadKeyboard != null) {
            (hadKeyboard instanceof ToggleButton ? buttonOf(shown.get()) : hadKeyboard).requestFocus();
        }
    }
}
