package org.crosslayer.app.control;

/// What a card stands in, and can be lent from: the frame takes it to a window of its own, or lets it fill the
/// main one, and brings the same node back.
public interface CardHolder {
    /// Gives the card away and shows in its place that it is elsewhere.
    void lend(Card card);

    /// Takes it back where it was.
    void takeBack(Card card);
}
