package org.crosslayer.app.alignment;

import java.util.List;
import org.crosslayer.engine.similarity.HeadAlignment;
import org.crosslayer.engine.tensor.DoubleMatrix;
import org.crosslayer.engine.tensor.FloatMatrix;
import org.jspecify.annotations.Nullable;

/// The heads of two layers, ready to be drawn.
///
/// @param alignment which belong together, and what every pair costs
/// @param learned   the matrix over the heads of a LiSA layer, `[nHeads of the layer, nHeads of the source]`; null
///     where there is none
public record AlignmentPicture(
        HeadAlignment alignment, @Nullable FloatMatrix learned) {
    /// The source's heads in the order of their partners: column `i` is what head `i` gets. With partners that serve
    /// several heads a column comes up several times.
    public List<Integer> order() {
        return alignment.map();
    }

    /// The costs with the source's heads in that order, so that matched pairs lie on the diagonal.
    public DoubleMatrix reordered() {
        int n = alignment.cost().rows();
        double[] values = new double[n * n];
        for (int row = 0; row < n; row++) {
            for (int column = 0; column < n; column++) {
                values[row * n + column] = alignment.cost().at(row, order().get(column));
            }
        }
        return DoubleMatrix.copyOf(n, n, values);
    }
}
