package org.crosslayer.app.details;

import org.crosslayer.app.workspace.Selection;

/// Where a click on a line leads: what all panes look at from then on.
final class Look {
    private Look() {}

    /// One head, beside the one that is pinned, or else beside the layer below.
    static void atHead(Selection selection, int layer, int head) {
        boolean hasPinned = selection.pinnedHead().get() != Selection.ACCORDING
                && selection.pinned().get() < layer;
        if (selection.primary().get() != layer) {
            int pinnedHead = selection.pinnedHead().get();
            selection.choosePair(layer, hasPinned ? selection.pinned().get() : layer);
            selection.pinnedHead().set(hasPinned ? pinnedHead : Selection.ACCORDING);
        }
        selection.head().set(head);
    }

    /// Two layers.
    static void atPair(Selection selection, int layer, int source) {
        selection.choosePair(layer, source);
    }

    /// A head of each of two layers.
    static void atHeads(Selection selection, int layer, int head, int source, int sourceHead) {
        selection.choosePair(layer, source);
        selection.head().set(head);
        selection.pinnedHead().set(sourceHead);
    }

    /// The head that others are compared with.
    static void pin(Selection selection, int layer, int head) {
        if (layer < selection.primary().get()) {
            selection.choosePair(selection.primary().get(), layer);
            selection.pinnedHead().set(head);
        }
    }

    static int pinnedHead(Selection selection) {
        return selection.pinnedHead().get();
    }

    /// A token of the text, as query; [Selection#NONE] for none.
    static void atToken(Selection selection, int token) {
        selection.query().set(token);
    }
}
