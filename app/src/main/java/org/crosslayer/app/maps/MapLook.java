package org.crosslayer.app.maps;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.crosslayer.viz.color.ColorMap;
import org.crosslayer.viz.color.ColorScale;
import org.crosslayer.viz.color.ValueRange;
import org.jspecify.annotations.Nullable;

/// How maps are coloured and which are put side by side: all of the pane that reaches a figure.
///
/// @param colours  of the maps; a difference always diverges from white
/// @param spread   how values are spread over the colours
/// @param locked   whether both maps have one scale, so that equal colours mean equal values
/// @param matching whether a head stands beside the one of the other layer that is most like it
public record MapLook(ColorMap colours, Spread spread, boolean locked, boolean matching) {
    /// Three powers of ten below the highest value: what is left is a thousandth of the attention.
    private static final double DECADES = 3;

    /// As it is at first: much attention goes to the first token; linear colours would leave the rest dark.
    static final MapLook USUAL = new MapLook(ColorMap.VIRIDIS, Spread.LOG, true, true);

    /// How values are spread over the colours.
    public enum Spread {
        /// Equal differences, equal steps of colour.
        LINEAR("linear", ""),
        /// Equal ratios, equal steps of colour.
        LOG("logarithmic", ", log"),
        /// Linear without the outermost hundredth of the values at either end, which take the colours of the ends.
        CLIPPED("clipped at 1 % and 99 %", ", clipped 1–99 %");

        private final String words;
        private final String remark;

        Spread(String words, String remark) {
            this.words = words;
            this.remark = remark;
        }

        /// As it follows the name of a value.
        String remark() {
            return remark;
        }

        /// As in a menu.
        public String words() {
            return words;
        }
    }

    MapLook with(ColorMap other) {
        return new MapLook(other, spread, locked, matching);
    }

    MapLook with(Spread other) {
        return new MapLook(colours, other, locked, matching);
    }

    MapLook withLocked(boolean is) {
        return new MapLook(colours, spread, is, matching);
    }

    MapLook withMatching(boolean is) {
        return new MapLook(colours, spread, locked, is);
    }

    /// The scale of maps that share it.
    ColorScale scale(List<MapMatrix> maps) {
        ValueRange range = union(maps, MapMatrix::range);
        return switch (spread) {
            case LINEAR -> ColorScale.of(colours, range);
            case LOG ->
                range.high() > 0
                        ? ColorScale.logarithmic(colours, range.high(), DECADES)
                        : ColorScale.of(colours, range);
            case CLIPPED -> ColorScale.of(colours, union(maps, MapMatrix::middle));
        };
    }

    /// The scale of a difference: as far below 0 as above it.
    ColorScale difference(MapMatrix map) {
        return ColorScale.of(ColorMap.DIVERGING, spread == Spread.CLIPPED ? map.middle() : map.range());
    }

    private static ValueRange union(List<MapMatrix> maps, Function<MapMatrix, ValueRange> part) {
        return maps.stream().map(part).reduce(ValueRange::union).orElseThrow();
    }

    /// As a project keeps it.
    Map<String, Object> save() {
        return Map.of("colours", key(colours), "scale", key(spread), "sameScale", locked, "matchHeads", matching);
    }

    /// What a project kept; what is missing or makes no sense stays as it is here.
    MapLook restored(Map<String, Object> saved) {
        return new MapLook(
                constant(ColorMap.values(), saved.get("colours"), colours),
                constant(Spread.values(), saved.get("scale"), spread),
                saved.get("sameScale") instanceof Boolean is ? is : locked,
                saved.get("matchHeads") instanceof Boolean is ? is : matching);
    }

    private static <T extends Enum<T>> T constant(T[] all, @Nullable Object saved, T otherwise) {
        for (T each : all) {
            if (key(each).equals(saved)) {
                return each;
            }
        }
        return otherwise;
    }

    private static String key(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
