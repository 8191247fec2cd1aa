package org.crosslayer.app.help;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.control.Labeled;
import org.crosslayer.app.control.Card;
import org.jspecify.annotations.Nullable;

/// What can be said about a part of the window: what it is called, what it does, and the words of the glossary in
/// it.
///
/// @param title   what it is called
/// @param meaning what it does or shows
/// @param words   the glossary's entries about it
public record ContextHelp(String title, String meaning, List<Glossary.Entry> words) {
    public ContextHelp {
        words = List.copyOf(words);
    }

    /// About the part that has the keyboard.
    public static ContextHelp about(Node node, Glossary glossary) {
        @Nullable Card card = card(node);
        String name = name(node);
        String does = does(node);
        String pane = card == null ? "" : card.meaning();
        String title = !name.isEmpty() ? name : card == null ? "" : card.title();
        String meaning = Stream.of(does, pane).filter(part -> !part.isEmpty()).collect(Collectors.joining("\n"));
        return new ContextHelp(title, meaning, glossary.about(title + ". " + meaning));
    }

    /// About a whole pane.
    public static ContextHelp about(Card card, Glossary glossary) {
        return new ContextHelp(card.title(), card.meaning(), glossary.about(card.title() + ". " + card.meaning()));
    }

    private static @Nullable Card card(Node node) {
        for (Node at = node; at != null; at = at.getParent()) {
            if (at instanceof Card card) {
                return card;
            }
        }
        return null;
    }

    private static String name(Node node) {
        @Nullable String spoken = node.getAccessibleText();
        if (spoken != null && !spoken.isEmpty()) {
            return spoken;
        }
        if (node instanceof Labeled labeled && labeled.getText() != null) {
            return labeled.getText();
        }
        @Nullable String role = node.getAccessibleRoleDescription();
        return role == null ? "" : role;
    }

    private static String does(Node node) {
        @Nullable String help = node.getAccessibleHelp();
        return help == null ? "" : help;
    }
}
