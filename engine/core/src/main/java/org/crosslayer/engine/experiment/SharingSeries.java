package org.crosslayer.engine.experiment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// Which layers share at once in one line of the sharing experiment.
public enum SharingSeries {
    /// One layer at a time, all others as they are.
    SINGLE("one layer alone"),
    /// More and more layers, first those that cost least when shared alone and aligned; equal ones from the bottom
    /// up.
    CHEAPEST_FIRST("cumulative, cheapest first"),
    /// More and more layers, from the highest down.
    TOP_DOWN("cumulative, from the top down"),
    /// More and more layers, from the lowest up.
    BOTTOM_UP("cumulative, from the bottom up");

    private final String words;

    SharingSeries(String words) {
        this.words = words;
    }

    /// As it is printed.
    public String words() {
        return words;
    }

    /// True if layers are added to those before.
    public boolean isCumulative() {
        return this != SINGLE;
    }

    /// The order in which layers are measured or added.
    ///
    /// @param layers ascending
    /// @param cost   of a layer that shares alone; asked for [#CHEAPEST_FIRST] only
    List<Integer> order(List<Integer> layers, ToDoubleFunction<Integer> cost) {
        return switch (this) {
            case SINGLE, BOTTOM_UP -> layers;
            case TOP_DOWN -> layers.reversed();
            case CHEAPEST_FIRST -> {
                List<Integer> sorted = new ArrayList<>(layers);
                sorted.sort(Comparator.comparingDouble(cost));
                yield List.copyOf(sorted);
            }
        };
    }
}
