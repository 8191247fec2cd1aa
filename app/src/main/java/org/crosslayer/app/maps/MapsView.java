package org.crosslayer.app.maps;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.crosslayer.app.control.Card;
import org.crosslayer.app.control.Hint;
import org.crosslayer.viz.matrix.ViewportModel;
import org.jspecify.annotations.Nullable;

/// The centre, below: two maps with one crosshair and one zoom, and beside them, to be turned to, their difference.
public final class MapsView {
    private final MapsViewModel viewModel;
    private final MapChooser primaryTitle;
    private final MapChooser pinnedTitle;
    private final Label primaryBadge = badge("map-primary-badge");
    private final Label pinnedBadge = badge("map-pinned-badge");
    private final Label differenceTitle = new Label();
    private final MapPane primary;
    private final MapPane pinned;
    private final MapPane change;
    private final Card root;
    private final Card difference;

    public MapsView(MapsViewModel viewModel) {
        this.viewModel = viewModel;
        primaryTitle = new MapChooser(viewModel, "primary", viewModel::choosePrimary);
        pinnedTitle = new MapChooser(viewModel, "pinned", viewModel::choosePinned);
        differenceTitle.setId("map-difference-title");
        differenceTitle.getStyleClass().add("map-title");
        primary = new MapPane("map-primary", viewModel, primaryTitle, primaryBadge);
        pinned = new MapPane("map-pinned", viewModel, pinnedTitle, pinnedBadge);
        change = new MapPane("map-difference", viewModel, differenceTitle);
        ViewportModel zoom = new ViewportModel();
        for (MapPane pane : List.of(primary, pinned, change)) {
            pane.heatmap().setViewport(zoom);
        }
        primary.heatmap().crosshairProperty().bindBidirectional(pinned.heatmap().crosshairProperty());
        primary.heatmap().crosshairProperty().bindBidirectional(change.heatmap().crosshairProperty());

        HBox pair = new HBox(primary.root(), pinned.root());
        pair.getStyleClass().add("map-pair");
        VBox.setVgrow(pair, Priority.ALWAYS);
        root = new Card(
                        "maps-card",
                        "Maps",
                        "Which earlier tokens (columns) each token (row) reads, on the first tokens of the text, as the"
                                + " model computes it without sharing. A title opens the list of all layers and heads."
                                + " Both maps have the same colours unless a badge says otherwise. A click locks the row’s"
                                + " token, Escape releases it; what it reads most, the first token aside, is outlined.",
                        new MapMenu(viewModel, "maps"))
                .with(pair)
                .following(viewModel.follows())
                .exporting(new MapsExport(primary.heatmap(), pinned.heatmap(), viewModel));
        VBox.setVgrow(change.root(), Priority.ALWAYS);
        difference = new Card(
                        "difference-card",
                        "Difference",
                        "The pinned map less the primary one, cell by cell: what the layer would read more (vermilion)"
                                + " or less (blue) if it took the other’s attention. White is no difference.",
                        new MapMenu(viewModel, "difference"))
                .with(change.root())
                .following(viewModel.follows())
                .exporting(new DifferenceExport(change.heatmap(), viewModel));
        for (Card card : List.of(root, difference)) {
            VBox.setVgrow(card, Priority.ALWAYS);
            card.addEventHandler(KeyEvent.KEY_PRESSED, this::release);
        }
        viewModel.looking().bind(root.shown());
        viewModel.comparing().bind(difference.shown());
        viewModel.primary().addListener((_, _, _) -> show());
        viewModel.pinned().addListener((_, _, _) -> show());
        viewModel.difference().addListener((_, _, _) -> show());
        viewModel.look().addListener((_, _, _) -> show());
        show();
    }

    /// The two maps, to put into the window.
    public Card root() {
        return root;
    }

    /// Their difference, to put beside them.
    public Card difference() {
        return difference;
    }

    private void release(KeyEvent event) {
        if (event.getCode() == KeyCode.ESCAPE && viewModel.release()) {
            event.consume();
        }
    }

    private void show() {
        @Nullable MapPicture first = viewModel.primary().get();
        @Nullable MapPicture second = viewModel.pinned().get();
        @Nullable MapPicture third = viewModel.difference().get();
        MapLook look = viewModel.look().get();
        primaryTitle.setText(title(first));
        pinnedTitle.setText(title(second));
        differenceTitle.setText(third == null ? "" : third.title());
        boolean hasOwn = !look.locked() && first != null;
        for (Label badge : List.of(primaryBadge, pinnedBadge)) {
            badge.setVisible(hasOwn);
            badge.setManaged(hasOwn);
        }
        List<MapMatrix> both = Stream.of(first, second)
                .filter(Objects::nonNull)
                .map(MapPicture::matrix)
                .toList();
        if (first != null) {
            primary.heatmap().setScale(look.scale(look.locked() ? both : List.of(first.matrix())));
        }
        if (second != null) {
            pinned.heatmap().setScale(look.scale(look.locked() ? both : List.of(second.matrix())));
        }
        if (third != null) {
            change.heatmap().setScale(look.difference(third.matrix()));
        }
        primary.show(first);
        pinned.show(second);
        change.show(third);
    }

    private static String title(@Nullable MapPicture picture) {
        return picture == null ? "" : picture.title();
    }

    private static Label badge(String id) {
        Label badge = new Label("own scale");
        badge.setId(id);
        badge.getStyleClass().addAll("badge", "warn-badge");
        badge.setMinWidth(Label.USE_PREF_SIZE);
        Hint.set(
                badge,
                "Each map has a colour scale of its own: equal colours do not mean equal"
                        + " values. View, Same scale in both maps, brings one scale back.");
        return badge;
    }
}
