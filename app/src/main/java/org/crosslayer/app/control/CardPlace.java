package org.crosslayer.app.control;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// The place of one card. While the card is elsewhere, a button stands here that brings it back.
public final class CardPlace extends StackPane implements CardHolder {
    private final Button back;

    /// Shows the card.
    public CardPlace(Card card) {
        // Where it is too low, the heading stays to be seen.
        setAlignment(Pos.TOP_LEFT);
        getStyleClass().add("card-place");
        back = new Button(card.title() + " is in a window of its own. Bring it back");
        back.setId(card.getId() + "-back");
        back.getStyleClass().add("link-button");
        Button _ = Colours.part(back);
        back.setWrapText(true);
        back.setOnAction(_ -> card.ask(CardEvent.DETACH));
        card.holdIn(this);
        getChildren().add(card);
        VBox.setVgrow(this, VBox.getVgrow(card));
    }

    @Override
    public void lend(Card card) {
        getChildren().setAll(back);
    }

    @Override
    public void takeBack(Card card) {
        getChildren().setAll(card);
    }
}
