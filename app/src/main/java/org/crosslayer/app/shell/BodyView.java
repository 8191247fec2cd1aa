package org.crosslayer.app.shell;

import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SplitPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.crosslayer.app.control.Card;
import org.crosslayer.app.control.CardPlace;
import org.jspecify.annotations.Nullable;

/// Between header and status: the zones as the [Layout] wants them, or one card that fills all.
final class BodyView {
    /// From this width on, plan and measures stand side by side and leave room for the evidence.
    private static final double WIDE = 1480;

    private static final PseudoClass ROOMY = PseudoClass.getPseudoClass("roomy");

    private final Zones zones;
    private final CentreView centre;
    private final SplitPane columns = new SplitPane();
    private final ScrollPane scroll = new ScrollPane(columns);
    private final BorderPane root = new BorderPane(scroll);
    private final VBox narrowAction = new VBox();
    private final HBox wideAction = new HBox();
    private final ObjectProperty<Layout> layout = new SimpleObjectProperty<>(Layout.EXPLORE);

    BodyView(Zones zones) {
        this.zones = zones;
        this.centre = new CentreView(zones);
        columns.setId("zones");
        columns.getStyleClass().add("zones");
        fit(scroll);
        root.setId("body");
        narrowAction.getStyleClass().add("action");
        wideAction.getStyleClass().addAll("action", "wide-action");
        zones.action().forEach(BodyView::place);
        SplitPane.setResizableWithParent(zones.subject(), false);
        SplitPane.setResizableWithParent(narrowAction, false);
        SplitPane.setResizableWithParent(wideAction, false);
        layout.addListener((_, _, _) -> divide());
        columns.widthProperty().addListener((_, before, now) -> {
            boolean becomesWide = before.doubleValue() < WIDE && now.doubleValue() >= WIDE;
            boolean becomesNarrow = before.doubleValue() >= WIDE && now.doubleValue() < WIDE;
            if (layout.get() == Layout.SHARE && (becomesWide || becomesNarrow)) {
                divide();
            } else if (before.doubleValue() == 0 && now.doubleValue() > 0) {
                distribute();
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
        root.setCenter(card == null ? scroll : card);
    }

    /// Where the dividers between the zones stand, as fractions of the width.
    double[] dividers() {
        return columns.getDividerPositions();
    }

    void setDividers(double... positions) {
        columns.setDividerPositions(positions);
    }

    private void divide() {
        boolean isWide = layout.get() == Layout.SHARE && columns.getWidth() >= WIDE;
        narrowAction.pseudoClassStateChanged(ROOMY, layout.get() == Layout.SHARE);
        List<Node> shown = new ArrayList<>();
        if (layout.get() == Layout.EXPLORE) {
            shown.add(zones.subject());
        }
        shown.add(centre.root());
        if (layout.get() != Layout.FIGURE) {
            shown.add(action(isWide));
        }
        Children.arrange(columns.getItems(), shown);
        distribute();
    }

    /// As large as the room there is, and never smaller than what stands in it.
    static void fit(ScrollPane scroll) {
        scroll.setFitToWidth(true);
        scroll.setFitToHeight(true);
        scroll.setFocusTraversable(false);
        scroll.getStyleClass().add("zone-scroll");
    }

    /// Subject and action get the width they want, the centre the rest.
    private void distribute() {
        double width = columns.getWidth();
        if (width == 0) {
            return;
        }
        columns.applyCss();
        List<Node> shown = columns.getItems();
        int centreAt = shown.indexOf(centre.root());
        double[] positions = new double[shown.size() - 1];
        double left = 0;
        for (int index = 0; index < centreAt; index++) {
            left += shown.get(index).prefWidth(-1);
            positions[index] = left / width;
        }
        double right = width;
        for (int index = shown.size() - 1; index > centreAt; index--) {
            right -= shown.get(index).prefWidth(-1);
            positions[index - 1] = right / width;
        }
        columns.setDividerPositions(positions);
    }

    private Pane action(boolean isWide) {
        Pane into = isWide ? wideAction : narrowAction;
        Pane from = isWide ? narrowAction : wideAction;
        from.getChildren().clear();
        List<Node> parts = zones.action().stream().map(BodyView::placed).toList();
        Children.arrange(into.getChildren(), parts);
        for (Node part : parts) {
            HBox.setHgrow(part, Priority.ALWAYS);
        }
        VBox.setVgrow(parts.getFirst(), Priority.ALWAYS);
        // The plan scrolls; what stands below it has to be seen whole.
        parts.stream().skip(1).filter(Region.class::isInstance).forEach(part -> ((Region) part)
                .setMinHeight(Region.USE_PREF_SIZE));
        return into;
    }

    /// Cards of the zone, and cards directly inside of its parts, get a place that they can be lent from.
    private static void place(Node part) {
        if (part instanceof Card card) {
            CardPlace _ = new CardPlace(card);
        } else if (part instanceof Pane pane) {
            List<Node> inside = List.copyOf(pane.getChildren());
            pane.getChildren().clear();
            for (Node node : inside) {
                pane.getChildren().add(node instanceof Card card ? new CardPlace(card) : node);
            }
        }
    }

    private static Node placed(Node part) {
        return part instanceof Card card && card.holder() instanceof CardPlace place ? place : part;
    }
}
