package org.crosslayer.app.comparison;

import java.util.List;
import java.util.stream.Collectors;
import javafx.beans.value.ObservableValue;
import org.crosslayer.app.control.ChartExport;
import org.crosslayer.app.control.PaneExport;
import org.crosslayer.app.control.TableExport;
import org.crosslayer.app.figure.Made;
import org.crosslayer.app.figure.PanelRecipe;
import org.crosslayer.app.workspace.NamedPlan;
import org.crosslayer.engine.evaluation.PerplexityReport;
import org.crosslayer.engine.evaluation.SpeedReport;
import org.crosslayer.viz.chart.ChartData;
import org.jspecify.annotations.Nullable;

/// What the pane of plans gives away: for a figure the chart of what each change did, as numbers the plans side by
/// side.
final class PlansExport implements PaneExport {
    private static final String HEADINGS = TableExport.line(List.of(
            "plan",
            "active",
            "layersSharing",
            "layers",
            "perplexity",
            "ratio",
            "exactRatio",
            "prefillRatio",
            "decodeRatio",
            "protocol",
            "notes"));

    private final ComparisonViewModel viewModel;
    private final ChartExport chart;

    PlansExport(ComparisonViewModel viewModel, ObservableValue<@Nullable ChartData> changes) {
        this.viewModel = viewModel;
        chart = new ChartExport(changes, () -> ChangesView.CAPTION);
    }

    @Override
    public ObservableValue<Boolean> ready() {
        return chart.ready();
    }

    @Override
    public @Nullable PanelRecipe panel() {
        return null;
    }

    @Override
    public @Nullable Made frozen() {
        return chart.frozen();
    }

    @Override
    public String table() {
        NamedPlan active = viewModel.current();
        return viewModel.all().stream()
                .map(plan -> line(plan, plan.equals(active), viewModel.known(plan)))
                .collect(Collectors.joining("", HEADINGS, ""));
    }

    private static String line(NamedPlan plan, boolean isActive, PlanLine.Known known) {
        @Nullable PerplexityReport estimate = known.estimate();
        @Nullable PerplexityReport exact = known.exact();
        @Nullable SpeedReport speed = known.speed();
        return TableExport.line(List.of(
                plan.name(),
                Boolean.toString(isActive),
                Integer.toString(plan.plan().sharedCount()),
                Integer.toString(plan.plan().nLayers()),
                estimate == null ? "" : Double.toString(estimate.perplexity()),
                estimate == null ? "" : Double.toString(estimate.ratio()),
                exact == null ? "" : Double.toString(exact.ratio()),
                speed == null ? "" : Double.toString(speed.prefill().ratio()),
                speed == null ? "" : Double.toString(speed.decode().ratio()),
                estimate == null ? "" : estimate.protocol().words(),
                plan.notes()));
    }
}
