package org.crosslayer.app.control;

import java.util.ArrayList;
import java.util.List;
import javafx.beans.Observable;
import javafx.beans.binding.BooleanBinding;
import javafx.scene.Node;
import org.jspecify.annotations.Nullable;

/// Whether a node is in a window with neither itself nor anything that it stands in hidden. JavaFX knows that of each
/// node and does not tell.
final class Seen extends BooleanBinding {
    private final Node node;
    /// What the value was made of, from the node upwards.
    private Observable[] followed = {};

    Seen(Node node) {
        this.node = node;
    }

    @Override
    protected boolean computeValue() {
        unbind(followed);
        boolean isHidden = false;
        List<Observable> chain = new ArrayList<>();
        for (@Nullable Node each = node; each != null; each = each.getParent()) {
            chain.add(each.visibleProperty());
            chain.add(each.parentProperty());
            isHidden |= !each.isVisible();
        }
        // It has a parent a moment before it has the parent's scene.
        chain.add(node.sceneProperty());
        followed = chain.toArray(Observable[]::new);
        bind(followed);
        return !isHidden && node.getScene() != null;
    }
}
