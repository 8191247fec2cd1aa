package org.crosslayer.engine.model;

import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.Tensor;

/// Makes the slabs of a deviating layer deviate.
///
/// Works on the heap, whatever the device: a layer that deviates is an experiment and may take a few milliseconds
/// longer, and all devices then see the same noise.
final class SlabDeviation {
    private final Backend backend;

    SlabDeviation(Backend backend) {
        this.backend = backend;
    }

    /// Adds noise to the scores that the causal mask lets through.
    ///
    /// @param text     which text this is
    /// @param firstRow position of the first row
    /// @param slab     `[nHeads, rows, keys]`, changed in place
    void addNoise(Deviation.ScoreNoise deviation, int text, int layer, int firstRow, Tensor slab) {
        GaussianNoise noise = new GaussianNoise(deviation.seed());
        float[] values = backend.read(slab);
        for (int head = 0; head < slab.slices(); head++) {
            for (int row = 0; row < slab.rows(); row++) {
                int query = firstRow + row;
                int start = (head * slab.rows() + row) * slab.columns();
                GaussianNoise.Row numbers = noise.row(text, layer, head, query);
                for (int key = 0; key <= query; key++) {
                    values[start + key] += (float) (deviation.sigma() * numbers.at(key));
                }
            }
        }
        backend.write(values, slab);
    }

    /// Spreads a share of every row over the keys that it may see.
    ///
    /// @param window keys that a row sees at most, its own included
    /// @param slab   a pattern `[nHeads, rows, keys]`, changed in place
    void mixUniform(Deviation.UniformMix deviation, int firstRow, int window, Tensor slab) {
        float[] values = backend.read(slab);
        float kept = (float) (1 - deviation.share());
        for (int head = 0; head < slab.slices(); head++) {
            for (int row = 0; row < slab.rows(); row++) {
                int query = firstRow + row;
                int visible = Math.min(window, query + 1);
                int start = (head * slab.rows() + row) * slab.columns();
                float even = (float) (deviation.share() / visible);
                for (int key = query + 1 - visible; key <= query; key++) {
                    values[start + key] = kept * values[start + key] + even;
                }
            }
        }
        backend.write(values, slab);
    }
}
