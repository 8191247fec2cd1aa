package org.crosslayer.app.composer;

import java.util.ArrayList;
import java.util.List;
import org.crosslayer.app.figure.PanelRecipe;
import org.crosslayer.app.figure.Recipe;
import org.crosslayer.app.figure.Recipe.Windowing;
import org.crosslayer.app.figure.SheetRecipe;

/// A figure being made: all of its recipe but model and text, which are those of the window.
///
/// @param panels one picture each, row after row
/// @param sheet  size and style
/// @param cut    how the text is cut
public record FigureDraft(List<PanelRecipe> panels, SheetRecipe sheet, Windowing cut) {
    /// Nothing yet, for a column of Nature.
    public static final FigureDraft EMPTY =
            new FigureDraft(List.of(), SheetRecipe.DEFAULT, new Windowing(null, null, null));

    public FigureDraft {
        panels = List.copyOf(panels);
    }

    /// With one panel more, at the end.
    FigureDraft plus(PanelRecipe panel) {
        List<PanelRecipe> more = new ArrayList<>(panels);
        more.add(panel);
        return new FigureDraft(more, sheet, cut);
    }

    /// With another panel in place of one.
    FigureDraft with(int index, PanelRecipe panel) {
        List<PanelRecipe> changed = new ArrayList<>(panels);
        changed.set(index, panel);
        return new FigureDraft(changed, sheet, cut);
    }

    /// Without a panel; more columns than panels become fewer.
    FigureDraft without(int index) {
        List<PanelRecipe> fewer = new ArrayList<>(panels);
        fewer.remove(index);
        return new FigureDraft(fewer, sheet, cut);
    }

    /// With two panels in each other's place.
    FigureDraft swapped(int one, int other) {
        List<PanelRecipe> changed = new ArrayList<>(panels);
        changed.set(one, panels.get(other));
        changed.set(other, panels.get(one));
        return new FigureDraft(changed, sheet, cut);
    }

    /// On other paper.
    FigureDraft on(SheetRecipe other) {
        return new FigureDraft(panels, other, cut);
    }

    /// With the text cut otherwise.
    FigureDraft cutting(Windowing other) {
        return new FigureDraft(panels, sheet, other);
    }

    /// The recipe of this figure, of a model and a text.
    Recipe recipe(String model, String text) {
        return new Recipe(
                Recipe.VERSION,
                null,
                new Recipe.Source(model, null),
                null,
                new Recipe.Source(text, null),
                cut,
                null,
                panels,
                sheet);
    }
}
