package org.crosslayer.app.figure;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.crosslayer.app.figure.Recipe.Source;

/// Speeds are not measured twice: a figure made again is of the numbers that were found the first time, which lie
/// beside it.
final class KeptTimes {
    private KeptTimes() {}

    /// The recipe with each panel of measured speeds taken from the figure's data.
    ///
    /// @param made one a panel
    /// @param data the figure's numbers, in the folder of the recipe
    static Recipe in(Recipe recipe, List<Made> made, Path data) throws IOException {
        List<PanelRecipe> panels = new ArrayList<>();
        for (int index = 0; index < made.size(); index++) {
            PanelRecipe panel = recipe.panels().get(index);
            panels.add(
                    CostPanels.isTimed(panel)
                            ? kept(panel, index, made.get(index).caption(), data)
                            : panel);
        }
        return recipe.with(panels);
    }

    private static PanelRecipe kept(PanelRecipe panel, int index, String caption, Path data) throws IOException {
        Source source = new Source(data.getFileName().toString(), SourceHashes.sha256(List.of(data)));
        return new PanelRecipe.Data(panel.title(), source, index, caption, panel.dressed(null, null), null);
    }
}
