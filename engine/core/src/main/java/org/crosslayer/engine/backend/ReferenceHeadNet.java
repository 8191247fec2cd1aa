package org.crosslayer.engine.backend;

import org.jspecify.annotations.Nullable;

/// A [HeadNet] applied to one (row, key) pair, in double.
final class ReferenceHeadNet {
    private final double[][] w1;
    private final double[] b1;
    private final double[][] w2;
    private final double[] b2;
    private final double @Nullable [][] skip;
    private final Activation activation;
    private final boolean readsDifference;

    ReferenceHeadNet(HeadNet net) {
        w1 = values((StoredWeight) net.w1());
        b1 = values((StoredWeight) net.b1())[0];
        w2 = values((StoredWeight) net.w2());
        b2 = values((StoredWeight) net.b2())[0];
        skip = net.skip() == null ? null : values((StoredWeight) net.skip());
        activation = net.activation();
        readsDifference = net.readsDifference();
    }

    /// `[h]` aligned values of `[h]` scores and `[h]` differences.
    double[] apply(double[] z, double[] difference) {
        int h = z.length;
        double[] hidden = new double[b1.length];
        for (int k = 0; k < hidden.length; k++) {
            double sum = b1[k];
            for (int a = 0; a < h; a++) {
                sum += w1[k][a] * z[a];
                if (readsDifference) {
                    sum += w1[k][h + a] * difference[a];
                }
            }
            hidden[k] = ScalarMath.activate(activation, sum);
        }
        double[] out = new double[h];
        for (int a = 0; a < h; a++) {
            double sum = b2[a];
            for (int k = 0; k < hidden.length; k++) {
                sum += w2[a][k] * hidden[k];
            }
            for (int b = 0; skip != null && b < h; b++) {
                sum += skip[a][b] * z[b];
            }
            out[a] = readsDifference ? sum : sum + difference[a];
        }
        return out;
    }

    private static double[][] values(StoredWeight weight) {
        double[][] values = new double[weight.rows()][weight.columns()];
        for (int row = 0; row < weight.rows(); row++) {
            for (int column = 0; column < weight.columns(); column++) {
                values[row][column] = weight.at(row, column);
            }
        }
        return values;
    }
}
