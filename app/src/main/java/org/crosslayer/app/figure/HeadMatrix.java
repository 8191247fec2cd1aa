package org.crosslayer.app.figure;

import java.util.List;
import java.util.stream.IntStream;
import org.crosslayer.engine.similarity.HeadSimilarity;
import org.crosslayer.viz.matrix.Axis;
import org.crosslayer.viz.matrix.Caption;
import org.crosslayer.viz.matrix.LabelledMatrix;
import org.jspecify.annotations.Nullable;

/// Heads × heads as a labelled matrix, the same in window and figure. A head is called such as `L3H5`.
public final class HeadMatrix {
    private HeadMatrix() {}

    /// All heads, or those of one layer on either side.
    ///
    /// @param layer  whose heads are the rows; null for all
    /// @param source whose heads are the columns; null for all
    public static LabelledMatrix of(HeadSimilarity similarity, @Nullable Integer layer, @Nullable Integer source) {
        int[] rows = indices(similarity, layer);
        int[] columns = indices(similarity, source);
        double[] values = new double[rows.length * columns.length];
        for (int row = 0; row < rows.length; row++) {
            for (int column = 0; column < columns.length; column++) {
                values[row * columns.length + column] = similarity.values().at(rows[row], columns[column]);
            }
        }
        Caption caption = new Caption(
                "",
                new Axis("head", axis(layer)),
                new Axis("head", axis(source)),
                LayerCharts.valueName(similarity.options()),
                LayerCharts.unit(similarity.options()));
        return LabelledMatrix.of(rows.length, columns.length, values)
                .labelled(names(similarity, rows), names(similarity, columns))
                .captioned(caption);
    }

    /// Which heads, for a caption.
    static String words(@Nullable Integer layer, @Nullable Integer source) {
        return (layer == null ? "all heads" : "the heads of layer " + layer) + " with "
                + (source == null ? "all" : "those of layer " + source);
    }

    private static String axis(@Nullable Integer layer) {
        return layer == null ? "head" : "head of layer " + layer;
    }

    private static int[] indices(HeadSimilarity similarity, @Nullable Integer layer) {
        return layer == null
                ? IntStream.range(0, similarity.values().rows()).toArray()
                : IntStream.range(0, similarity.nHeads())
                        .map(head -> similarity.index(layer, head))
                        .toArray();
    }

    private static List<String> names(HeadSimilarity similarity, int[] indices) {
        return IntStream.of(indices)
                .mapToObj(index -> "L" + similarity.layer(index) + "H" + similarity.head(index))
                .toList();
    }
}
