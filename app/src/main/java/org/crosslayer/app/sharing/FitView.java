package org.crosslayer.app.sharing;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.crosslayer.app.control.Card;
import org.crosslayer.app.control.ChartExport;
import org.crosslayer.app.control.Hint;
import org.crosslayer.engine.fitting.FitPoint;
import org.crosslayer.engine.fitting.FitStage;
import org.crosslayer.engine.model.LisaOptions;
import org.crosslayer.viz.chart.ChartData;
import org.crosslayer.viz.chart.ChartData.ChartAxis;
import org.crosslayer.viz.chart.ChartSeries;
import org.crosslayer.viz.chart.ChartView;
import org.jspecify.annotations.Nullable;

/// The centre, below: the fit under way, with its loss curve.
public final class FitView {
    private static final String NOTHING = "No layer has been fitted yet. Switch a layer of the plan to LiSA.";

    /// Characters of a title that may take its room from the words beside it.
    private static final int SHORT_TITLE = 30;

    private final Label title = label("fit-title", "pair");
    private final Label progress = label("fit-progress", "note");
    private final Label options = label("fit-options", "note");
    private final Label warning = label("fit-warning", "caution");
    private final ProgressBar bar = new ProgressBar(0);
    private final ChartView chart = new ChartView();
    private final Button stop = button("fit-stop", "Stop", "Stops the fit; its best state stays in the plan.");
    private final Button goOn = button("fit-go-on", "Go on", "Takes the fit up where it was stopped.");
    private final Card root;

    public FitView(FitViewModel viewModel) {
        chart.setId("fit-chart");
        VBox.setVgrow(chart, Priority.ALWAYS);
        bar.setId("fit-bar");
        bar.setMaxWidth(Double.MAX_VALUE);
        stop.setOnAction(_ -> viewModel.stop());
        goOn.setOnAction(_ -> viewModel.goOn());
        warning.setText("Fitted on the text that is measured: other texts will show a higher perplexity.");
        HBox head = new HBox(title, progress);
        head.getStyleClass().add("fit-head");
        VBox content = new VBox(head, bar, options, warning, chart);
        content.getStyleClass().add("fit-content");
        VBox.setVgrow(content, Priority.ALWAYS);
        root = new Card(
                        "fit-card",
                        "Fitting",
                        "How LiSA layers are being fitted: the loss of each step, and how far the plan's predictions"
                                + " are from the model's own on text that is never fitted on.",
                        stop,
                        goOn)
                .with(content)
                .exporting(new ChartExport(chart.dataProperty(), this::caption));
        viewModel.state().addListener((_, _, state) -> show(state));
        show(viewModel.state().get());
    }

    /// What to put into the window.
    public Card root() {
        return root;
    }

    private void show(@Nullable FitState state) {
        boolean isKnown = state != null;
        List.of(bar, options).forEach(node -> node.setVisible(isKnown));
        // One point is no curve.
        chart.setVisible(state != null && state.snapshot().curve().size() > 1);
        show(stop, state != null && state.phase() == FitState.Phase.UNDER_WAY);
        show(goOn, state != null && state.phase() == FitState.Phase.STOPPED);
        show(warning, state != null && state.flatters());
        title.setText(state == null ? "" : state.title());
        boolean isShort = title.getText().length() <= SHORT_TITLE;
        title.setMinWidth(isShort ? Region.USE_PREF_SIZE : Region.USE_COMPUTED_SIZE);
        progress.setText(state == null ? NOTHING : state.progress());
        bar.setProgress(state == null ? 0 : state.fraction());
        options.setText(state == null ? "" : words(state));
        chart.dataProperty().set(state == null ? null : curve(state.snapshot().curve()));
    }

    private String caption() {
        return "Loss of each step and divergence of the predictions on held-out windows while " + title.getText()
                + " is fitted: " + options.getText() + ".";
    }

    private static void show(Node node, boolean isShown) {
        node.setVisible(isShown);
        node.setManaged(isShown);
    }

    private static String words(FitState state) {
        LisaOptions lisa = state.request().options().lisa();
        String parts = lisa.isAlignmentAlone()
                ? "a linear map of heads alone, "
                : "rank " + lisa.rank() + ", " + lisa.hidden() + " hidden units, ";
        return parts
                + (state.request().options().chained() ? "chained" : "anchored") + " · on "
                + state.request().text().name() + ", windows of "
                + state.request().options().window() + " tokens · seed "
                + state.request().options().seed();
    }

    /// Steps of the second stage follow those of the first.
    private static ChartData curve(List<FitPoint> points) {
        List<ChartSeries.Point> loss = new ArrayList<>();
        List<ChartSeries.Point> heldOut = new ArrayList<>();
        int before = 0;
        for (FitPoint point : points) {
            if (point.stage() == FitStage.LOCAL) {
                before = point.steps();
            }
            double step = point.step() + (point.stage() == FitStage.DISTILL ? before : 0);
            if (Double.isFinite(point.loss())) {
                loss.add(ChartSeries.Point.at(step, point.loss()));
            }
            if (point.heldOut() != null) {
                heldOut.add(ChartSeries.Point.at(step, point.heldOut()));
            }
        }
        return new ChartData(
                ChartAxis.counting("step"),
                ChartAxis.logarithmic("nats"),
                ChartData.Mark.LINES,
                List.of(
                        new ChartSeries("loss of the step", loss),
                        new ChartSeries("held-out divergence a token", heldOut)));
    }

    private static Button button(String id, String words, String meaning) {
        Button button = new Button(words);
        button.setId(id);
        button.getStyleClass().add("small-button");
        Hint.set(button, meaning);
        return button;
    }

    private static Label label(String id, String styleClass) {
        Label label = new Label();
        label.setId(id);
        label.getStyleClass().add(styleClass);
        return label;
    }
}
