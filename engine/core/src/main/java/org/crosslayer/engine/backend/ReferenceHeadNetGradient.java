package org.crosslayer.engine.backend;

/// Backwards through a [HeadNet] for one (row, key) pair after the other, in double.
final class ReferenceHeadNetGradient {
    private final HeadNetLayout net;
    private final float[] v;
    private final double[] sums;

    /// @param sums where the gradients of the parts are added, in the layout's order
    ReferenceHeadNetGradient(HeadNetLayout net, double[] sums) {
        this.net = net;
        this.v = net.values();
        this.sums = sums;
    }

    /// Adds one pair to the sums.
    ///
    /// @param in `[inputs]`
    /// @param dy `[heads]`
    /// @return the gradient of `in`
    double[] add(double[] in, double[] dy) {
        int h = net.heads();
        int inputs = net.inputs();
        double[] dIn = new double[inputs];
        for (int k = 0; k < net.hidden(); k++) {
            double inner = v[net.b1() + k];
            for (int b = 0; b < inputs; b++) {
                inner += v[net.w1() + k * inputs + b] * in[b];
            }
            double activated = ScalarMath.activate(net.activation(), inner);
            double dActivated = 0;
            for (int a = 0; a < h; a++) {
                sums[net.w2() + a * net.hidden() + k] += dy[a] * activated;
                dActivated += v[net.w2() + a * net.hidden() + k] * dy[a];
            }
            double dInner = dActivated * ScalarMath.slope(net.activation(), inner);
            sums[net.b1() + k] += dInner;
            for (int b = 0; b < inputs; b++) {
                sums[net.w1() + k * inputs + b] += dInner * in[b];
                dIn[b] += v[net.w1() + k * inputs + b] * dInner;
            }
        }
        for (int a = 0; a < h; a++) {
            sums[net.b2() + a] += dy[a];
            for (int b = 0; net.hasSkip() && b < h; b++) {
                sums[net.m() + a * h + b] += dy[a] * in[b];
                dIn[b] += v[net.m() + a * h + b] * dy[a];
            }
        }
        return dIn;
    }
}
