package org.crosslayer.app.workspace;

import java.util.List;
import org.crosslayer.app.figure.FigureMaker;
import org.crosslayer.app.figure.Made;
import org.crosslayer.app.figure.Recipe;
import org.crosslayer.viz.color.ColorMap;
import org.crosslayer.viz.color.ColorScale;
import org.crosslayer.viz.matrix.Axis;
import org.crosslayer.viz.matrix.Caption;
import org.crosslayer.viz.matrix.LabelledMatrix;
import org.crosslayer.viz.paper.Panel;

/// Figures without a model: every panel is the same small heatmap.
final class FakeFigures {
    private static final int SIZE = 4;

    private FakeFigures() {}

    static FigureMaker.Outcome of(Recipe recipe) {
        double[] values = new double[SIZE * SIZE];
        for (int index = 0; index < values.length; index++) {
            values[index] = index;
        }
        LabelledMatrix matrix = LabelledMatrix.of(SIZE, SIZE, values)
                .captioned(new Caption("", Axis.of("layer"), Axis.of("layer"), "JSD", "nats"));
        ColorScale scale = ColorScale.of(ColorMap.VIRIDIS, matrix.range());
        List<Made> made = recipe.panels().stream()
                .map(panel -> new Made(
                        new Panel.Heatmap(
                                panel.title() == null ? "" : String.valueOf(panel.title()), matrix, scale, List.of()),
                        "Divergence of 4 layers, 100 % made up."))
                .toList();
        return new FigureMaker.Outcome(recipe, made, List.of());
    }
}
