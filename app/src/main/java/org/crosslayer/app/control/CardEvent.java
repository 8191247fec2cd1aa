package org.crosslayer.app.control;

import javafx.event.Event;
import javafx.event.EventType;

/// Something is asked of the window for one of its cards. Rises from the card to the root of the window it is in,
/// so that no card has to know the frame it stands in.
public final class CardEvent extends Event {
    public static final EventType<CardEvent> ANY = new EventType<>(Event.ANY, "CARD");
    /// Explain what the card shows.
    public static final EventType<CardEvent> EXPLAIN = new EventType<>(ANY, "CARD_EXPLAIN");
    /// Make a figure of it.
    public static final EventType<CardEvent> EXPORT = new EventType<>(ANY, "CARD_EXPORT");
    /// Put its picture and its numbers on the clipboard.
    public static final EventType<CardEvent> COPY = new EventType<>(ANY, "CARD_COPY");
    /// Give it a window of its own, or take it back from there.
    public static final EventType<CardEvent> DETACH = new EventType<>(ANY, "CARD_DETACH");
    /// Let it fill the window, or put it back in its place.
    public static final EventType<CardEvent> MAXIMISE = new EventType<>(ANY, "CARD_MAXIMISE");

    private static final long serialVersionUID = 1L;

    private final transient Card card;

    CardEvent(Card card, EventType<CardEvent> type) {
        super(card, card, type);
        this.card = card;
    }

    /// Which card.
    public Card card() {
        return card;
    }
}
