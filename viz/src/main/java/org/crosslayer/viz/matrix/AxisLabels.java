package org.crosslayer.viz.matrix;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.crosslayer.viz.color.Ticks;

/// Chooses which labels of an axis are drawn, so that they never overlap.
public final class AxisLabels {
    /// Labels beyond this many are not measured one by one when looking for the widest.
    private static final int MEASURED = 64;

    /// Free room between neighbouring labels, in line heights.
    private static final double GAP = 0.6;

    private final int count;
    private final IntFunction<String> labels;
    private final boolean indices;
    private final int period;
    private final double widest;

    /// Measures the labels `0 … count − 1` on a surface.
    public AxisLabels(int count, IntFunction<String> labels, Surface surface) {
        this.count = count;
        this.labels = labels;
        boolean allIndices = true;
        List<String> longest = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            String label = labels.apply(index);
            allIndices &= label.equals(Integer.toString(index));
            longest.add(label);
        }
        this.indices = allIndices;
        this.period = allIndices ? 1 : period(longest);
        longest.sort((a, b) -> Integer.compare(b.length(), a.length()));
        this.widest = longest.stream()
                .limit(MEASURED)
                .mapToDouble(surface::textWidth)
                .max()
                .orElse(0);
    }

    /// Width of the widest label.
    public double widest() {
        return widest;
    }

    /// Whether labels beside each other (not above each other) stay readable when so much room is a cell's. Those that
    /// are no wider than they are high gain nothing by reading upwards.
    public boolean fitAcross(double cellSize, double lineHeight) {
        return indices || widest <= lineHeight || widest + GAP * lineHeight <= cellSize;
    }

    /// Indices of the labels to draw in a window from `first`, `cells` long, drawn `length` long.
    ///
    /// @param labelSize room that one label takes along the axis
    public List<Integer> shown(double first, double cells, double length, double labelSize) {
        double cellSize = length / cells;
        double raw = labelSize / cellSize;
        int stride = raw <= 1 ? 1 : stride(raw);
        List<Integer> shown = new ArrayList<>();
        int start = Math.ceilDiv((int) Math.ceil(first - 0.5), stride) * stride;
        for (int index = Math.max(0, start); index < count && index + 0.5 <= first + cells; index += stride) {
            shown.add(index);
        }
        return shown;
    }

    /// Every so many: a round number, or what divides a period or is a round number of periods.
    private int stride(double raw) {
        if (period == 1) {
            return (int) Math.round(Ticks.step(raw));
        }
        if (raw > period) {
            return period * (int) Math.round(Ticks.step(raw / period));
        }
        int stride = (int) Math.ceil(raw);
        while (period % stride != 0) {
            stride++;
        }
        return stride;
    }

    /// After how many labels the last number in them begins anew, as in `L0H0, L0H1, L1H0, L1H1`; 1 if it never does.
    private static int period(List<String> labels) {
        int period = 1;
        for (int index = 0; index < labels.size(); index++) {
            String label = labels.get(index);
            boolean begins = label.endsWith("0") && !label.matches(".*\\d0");
            if (begins && index > 0 && period == 1) {
                period = index;
            }
            if (period > 1 && begins != (index % period == 0)) {
                return 1;
            }
        }
        return period;
    }

    /// Room along the axis for labels written across it, for [#shown].
    public double roomAcross(double lineHeight) {
        return widest + GAP * lineHeight;
    }

    /// The label at an index.
    public String label(int index) {
        return labels.apply(index);
    }
}
