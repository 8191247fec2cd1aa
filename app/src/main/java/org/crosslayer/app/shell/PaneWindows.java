package org.crosslayer.app.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import javafx.geometry.Bounds;
import javafx.geometry.Rectangle2D;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.image.WritableImage;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.crosslayer.app.control.Card;
import org.crosslayer.app.control.CardEvent;
import org.crosslayer.app.control.CardHolder;
import org.crosslayer.app.control.PaneExport;
import org.crosslayer.app.control.SideWindow;
import org.jspecify.annotations.Nullable;

/// Cards outside of their places: in windows of their own, or filling the main one. It is always the same node
/// that moves, so what it shows, and what it is linked to, moves with it.
final class PaneWindows {
    private static final double WIDTH = 760;
    private static final double HEIGHT = 560;

    private record Detached(Card card, CardHolder holder, Stage stage) {}

    private final BodyView body;
    private final WindowMemory memory;
    private final List<Detached> detached = new ArrayList<>();
    private BiConsumer<Window, Card> exporter = (_, _) -> {};
    private BiConsumer<Window, Card> explainer = (_, _) -> {};
    private @Nullable Card maximised;

    PaneWindows(BodyView body, WindowMemory memory) {
        this.body = body;
        this.memory = memory;
    }

    /// Answers what the cards below this node ask for.
    void answer(Node root) {
        root.addEventHandler(CardEvent.DETACH, event -> toggleDetached(event.card()));
        root.addEventHandler(CardEvent.MAXIMISE, event -> toggleMaximised(event.card()));
        root.addEventHandler(CardEvent.COPY, event -> copy(event.card()));
        root.addEventHandler(
                CardEvent.EXPORT,
                event -> exporter.accept(event.card().getScene().getWindow(), event.card()));
        root.addEventHandler(
                CardEvent.EXPLAIN,
                event -> explainer.accept(event.card().getScene().getWindow(), event.card()));
    }

    void exportThrough(BiConsumer<Window, Card> newExporter) {
        exporter = newExporter;
    }

    void explainThrough(BiConsumer<Window, Card> newExplainer) {
        explainer = newExplainer;
    }

    /// Puts everything back in its place.
    void takeAllBack() {
        if (maximised != null) {
            toggleMaximised(maximised);
        }
        List.copyOf(detached).forEach(this::attach);
    }

    void toggleMaximised(Card card) {
        @Nullable CardHolder holder = card.holder();
        if (holder == null || detached.stream().anyMatch(is -> is.card() == card)) {
            return;
        }
        @Nullable Card before = maximised;
        if (before != null) {
            maximised = null;
            body.fillWith(null);
            before.markElsewhere(false, false);
            returnTo(before.holder(), before);
        }
        if (before != card) {
            holder.lend(card);
            maximised = card;
            card.markElsewhere(false, true);
            body.fillWith(card);
            card.requestFocus();
        }
    }

    private static void returnTo(@Nullable CardHolder holder, Card card) {
        if (holder != null) {
            holder.takeBack(card);
        }
    }

    void toggleDetached(Card card) {
        detached.stream().filter(is -> is.card() == card).findFirst().ifPresentOrElse(this::attach, () -> detach(card));
    }

    private void detach(Card card) {
        @Nullable CardHolder holder = card.holder();
        if (holder == null) {
            return;
        }
        if (maximised == card) {
            toggleMaximised(card);
        }
        Scene from = card.getScene();
        Bounds place = card.localToScreen(card.getLayoutBounds());
        holder.lend(card);
        StackPane root = new StackPane(card);
        root.setId(card.getId() + "-window");
        root.getStyleClass().add("pane-window");
        answer(root);
        Stage stage = SideWindow.make(from.getWindow(), card.title(), root, WIDTH, HEIGHT);
        SideWindow.followShortcuts(stage, from);
        boolean isKnown = memory.follow(stage, card.getId());
        if (place != null && !isKnown) {
            Rectangle2D at = WindowPlaces.beside(place, WIDTH, HEIGHT, WindowPlaces.screens());
            stage.setX(at.getMinX());
            stage.setY(at.getMinY());
        }
        Detached entry = new Detached(card, holder, stage);
        detached.add(entry);
        card.markElsewhere(true, false);
        stage.setOnHidden(_ -> attach(entry));
        stage.show();
    }

    private void attach(Detached entry) {
        if (detached.remove(entry)) {
            entry.card().markElsewhere(false, false);
            entry.holder().takeBack(entry.card());
            entry.stage().getScene().setRoot(new StackPane());
            entry.stage().hide();
        }
    }

    /// The picture as the pane shows it, and the numbers behind it, for whatever takes either.
    private static void copy(Card card) {
        ClipboardContent content = new ClipboardContent();
        WritableImage picture = card.snapshot(null, null);
        content.putImage(picture);
        @Nullable PaneExport export = card.export();
        @Nullable String table = export == null ? null : export.table();
        if (table != null) {
            content.putString(table);
        }
        Clipboard.getSystemClipboard().setContent(content);
    }
}
