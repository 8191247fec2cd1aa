package org.crosslayer.engine.model;

import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.RopeLayout;
import org.crosslayer.engine.backend.Tensor;
import org.crosslayer.engine.backend.Workspace;

/// Cosines and sines of all positions on the device, `[positions, dRotary / 2]`.
public record RopeAngles(Tensor cos, Tensor sin, RopeLayout layout) {
    /// Tables for positions `[0, positions)`.
    public static RopeAngles of(RopeConfig rope, int positions, Backend backend, Workspace workspace) {
        float[] frequencies = RopeTables.frequencies(rope, positions);
        return of(frequencies, rope.attention(), rope.layout(), positions, backend, workspace);
    }

    /// Tables for frequencies of one's own, in radians a position.
    static RopeAngles of(
            float[] frequencies,
            double attention,
            RopeLayout layout,
            int positions,
            Backend backend,
            Workspace workspace) {
        Tensor cos = workspace.allocate(positions, frequencies.length);
        Tensor sin = workspace.allocate(positions, frequencies.length);
        backend.write(RopeTables.cosines(frequencies, positions, attention), cos);
        backend.write(RopeTables.sines(frequencies, positions, attention), sin);
        return new RopeAngles(cos, sin, layout);
    }

    /// The same angles the other way round: the gradient of turning.
    public RopeAngles backwards(Backend backend, Workspace workspace) {
        float[] sines = backend.read(sin);
        for (int i = 0; i < sines.length; i++) {
            sines[i] = -sines[i];
        }
        Tensor negative = workspace.allocate(sin.rows(), sin.columns());
        backend.write(sines, negative);
        return new RopeAngles(cos, negative, layout);
    }

    /// Turns `x [n, heads × d]` in place, its first row standing at `firstPosition`.
    public void turn(Backend backend, Tensor x, int heads, int firstPosition) {
        backend.rope(x, heads, firstPosition, cos, sin, layout);
    }

    /// Turns the rows of `batch` sequences, `x [batch × n, heads × d]`, each of which begins at `firstPosition`.
    void turnEach(Backend backend, Tensor x, int batch, int heads, int firstPosition) {
        backend.ropeEach(x, batch, heads, firstPosition, cos, sin, layout);
    }
}
