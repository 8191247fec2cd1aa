package org.crosslayer.app.control;

import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/// The line above a card: title, controls, actions. Where it is too narrow for all, the actions become one
/// button.
final class CardHeading extends HBox {
    private final Node name;
    private final CardActions actions;

    CardHeading(Node name, List<Node> controls, CardActions actions) {
        this.name = name;
        this.actions = actions;
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        List<Node> all = new ArrayList<>(List.of(name, gap));
        all.addAll(controls);
        all.add(actions);
        getChildren().setAll(all);
        setAlignment(Pos.CENTER_LEFT);
        getStyleClass().add("card-heading");
    }

    /// Puts something else where the name stands; null for the name again.
    void replaceTitle(@Nullable Node node) {
        getChildren().set(0, node == null ? name : node);
    }

    @Override
    protected void layoutChildren() {
        double others = getManagedChildren().stream()
                .filter(child -> child != actions)
                .mapToDouble(child -> Math.max(child.minWidth(-1), child.prefWidth(-1)) + getSpacing())
                .sum();
        actions.fit(getWidth() - getInsets().getLeft() - getInsets().getRight() - others);
        super.layoutChildren();
    }
}
