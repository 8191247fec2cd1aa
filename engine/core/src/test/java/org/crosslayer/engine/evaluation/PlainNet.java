package org.crosslayer.engine.evaluation;

import java.util.Objects;
import org.crosslayer.engine.model.LisaAdapter;
import org.crosslayer.engine.tensor.FloatMatrix;

/// LiSA's alignment written down once more, for the default of every option: SiLU, skip matrix, scores, added.
final class PlainNet {
    private PlainNet() {}

    /// `W2 silu(W1 z + b1) + b2 + M z + difference`, all `[nHeads][query][key]`.
    static double[][][] align(LisaAdapter adapter, double[][][] z, double[][][] difference) {
        FloatMatrix skip = Objects.requireNonNull(adapter.skip());
        int heads = z.length;
        int n = z[0].length;
        double[][][] aligned = new double[heads][n][n];
        for (int row = 0; row < n; row++) {
            for (int key = 0; key <= row; key++) {
                double[] hidden = new double[adapter.w1().rows()];
                for (int k = 0; k < hidden.length; k++) {
                    double sum = adapter.b1().at(0, k);
                    for (int a = 0; a < heads; a++) {
                        sum += adapter.w1().at(k, a) * z[a][row][key];
                    }
                    hidden[k] = sum / (1 + Math.exp(-sum));
                }
                for (int a = 0; a < heads; a++) {
                    double sum = adapter.b2().at(0, a) + difference[a][row][key];
                    for (int k = 0; k < hidden.length; k++) {
                        sum += adapter.w2().at(a, k) * hidden[k];
                    }
                    for (int b = 0; b < heads; b++) {
                        sum += skip.at(a, b) * z[b][row][key];
                    }
                    aligned[a][row][key] = sum;
                }
            }
        }
        return aligned;
    }

    static double[] values(FloatMatrix matrix) {
        float[] floats = matrix.toArray();
        double[] values = new double[floats.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = floats[i];
        }
        return values;
    }
}
