package org.crosslayer.engine.fitting;

import java.util.List;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.HeadNetGradient;
import org.crosslayer.engine.backend.Tensor;
import org.crosslayer.engine.backend.Workspace;
import org.crosslayer.engine.tensor.FloatMatrix;

/// Sums of gradients for every part of one adapter, on the device.
final class AdapterGradient {
    private final Backend backend;
    private final List<Tensor> parts;
    private final HeadNetGradient net;

    /// Zeros for parts of these shapes, in the order of [TrainableAdapter].
    AdapterGradient(Backend backend, Workspace workspace, List<FloatMatrix> shapes) {
        this.backend = backend;
        parts = shapes.stream()
                .map(part -> workspace.allocate(part.rows(), part.columns()))
                .toList();
        net = new HeadNetGradient(
                parts.get(0), parts.get(1), parts.get(2), parts.get(3), parts.size() > 6 ? parts.get(6) : null);
    }

    HeadNetGradient net() {
        return net;
    }

    /// `[nHeads × rank, dModel]`.
    Tensor query() {
        return parts.get(4);
    }

    /// `[nKvHeads × rank, dModel]`.
    Tensor key() {
        return parts.get(5);
    }

    void clear() {
        for (Tensor part : parts) {
            backend.write(new float[(int) part.size()], part);
        }
    }

    /// Copies of all parts.
    List<float[]> read() {
        return parts.stream().map(backend::read).toList();
    }
}
