package org.crosslayer.engine.backend;

import org.crosslayer.engine.tensor.DType;

/// A random head net whose values a test can move.
final class HeadNetValues {
    private final int heads;
    private final int hidden;
    private final boolean concat;
    private final boolean skip;
    private final float[][] parts;

    HeadNetValues(int heads, int hidden, boolean concat, boolean skip) {
        this.heads = heads;
        this.hidden = hidden;
        this.concat = concat;
        this.skip = skip;
        parts = new float[][] {
            Values.normal(11, hidden * inputs(), 0.5),
            Values.normal(12, hidden, 0.5),
            Values.normal(13, heads * hidden, 0.5),
            Values.normal(14, heads, 0.5),
            Values.normal(15, heads * heads, 0.5)
        };
    }

    boolean concat() {
        return concat;
    }

    /// Part 0 … 4: `W1`, `b1`, `W2`, `b2`, `M`; changes are seen by the next [#on].
    float[] part(int index) {
        return parts[index];
    }

    HeadNet on(Backend backend) {
        return new HeadNet(
                backend.weight(Values.matrix(DType.F32, hidden, inputs(), parts[0])),
                backend.weight(Values.vector(DType.F32, parts[1])),
                backend.weight(Values.matrix(DType.F32, heads, hidden, parts[2])),
                backend.weight(Values.vector(DType.F32, parts[3])),
                skip ? backend.weight(Values.matrix(DType.F32, heads, heads, parts[4])) : null,
                Activation.SILU);
    }

    HeadNetGradient zeros(Workspace workspace) {
        return new HeadNetGradient(
                workspace.allocate(hidden, inputs()),
                workspace.allocate(1, hidden),
                workspace.allocate(heads, hidden),
                workspace.allocate(1, heads),
                skip ? workspace.allocate(heads, heads) : null);
    }

    private int inputs() {
        return concat ? 2 * heads : heads;
    }

    @Override
    public String toString() {
        return hidden + " hidden units, concat " + concat + ", skip " + skip;
    }
}
