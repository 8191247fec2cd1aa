package org.crosslayer.app.shell;

import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.crosslayer.app.control.Card;
import org.jspecify.annotations.Nullable;

/// Between header and status: the zones as the [Layout] wants them, or one card that fills all. Zones that are not
/// wanted stay where they are, unseen.
final class BodyView {
    /// From this width on, plan and measures stand side by side and leave room for the evidence.
    private static final double WIDE = 1480;

    private final Region subject;
    private final CentreView centre;
    private final ActionView action;
    private final Columns columns;
    private final ScrollPane scroll;
    private final StackPane root = new StackPane();
    private final ObjectProperty<Layout> layout = new SimpleObjectProperty<>(Layout.EXPLORE);

    BodyView(Zones zones) {
        subject = zones.subject();
        centre = new CentreView(zones);
        action = new ActionView(zones.action());
        columns = new Columns(List.of(subject, centre.root(), action.root()), centre.root());
        columns.setId("zones");
        scroll = new ScrollPane(columns);
        fit(scroll);
        root.setId("body");
        root.getChildren().add(scroll);
        layout.addListener((_, _, _) -> divide());
        columns.widthProperty().addListener((_, before, now) -> {
            boolean becomesWide = before.doubleValue() < WIDE && now.doubleValue() >= WIDE;
            boolean becomesNarrow = before.doubleValue() >= WIDE && now.doubleValue() < WIDE;
            if (layout.get() == Layout.SHARE && (becomesWide || becomesNarrow)) {
                divide();
            }
        });
        divide();
    }

    Node root() {
        return root;
    }

    CentreView centre() {
        return centre;
    }

    ObjectProperty<Layout> layout() {
        return layout;
    }

    /// Lets a card fill the body; null shows the zones again.
    void fillWith(@Nullable Card card) {
        root.getChildren().retainAll(scroll);
        scroll.setVisible(card == null);
        if (card != null) {
            root.getChildren().add(card);
        }
    }

    /// Where the dividers between the zones stand, as fractions of the width.
    double[] dividers() {
        return columns.positions();
    }

    void setDividers(double... positions) {
        columns.setPositions(positions);
    }

    private void divide() {
        boolean isShare = layout.get() == Layout.SHARE;
        action.arrange(isShare, isShare && columns.getWidth() >= WIDE);
        List<Region> shown = new ArrayList<>();
        shown.add(centre.root());
        if (layout.get() == Layout.EXPLORE) {
            shown.add(subject);
        }
        if (layout.get() != Layout.FIGURE) {
            shown.add(action.root());
        }
        columns.show(shown);
    }

    /// As large as the room there is, and never smaller than what stands in it.
    static void fit(ScrollPane scroll) {
        scroll.setFitToWidth(true);
        scroll.setFitToHeight(true);
        scroll.setFocusTraversable(false);
        scroll.getStyleClass().add("zone-scroll");
    }
}
