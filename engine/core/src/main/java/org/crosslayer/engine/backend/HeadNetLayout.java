package org.crosslayer.engine.backend;

import org.jspecify.annotations.Nullable;

/// The values of a [HeadNet] on the heap, all parts in one array: `W1`, `b1`, `W2`, `b2`, `M`, row-major one after the
/// other. Gradients are summed in the same order.
final class HeadNetLayout {
    private final int heads;
    private final int inputs;
    private final int hidden;
    private final boolean skip;
    private final Activation activation;
    private final float[] values;

    HeadNetLayout(HeadNet net) {
        heads = net.heads();
        inputs = net.w1().columns();
        hidden = net.w1().rows();
        skip = net.skip() != null;
        activation = net.activation();
        values = new float[m() + (skip ? heads * heads : 0)];
        copy(net.w1(), w1());
        copy(net.b1(), b1());
        copy(net.w2(), w2());
        copy(net.b2(), b2());
        copy(net.skip(), m());
    }

    int heads() {
        return heads;
    }

    /// Heads that go in, those of a difference included.
    int inputs() {
        return inputs;
    }

    /// Values that an output is made of: hidden units, and before them the scores where they pass by.
    int outerInputs() {
        return hidden + (skip ? heads : 0);
    }

    int hidden() {
        return hidden;
    }

    boolean hasSkip() {
        return skip;
    }

    boolean readsDifference() {
        return inputs > heads;
    }

    Activation activation() {
        return activation;
    }

    float[] values() {
        return values;
    }

    /// Where `W1 [hidden, inputs]` begins.
    int w1() {
        return 0;
    }

    /// Where `b1 [hidden]` begins.
    int b1() {
        return hidden * inputs;
    }

    /// Where `W2 [heads, hidden]` begins.
    int w2() {
        return b1() + hidden;
    }

    /// Where `b2 [heads]` begins.
    int b2() {
        return w2() + heads * hidden;
    }

    /// Where `M [heads, heads]` begins.
    int m() {
        return b2() + heads;
    }

    /// Adds sums in this layout's order to the tensors of a gradient.
    <T extends DenseTensor> void add(double[] parts, HeadNetGradient sums, Class<T> tensorType, Kernels<T, ?> kernels) {
        int from = 0;
        for (Tensor sum : sums.parts()) {
            float[] values = new float[Math.toIntExact(sum.size())];
            kernels.read(tensorType.cast(sum), values);
            for (int i = 0; i < values.length; i++) {
                values[i] += (float) parts[from + i];
            }
            kernels.write(values, tensorType.cast(sum));
            from += values.length;
        }
    }

    private void copy(@Nullable Weight part, int at) {
        if (part instanceof StoredWeight stored) {
            for (int row = 0; row < stored.rows(); row++) {
                stored.readRow(row, values, at + row * stored.columns());
            }
        }
    }
}
