package org.crosslayer.viz.chart;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import org.crosslayer.viz.color.Ticks;
import org.jfree.chart.axis.AxisState;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.TextAnchor;

/// A logarithmic axis whose ticks are the numbers that people expect: powers of ten, with their doubles and fivefolds
/// where few decades are shown, and more where it is not even one.
final class RatioAxis extends LogAxis {
    @Serial
    private static final long serialVersionUID = 1;

    /// Up to so many decades have ticks in between.
    private static final double FINE_DECADES = 3;

    private static final double[] FINEST = {1, 2, 3, 4, 5, 7};
    private static final double[] FINE = {1, 2, 5};
    private static final double[] COARSE = {1};
    private static final int DIGITS = 3;

    RatioAxis(String title) {
        super(title);
    }

    @Override
    public List<NumberTick> refreshTicks(Graphics2D graphics, AxisState state, Rectangle2D area, RectangleEdge edge) {
        double low = getRange().getLowerBound();
        double high = getRange().getUpperBound();
        double decades = Math.log10(high / low);
        double[] steps = decades <= 1 ? FINEST : decades <= FINE_DECADES ? FINE : COARSE;
        TextAnchor anchor = RectangleEdge.isTopOrBottom(edge) ? TextAnchor.TOP_CENTER : TextAnchor.CENTER_RIGHT;
        List<NumberTick> ticks = new ArrayList<>();
        for (int decade = (int) Math.floor(Math.log10(low)); Math.pow(10, decade) <= high; decade++) {
            for (double step : steps) {
                double value = step * Math.pow(10, decade);
                if (value >= low && value <= high) {
                    ticks.add(new NumberTick(value, Ticks.text(value, DIGITS), anchor, TextAnchor.CENTER, 0));
                }
            }
        }
        return ticks;
    }
}
