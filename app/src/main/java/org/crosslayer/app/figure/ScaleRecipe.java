package org.crosslayer.app.figure;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.crosslayer.viz.color.ColorMap;
import org.crosslayer.viz.color.ColorScale;
import org.crosslayer.viz.color.ColorScale.Transform;
import org.crosslayer.viz.color.ValueRange;
import org.jspecify.annotations.Nullable;

/// How values become colours.
///
/// @param map       `viridis`, `cividis`, `grey`, `diverging`; what suits the kind if absent
/// @param low       value of the first colour; the lowest drawn if absent
/// @param high      value of the last; the highest drawn if absent
/// @param transform `linear` (if absent) or `log`
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ScaleRecipe(
        @Nullable String map,
        @Nullable Double low,
        @Nullable Double high,
        @Nullable String transform) {
    private static final ScaleRecipe NONE = new ScaleRecipe(null, null, null, null);

    /// Decades below the highest value where a logarithmic scale begins if nobody says.
    private static final double DECADES = 4;

    /// The recipe of a scale that is in use.
    public static ScaleRecipe of(ColorScale scale) {
        return new ScaleRecipe(
                Words.of(scale.map()),
                scale.low(),
                scale.high(),
                scale.transform() == Transform.LOG ? Words.of(Transform.LOG) : null);
    }

    /// @param recipe null for what suits
    /// @param found  extremes of the values
    /// @throws RecipeException if it makes no scale
    static ColorScale scale(@Nullable ScaleRecipe recipe, ColorMap usual, ValueRange found) throws RecipeException {
        ScaleRecipe wanted = recipe == null ? NONE : recipe;
        ColorMap map = Words.constant(ColorMap.class, wanted.map, usual, "scale.map");
        Transform transform = Words.constant(Transform.class, wanted.transform, Transform.LINEAR, "scale.transform");
        ValueRange range = map.isDiverging() ? found.symmetric() : found;
        double high = wanted.high == null ? range.high() : wanted.high;
        double least = transform == Transform.LOG ? high * Math.pow(10, -DECADES) : range.low();
        double low = wanted.low == null ? least : wanted.low;
        try {
            return new ColorScale(map, low, high, transform, true);
        } catch (IllegalArgumentException fault) {
            throw new RecipeException("The recipe's scale makes no sense: " + fault.getMessage() + ".");
        }
    }
}
