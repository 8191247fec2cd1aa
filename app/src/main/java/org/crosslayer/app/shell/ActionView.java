package org.crosslayer.app.shell;

import java.util.List;
import java.util.stream.IntStream;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.RowConstraints;
import org.crosslayer.app.control.Card;
import org.crosslayer.app.control.CardPlace;

/// What can be done and what it costs: the plan, which takes the room there is, and the measures, below it or beside
/// it. They change their places and not their parent, so that nothing is styled anew.
final class ActionView {
    private static final PseudoClass ROOMY = PseudoClass.getPseudoClass("roomy");
    private static final PseudoClass WIDE = PseudoClass.getPseudoClass("wide");

    private final GridPane root = new GridPane();
    private final List<Node> parts;

    ActionView(List<Node> parts) {
        this.parts = parts.stream().map(ActionView::withPlaces).toList();
        root.getStyleClass().add("action");
        root.getChildren().addAll(this.parts);
        // The plan scrolls; what stands below it has to be seen whole.
        this.parts.stream().skip(1).filter(Region.class::isInstance).forEach(part -> ((Region) part)
                .setMinHeight(Region.USE_PREF_SIZE));
        arrange(false, false);
    }

    Region root() {
        return root;
    }

    /// Puts the parts below or beside each other.
    ///
    /// @param isRoomy wider than where other zones stand at both sides
    /// @param isWide  beside each other
    void arrange(boolean isRoomy, boolean isWide) {
        root.pseudoClassStateChanged(ROOMY, isRoomy);
        root.pseudoClassStateChanged(WIDE, isWide);
        for (int index = 0; index < parts.size(); index++) {
            GridPane.setConstraints(parts.get(index), isWide ? index : 0, isWide ? 0 : index);
        }
        int columns = isWide ? parts.size() : 1;
        int rows = isWide ? 1 : parts.size();
        root.getColumnConstraints()
                .setAll(IntStream.range(0, columns)
                        .mapToObj(_ -> column(100.0 / columns))
                        .toList());
        root.getRowConstraints()
                .setAll(IntStream.range(0, rows).mapToObj(ActionView::row).toList());
    }

    private static ColumnConstraints column(double percent) {
        ColumnConstraints column = new ColumnConstraints();
        column.setPercentWidth(percent);
        column.setHgrow(Priority.ALWAYS);
        return column;
    }

    private static RowConstraints row(int index) {
        RowConstraints row = new RowConstraints();
        row.setVgrow(index == 0 ? Priority.ALWAYS : Priority.NEVER);
        return row;
    }

    /// Cards of the zone, and cards directly inside of its parts, get a place that they can be lent from.
    private static Node withPlaces(Node part) {
        if (part instanceof Card card) {
            return new CardPlace(card);
        }
        if (part instanceof Pane pane) {
            List<Node> inside = List.copyOf(pane.getChildren());
            pane.getChildren().clear();
            for (Node node : inside) {
                pane.getChildren().add(node instanceof Card card ? new CardPlace(card) : node);
            }
        }
        return part;
    }
}
