package org.crosslayer.engine.capture;

import java.util.ArrayList;
import java.util.List;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.Tensor;
import org.crosslayer.engine.model.ForwardObserver;
import org.crosslayer.engine.model.RowSpan;
import org.crosslayer.engine.tensor.FloatMatrix;

/// Keeps the residual stream before every layer and after the final norm, and passes patterns on to a [MapCapture].
final class ResidualCapture implements ForwardObserver {
    private final Backend backend;
    private final int dModel;
    private final MapCapture maps;
    private final float[][] hidden;

    ResidualCapture(Backend backend, int n, int nLayers, int dModel, MapCapture maps) {
        this.backend = backend;
        this.dModel = dModel;
        this.maps = maps;
        hidden = new float[nLayers + 1][n * dModel];
    }

    @Override
    public boolean wantsPattern(int layer) {
        return maps.wantsPattern(layer);
    }

    @Override
    public void pattern(int layer, RowSpan span, Tensor pattern) {
        maps.pattern(layer, span, pattern);
    }

    @Override
    public void residual(int layer, RowSpan span, Tensor residual) {
        float[] rows = backend.read(residual);
        System.arraycopy(rows, 0, hidden[layer], span.firstRow() * dModel, rows.length);
    }

    /// `nLayers + 1` matrices `[n, dModel]`.
    List<FloatMatrix> hidden() {
        List<FloatMatrix> matrices = new ArrayList<>();
        for (float[] values : hidden) {
            matrices.add(FloatMatrix.copyOf(values.length / dModel, dModel, values));
        }
        return matrices;
    }
}
