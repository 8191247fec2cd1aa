package org.crosslayer.app.cli;

import org.crosslayer.engine.similarity.LayerSimilarity;
import org.crosslayer.engine.similarity.LogBase;
import org.crosslayer.engine.similarity.Metric;
import org.crosslayer.engine.similarity.SimilarityOptions;
import org.crosslayer.engine.tensor.DoubleMatrix;
import org.crosslayer.viz.matrix.Axis;
import org.crosslayer.viz.matrix.Caption;
import org.crosslayer.viz.matrix.LabelledMatrix;

/// Layers × layers with the words that a picture or table needs.
final class LayerMatrix {
    private LayerMatrix() {}

    /// The values of a comparison, `[nLayers, nLayers]`, labelled by layer.
    ///
    /// @param subject what was compared, such as the names of model and text; begins the title
    static LabelledMatrix of(String subject, LayerSimilarity similarity) {
        SimilarityOptions options = similarity.options();
        DoubleMatrix values = similarity.values();
        String unit = options.metric() != Metric.JSD ? "" : options.logBase() == LogBase.E ? "nats" : "bits";
        return LabelledMatrix.of(values.rows(), values.columns(), values.toArray())
                .captioned(new Caption(
                        subject + " · " + options.heads().words() + " · " + similarity.windows() + " windows",
                        Axis.of("layer"),
                        Axis.of("layer"),
                        options.metric().words(),
                        unit));
    }
}
