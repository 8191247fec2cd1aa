package org.crosslayer.app.shell;

import java.util.List;
import javafx.collections.ObservableList;
import javafx.scene.Node;

/// Changes what stands in a part of the window, and touches nothing that stays: a node that is taken out and put in
/// again is styled anew with all that is in it, which takes longer than a frame.
final class Children {
    private Children() {}

    /// Makes a list of nodes equal to the wanted one; those in both keep their order.
    static void arrange(ObservableList<Node> list, List<? extends Node> wanted) {
        list.retainAll(wanted);
        for (int index = 0; index < wanted.size(); index++) {
            Node node = wanted.get(index);
            if (index >= list.size() || !list.get(index).equals(node)) {
                list.remove(node);
                list.add(index, node);
            }
        }
    }
}
