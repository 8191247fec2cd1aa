package org.crosslayer.viz.chart;

import java.util.List;
import java.util.Set;

/// One number a position, such as a cost a layer.
///
/// @param positionTitle what the positions are, such as `layer`
/// @param valueTitle    what the values are, with the unit
/// @param values        one a position, from position 0; NaN leaves a gap
/// @param highlighted   positions drawn in the second colour, such as layers that share
public record Profile(String positionTitle, String valueTitle, List<Double> values, Set<Integer> highlighted) {
    /// No positions at all.
    public static final Profile EMPTY = new Profile("", "", List.of(), Set.of());

    public Profile {
        values = List.copyOf(values);
        highlighted = Set.copyOf(highlighted);
    }
}
