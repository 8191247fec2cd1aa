package org.crosslayer.app.figure;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.crosslayer.viz.color.ColorScale;
import org.crosslayer.viz.paper.Panel;

/// One scale for all panels that colour values, so that they can share a bar: from the lowest end of any to the
/// highest.
final class SharedScale {
    private SharedScale() {}

    /// The panels on one scale, if all have the same colours and the same steps; else as they are.
    static List<Panel> over(List<Panel> panels) {
        List<ColorScale> scales = panels.stream().flatMap(SharedScale::scale).toList();
        boolean alike = scales.stream()
                        .map(scale -> List.of(scale.map(), scale.transform()))
                        .distinct()
                        .count()
                == 1;
        if (!alike) {
            return panels;
        }
        double low = scales.stream().mapToDouble(ColorScale::low).min().orElseThrow();
        double high = scales.stream().mapToDouble(ColorScale::high).max().orElseThrow();
        return panels.stream()
                .map(panel -> recoloured(
                        panel, scale -> new ColorScale(scale.map(), low, high, scale.transform(), scale.clip())))
                .toList();
    }

    private static Stream<ColorScale> scale(Panel panel) {
        return switch (panel) {
            case Panel.Heatmap it -> Stream.of(it.scale());
            case Panel.Bands it -> Stream.of(it.scale());
            case Panel.Chart _ -> Stream.empty();
        };
    }

    private static Panel recoloured(Panel panel, UnaryOperator<ColorScale> change) {
        return switch (panel) {
            case Panel.Heatmap it -> new Panel.Heatmap(it.title(), it.matrix(), change.apply(it.scale()), it.marks());
            case Panel.Bands it -> new Panel.Bands(it.title(), it.pairing(), change.apply(it.scale()));
            case Panel.Chart it -> it;
        };
    }
}
