package org.crosslayer.viz.paper;

import java.util.DoubleSummaryStatistics;
import java.util.List;
import org.crosslayer.viz.color.ValueRange;

/// Which things at the left belong to which at the right, and how well.
///
/// @param leftTitle  what stands at the left, such as `layer 3 head`
/// @param rightTitle what stands at the right
/// @param left       names at the left, top to bottom
/// @param right      names at the right
/// @param pairs      lines between them
/// @param valueTitle what a pair's value is, with the unit
public record Pairing(
        String leftTitle,
        String rightTitle,
        List<String> left,
        List<String> right,
        List<Pair> pairs,
        String valueTitle) {
    /// One line.
    ///
    /// @param left  index at the left
    /// @param right index at the right
    /// @param value what its colour says
    public record Pair(int left, int right, double value) {}

    public Pairing {
        left = List.copyOf(left);
        right = List.copyOf(right);
        pairs = List.copyOf(pairs);
        for (Pair pair : pairs) {
            if (pair.left < 0 || pair.left >= left.size() || pair.right < 0 || pair.right >= right.size()) {
                throw new IllegalArgumentException(
                        "the pair " + pair + " names nothing among " + left.size() + " and " + right.size() + " names");
            }
        }
    }

    /// The lowest and the highest value of a pair; 0 to 0 when there is none.
    public ValueRange range() {
        DoubleSummaryStatistics values = pairs.stream().mapToDouble(Pair::value).summaryStatistics();
        return pairs.isEmpty() ? new ValueRange(0, 0) : new ValueRange(values.getMin(), values.getMax());
    }
}
