package org.crosslayer.viz.chart;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import org.crosslayer.viz.color.Ticks;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.NumberTickUnitSource;
import org.jfree.chart.axis.TickUnit;
import org.jfree.chart.axis.TickUnitSource;

/// JFreeChart's round steps, but their numbers are written alike on every machine, whatever its language: a point, no
/// groups, a minus sign, and as many decimals as the step has.
final class RoundUnits implements TickUnitSource {
    private final TickUnitSource steps;
    private final double least;

    /// @param whole whether only whole numbers are counted
    /// @param least steps are not smaller
    RoundUnits(boolean whole, double least) {
        steps = new NumberTickUnitSource(whole);
        this.least = least;
    }

    @Override
    public TickUnit getLargerTickUnit(TickUnit unit) {
        return written(steps.getLargerTickUnit(unit));
    }

    @Override
    public TickUnit getCeilingTickUnit(TickUnit unit) {
        return getCeilingTickUnit(unit.getSize());
    }

    @Override
    public TickUnit getCeilingTickUnit(double size) {
        return written(steps.getCeilingTickUnit(Math.max(size, least)));
    }

    private static TickUnit written(TickUnit unit) {
        int decimals = Math.max(0, (int) -Math.floor(Math.log10(unit.getSize()) + 1e-9));
        DecimalFormatSymbols symbols = DecimalFormatSymbols.getInstance(Locale.ROOT);
        symbols.setMinusSign(Ticks.MINUS);
        DecimalFormat format = new DecimalFormat("0", symbols);
        format.setMinimumFractionDigits(decimals);
        format.setMaximumFractionDigits(decimals);
        return new NumberTickUnit(unit.getSize(), format, unit.getMinorTickCount());
    }
}
