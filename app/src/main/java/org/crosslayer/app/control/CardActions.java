package org.crosslayer.app.control;

import java.util.List;
import javafx.beans.property.BooleanProperty;
import javafx.beans.value.ObservableValue;
import javafx.event.EventType;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;

/// What can be done with a card, as small buttons at the end of its heading, or as one button with a menu where
/// the heading is narrow.
final class CardActions extends HBox {
    private final Card card;
    private final Action explain;
    private final Action export;
    private final Action copy;
    private final Action detach;
    private final Action maximise;
    private final List<Action> all;
    private final MenuButton menu = new MenuButton("⋯");
    private final ToggleButton follow = new ToggleButton();
    private boolean offersFollow;
    private final CheckMenuItem followItem = new CheckMenuItem("Follow the selection");

    CardActions(Card card) {
        this.card = card;
        explain = new Action("explain", "sign-help", "Explain “" + card.title() + "”", CardEvent.EXPLAIN);
        export = new Action("export", "sign-export", "Export a figure or the numbers of it…", CardEvent.EXPORT);
        copy = new Action("copy", "sign-copy", "Copy picture and numbers", CardEvent.COPY);
        detach = new Action("detach", "sign-detach", "Give it a window of its own", CardEvent.DETACH);
        maximise = new Action("maximise", "sign-maximise", "Let it fill the window", CardEvent.MAXIMISE);
        all = List.of(explain, export, copy, detach, maximise);
        menu.setId(card.getId() + "-actions");
        menu.getStyleClass().addAll("icon-button", "card-menu");
        menu.setAccessibleText("What can be done with " + card.title());
        Hint.set(menu, "Explain, export, copy, detach or maximise this pane.");
        setAlignment(Pos.CENTER_RIGHT);
        getStyleClass().add("card-actions");
        export.offer(false);
        copy.offer(false);
        for (Action action : all) {
            getChildren().add(action.button);
            menu.getItems().add(action.item);
        }
        getChildren().add(menu);
        getChildren().addFirst(follow);
        set(follow, false);
        setVisible(false);
        setManaged(false);
    }

    void show() {
        setVisible(true);
        setManaged(true);
        fit(0);
    }

    void offerExport(ObservableValue<Boolean> ready) {
        for (Action action : List.of(export, copy)) {
            action.offer(true);
            action.button.disableProperty().bind(ready.map(is -> !is));
            action.item.disableProperty().bind(action.button.disableProperty());
        }
    }

    /// A pane that stays says so even where the heading is narrow.
    void offerFollow(BooleanProperty follows) {
        follow.setId(card.getId() + "-follow");
        follow.getStyleClass().addAll("icon-button", "follow-switch");
        follow.setMinWidth(USE_PREF_SIZE);
        follow.selectedProperty().bindBidirectional(follows);
        follow.textProperty().bind(follows.map(is -> is ? "" : "stays"));
        Region sign = new Region();
        sign.getStyleClass().setAll("sign", "sign-follow");
        follow.setGraphic(sign);
        follow.accessibleTextProperty()
                .bind(follows.map(is -> is ? "Follows the selection" : "Stays, whatever is selected elsewhere"));
        Hint.set(
                follow,
                "On: this pane goes where the selection goes. Off: it stays where it is;"
                        + " what is chosen in it is still chosen for the others.");
        followItem.setId(card.getId() + "-follow-item");
        followItem.selectedProperty().bindBidirectional(follows);
        menu.getItems().addFirst(followItem);
        follows.addListener((_, _, _) -> requestLayout());
        offersFollow = true;
    }

    void mark(boolean detached, boolean maximised) {
        detach.name(
                detached ? "sign-attach" : "sign-detach",
                detached ? "Bring it back to the main window" : "Give it a window of its own");
        maximise.name(
                maximised ? "sign-restore" : "sign-maximise",
                maximised ? "Put it back in its place" : "Let it fill the window");
        detach.offer(!maximised);
        maximise.offer(!detached);
    }

    /// That of the menu: buttons that are shown now must not keep a pane as wide as it was.
    @Override
    protected double computeMinWidth(double height) {
        boolean stays = offersFollow && !follow.isSelected();
        return snappedLeftInset()
                + menu.prefWidth(-1)
                + (stays ? follow.prefWidth(-1) + getSpacing() : 0)
                + snappedRightInset();
    }

    /// Shows the buttons if they fit this width, else the menu.
    void fit(double width) {
        boolean stays = offersFollow && !follow.isSelected();
        double switches = offersFollow ? follow.prefWidth(-1) + getSpacing() : 0;
        boolean wide = switches
                        + all.stream()
                                .filter(action -> action.offered)
                                .mapToDouble(action -> action.button.prefWidth(-1) + getSpacing())
                                .sum()
                <= width;
        set(follow, offersFollow && (wide || stays));
        for (Action action : all) {
            set(action.button, wide && action.offered);
        }
        set(menu, !wide);
    }

    private static void set(Node node, boolean there) {
        if (node.isManaged() != there) {
            node.setVisible(there);
            node.setManaged(there);
        }
    }

    /// One of them, in both forms.
    private final class Action {
        private final Button button = new Button();
        private final MenuItem item = new MenuItem();
        private final Region graphic = new Region();
        private boolean offered = true;

        Action(String id, String sign, String words, EventType<CardEvent> what) {
            button.setId(card.getId() + "-" + id);
            button.getStyleClass().addAll("icon-button", "card-action");
            button.setMinWidth(USE_PREF_SIZE);
            button.setGraphic(graphic);
            button.setOnAction(_ -> card.ask(what));
            item.setId(card.getId() + "-" + id + "-item");
            item.setOnAction(_ -> card.ask(what));
            name(sign, words);
        }

        void name(String sign, String words) {
            graphic.getStyleClass().setAll("sign", sign);
            button.setAccessibleText(words);
            Hint.set(button, words + ".");
            item.setText(words);
        }

        void offer(boolean is) {
            offered = is;
            item.setVisible(is);
            if (!is) {
                set(button, false);
            }
            requestLayout();
        }
    }
}
