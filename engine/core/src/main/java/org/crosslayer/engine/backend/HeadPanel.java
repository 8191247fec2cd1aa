package org.crosslayer.engine.backend;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// A net over the heads, and how its values lie in a panel: differences (then results) in lines `[0, heads)`, scores in
/// `[heads, 2 heads)`, hidden units from there on.
///
/// @param difference of small queries and keys, where the net reads it; null where it is added, given, or not there
record HeadPanel(HeadNetLayout net, @Nullable PanelProduct difference, PanelProduct inner, PanelProduct outer) {

    /// @param keys    small keys whose products with small queries are the difference; null for another or none
    /// @param weights room for [#values]
    static HeadPanel of(HeadNetLayout net, @Nullable SmallKeys keys, MemorySegment weights) {
        int heads = net.heads();
        int hidden = net.hidden();
        // In a panel differences stand before scores, in a net behind them.
        PanelProduct.Source inner = (row, column) -> {
            int from = net.readsDifference() ? (column + heads) % (2 * heads) : column;
            return net.values()[net.w1() + row * net.inputs() + from];
        };
        // Scores pass by the hidden units before those units do.
        int passing = net.outerInputs() - hidden;
        PanelProduct.Source outer = (row, column) -> column < passing
                ? net.values()[net.m() + row * heads + column]
                : net.values()[net.w2() + row * hidden + column - passing];
        SmallKeys read = net.readsDifference() ? keys : null;
        SmallKeys added = net.readsDifference() ? null : keys;
        long innerFrom = read == null ? 0 : PanelProduct.values(heads, 0, read) * Float.BYTES;
        long outerFrom = innerFrom + PanelProduct.values(hidden, net.inputs(), null) * Float.BYTES;
        return new HeadPanel(
                net,
                read == null ? null : new PanelProduct(heads, 0, (_, _) -> 0, _ -> 0, 0, 0, read, weights),
                new PanelProduct(
                        hidden,
                        net.inputs(),
                        inner,
                        row -> net.values()[net.b1() + row],
                        net.readsDifference() ? 0 : heads,
                        2 * heads,
                        null,
                        weights.asSlice(innerFrom)),
                new PanelProduct(
                        heads,
                        net.outerInputs(),
                        outer,
                        row -> net.values()[net.b2() + row],
                        2 * heads - passing,
                        0,
                        added,
                        weights.asSlice(outerFrom)));
    }

    /// Values that the weights of all products take.
    static long values(HeadNetLayout net, @Nullable SmallKeys keys) {
        SmallKeys read = net.readsDifference() ? keys : null;
        SmallKeys added = net.readsDifference() ? null : keys;
        return (read == null ? 0 : PanelProduct.values(net.heads(), 0, read))
                + PanelProduct.values(net.hidden(), net.inputs(), null)
                + PanelProduct.values(net.heads(), net.outerInputs(), added);
    }

    /// Lines of a panel.
    static int lines(HeadNetLayout net) {
        return 2 * net.heads() + net.hidden();
    }

    /// Takes the small queries of a row.
    void ask(SegmentTensor q, int row) {
        if (difference != null) {
            difference.ask(q, row);
        }
        outer.ask(q, row);
    }

    /// Fills the first `length` keys of the lines of results.
    ///
    /// @param hasDifference whether there is one in its lines
    /// @param sequence      whose small keys are read, from key `first` on
    void apply(MemorySegment panel, int width, int length, boolean hasDifference, int sequence, int first) {
        if (difference != null) {
            difference.apply(panel, width, length, false, sequence, first);
        }
        inner.apply(panel, width, length, false);
        long hidden = 2L * net.heads() * width * Float.BYTES;
        if (length == width) {
            GateKernels.activate(net.activation(), panel, hidden, panel, hidden, net.hidden() * width);
        } else {
            for (int k = 0; k < net.hidden(); k++) {
                long at = hidden + (long) k * width * Float.BYTES;
                GateKernels.activate(net.activation(), panel, at, panel, at, length);
            }
        }
        outer.apply(panel, width, length, hasDifference && !net.readsDifference(), sequence, first);
    }
}
