package org.crosslayer.app.control;

import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.event.EventType;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// A titled part of the window: a heading with room for small controls at its right, and content below.
///
/// A card that the frame holds also has actions in its heading: help, export, copy, detach, maximise. Each is a
/// [CardEvent] that rises to the window. A view model that computes for its pane binds to [#shown], so that
/// hidden panes compute nothing.
public final class Card extends VBox {
    private final String title;
    private final String meaning;
    private final CardHeading heading;
    private final CardActions actions;
    private final ReadOnlyBooleanWrapper shown = new ReadOnlyBooleanWrapper(this, "shown");
    private final BooleanProperty folded = new SimpleBooleanProperty(this, "folded");
    private final List<Node> content = new ArrayList<>();
    /// The end of the content that is not in the card yet.
    private final List<Node> withheld = new ArrayList<>();
    private @Nullable PaneExport export;
    private @Nullable CardHolder holder;

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
        // They are named after the card, so its name comes first.
        actions = new CardActions(this);
        getStyleClass().add("card");
        Card _ = Colours.part(this);
        Term name = new Term(title, meaning, "card-title");
        name.setMinWidth(USE_PREF_SIZE);
        heading = new CardHeading(name, List.of(controls), actions);
        getChildren().add(heading);
        shown.bind(new Seen(this).and(folded.not()));
        folded.addListener((_, _, is) -> fold(is));
    }

    /// The same card with content below what it has.
    public Card with(Node... more) {
        content.addAll(List.of(more));
        fold(folded.get());
        return this;
    }

    /// The same card, of whose content figures can be made.
    public Card exporting(PaneExport pane) {
        export = pane;
        actions.offerExport(pane.ready());
        return this;
    }

    /// The same card with a switch in its heading: it goes where the selection goes, or stays.
    public Card following(BooleanProperty follows) {
        actions.offerFollow(follows);
        return this;
    }

    /// What can be exported of it; null for nothing.
    public @Nullable PaneExport export() {
        return export;
    }

    /// True while it is seen: turned to, unfolded, and in a window. What it shows need not be computed otherwise.
    public ReadOnlyBooleanProperty shown() {
        return shown.getReadOnlyProperty();
    }

    /// Only the heading is left to see.
    public BooleanProperty folded() {
        return folded;
    }

    /// What it is about.
    public String title() {
        return title;
    }

    /// The title explained.
    public String meaning() {
        return meaning;
    }

    /// What it stands in; null for a card that stays where it is.
    public @Nullable CardHolder holder() {
        return holder;
    }

    /// Does something once the card is laid out where it is now; nothing if it is nowhere.
    public void onceInPlace(Runnable action) {
        @Nullable Scene scene = getScene();
        if (scene != null) {
            scene.addPostLayoutPulseListener(new Runnable() {
                @Override
                public void run() {
                    scene.removePostLayoutPulseListener(this);
                    action.run();
                }
            });
        }
    }

    /// Asks the window to do something for this card.
    public void ask(EventType<CardEvent> what) {
        fireEvent(new CardEvent(this, what));
    }

    /// Says that it stands in something that can lend it, so that it has actions.
    void holdIn(CardHolder newHolder) {
        holder = newHolder;
        actions.show();
    }

    /// Says where it is: its buttons read accordingly, and its own title is there if it is not among pages.
    public void markElsewhere(boolean detached, boolean maximised) {
        actions.mark(detached, maximised);
    }

    /// Puts something else where the title stands.
    void replaceTitle(@Nullable Node node) {
        heading.replaceTitle(node);
    }

    private void fold(boolean isFolded) {
        getChildren().setAll(heading);
        if (!isFolded) {
            getChildren().addAll(content.subList(0, content.size() - withheld.size()));
        }
    }

    /// Keeps its content out of the window until it is brought, because all at once would take longer than a frame.
    void withhold() {
        withheld.clear();
        withheld.addAll(content);
        fold(folded.get());
    }

    /// Puts the next part of what was withheld in its place.
    ///
    /// @return false if nothing was left
    boolean bringNext() {
        if (withheld.isEmpty()) {
            return false;
        }
        Node next = withheld.removeFirst();
        if (!folded.get()) {
            getChildren().add(next);
        }
        return true;
    }

    /// Puts all of it in its place.
    void bringAll() {
        if (!withheld.isEmpty()) {
            withheld.clear();
            fold(folded.get());
        }
    }
}
