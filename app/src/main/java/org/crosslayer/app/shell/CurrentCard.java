package org.crosslayer.app.shell;

import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.crosslayer.app.control.Card;
import org.jspecify.annotations.Nullable;

/// The card that the keyboard is in, or was in last: what commands for "the pane" mean.
final class CurrentCard {
    private @Nullable Card last;

    /// Begins with this one.
    CurrentCard(Card first) {
        last = first;
    }

    /// Watches where the keyboard goes in this scene.
    void watch(Scene scene) {
        scene.focusOwnerProperty().addListener((_, _, owner) -> remember(owner));
    }

    /// The card; absent where it cannot be lent.
    Optional<Card> card() {
        Window.getWindows().stream()
                .filter(Window::isFocused)
                .filter(Stage.class::isInstance)
                .map(window -> window.getScene().getFocusOwner())
                .forEach(this::remember);
        return Optional.ofNullable(last);
    }

    private void remember(@Nullable Node owner) {
        for (Node node = owner; node != null; node = node.getParent()) {
            if (node instanceof Card card && card.holder() != null) {
                last = card;
                return;
            }
        }
    }
}
