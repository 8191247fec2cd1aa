package org.crosslayer.app.control;

import java.util.function.Supplier;
import javafx.beans.value.ObservableValue;
import org.crosslayer.app.figure.Made;
import org.crosslayer.app.figure.PanelRecipe;
import org.crosslayer.viz.chart.ChartData;
import org.crosslayer.viz.companion.PanelTable;
import org.crosslayer.viz.paper.Panel;
import org.jspecify.annotations.Nullable;

/// What a pane with a chart gives away: the chart with the numbers it shows, since they were measured once, and not
/// again.
public final class ChartExport implements PaneExport {
    private final ObservableValue<@Nullable ChartData> chart;
    private final Supplier<String> caption;

    /// @param chart   what is shown; null for nothing
    /// @param caption what the numbers are: model, text, protocol
    public ChartExport(ObservableValue<@Nullable ChartData> chart, Supplier<String> caption) {
        this.chart = chart;
        this.caption = caption;
    }

    @Override
    public ObservableValue<Boolean> ready() {
        return chart.map(_ -> true).orElse(false);
    }

    @Override
    public @Nullable PanelRecipe panel() {
        return null;
    }

    @Override
    public @Nullable Made frozen() {
        @Nullable ChartData shown = chart.getValue();
        return shown == null ? null : new Made(new Panel.Chart("", shown), caption.get());
    }

    @Override
    public @Nullable String table() {
        @Nullable ChartData shown = chart.getValue();
        return shown == null ? null : PanelTable.of(new Panel.Chart("", shown)).tabs();
    }
}
