package org.crosslayer.app.experiment;

import java.io.File;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import org.crosslayer.app.control.Card;
import org.crosslayer.app.control.ChartExport;
import org.crosslayer.app.control.Choices;
import org.crosslayer.app.control.Hint;
import org.crosslayer.engine.experiment.SharingSeries;
import org.crosslayer.viz.chart.ChartChoice;
import org.crosslayer.viz.chart.ChartView;
import org.jspecify.annotations.Nullable;

/// The centre, below: the paper's claims on the open model and text. A click starts, table and chart fill.
public final class ExperimentsView {
    private static final String INVITATION = "Runs in the background, a few minutes on the sample model. What you do"
            + " meanwhile goes first; stop it at any time, and what is known stays.";

    private final ExperimentsViewModel viewModel;
    private final ChartView chart = new ChartView();
    private final FindingsTable table;
    private final VBox side;
    private final Label reading = label("experiment-reading", "reading");
    private final Label invitation = label("experiment-invitation", "note");
    private final CheckBox logarithmic = new CheckBox("log");
    private final Card root;

    public ExperimentsView(ExperimentsViewModel viewModel) {
        this.viewModel = viewModel;
        table = new FindingsTable(viewModel::choose);
        chart.setId("experiment-chart");
        chart.setOnChosen(this::chosen);
        logarithmic.setId("experiment-log");
        Hint.set(logarithmic, "Equal steps for equal ratios: small costs can be told apart beside" + " large ones.");
        logarithmic.selectedProperty().addListener((_, _, _) -> show());

        invitation.setText(INVITATION);
        StackPane pictures = new StackPane(chart, invitation);
        HBox.setHgrow(pictures, Priority.ALWAYS);
        Label caption = label("experiment-caption", "note");
        caption.textProperty().bind(viewModel.caption());
        caption.setMinHeight(Region.USE_PREF_SIZE);
        VBox.setVgrow(table.root(), Priority.ALWAYS);
        side = new VBox(table.root(), reading);
        side.getStyleClass().add("experiment-side");
        HBox content = new HBox(pictures, side);
        content.getStyleClass().add("experiment");
        VBox.setVgrow(content, Priority.ALWAYS);
        root = new Card(
                        "experiments-card",
                        "Experiments",
                        "What the LiSA paper claims, tried on your model and text: what sharing costs layer by layer,"
                                + " and how much the model minds small deviations of a layer's attention.",
                        start())
                .with(choices(), content, caption)
                .exporting(new ChartExport(chart.dataProperty(), viewModel.caption()::get));
        VBox.setVgrow(root, Priority.ALWAYS);

        viewModel.findings().addListener((_, _, _) -> show());
        viewModel.selection().primary().addListener((_, _, layer) -> mark(layer.intValue()));
        chart.hoveredProperty().addListener((_, _, choice) -> read(choice));
        show();
    }

    /// What to put into the window.
    public Card root() {
        return root;
    }

    private Node start() {
        Button start = new Button();
        start.setId("experiment-start");
        start.getStyleClass().add("small-button");
        start.textProperty()
                .bind(Bindings.when(viewModel.running()).then("■ Stop").otherwise("▶ Run"));
        start.disableProperty().bind(viewModel.subject().isNull());
        Hint.set(start, INVITATION);
        start.setOnAction(_ -> {
            if (viewModel.running().get()) {
                viewModel.stop();
            } else {
                viewModel.start();
            }
        });
        return start;
    }

    private Node choices() {
        ChoiceBox<ExperimentKind> kind =
                Choices.of("experiment-kind", ExperimentKind::words, List.of(ExperimentKind.values()));
        kind.valueProperty().bindBidirectional(viewModel.kind());
        Hint.set(
                kind,
                "The paper states that sharing without re-ordering heads is ineffective, and"
                        + " that shallow layers are sensitive to small deviations of the attention. How it tried is our"
                        + " reading.");
        ChoiceBox<SharingSeries> series =
                Choices.of("experiment-series", SharingSeries::words, viewModel.offeredSeries());
        series.valueProperty().bindBidirectional(viewModel.series());
        Hint.set(
                series,
                "One layer at a time with all others as they are, or more and more layers:"
                        + " the cheapest first by the aligned cost alone, or from the top down.");
        ChoiceBox<DeviationKind> deviation =
                Choices.of("experiment-deviation", DeviationKind::words, List.of(DeviationKind.values()));
        deviation.valueProperty().bindBidirectional(viewModel.deviation());
        Hint.set(
                deviation,
                "(1 − ε) P + ε U: a share ε of each row of the pattern is spread evenly"
                        + " over the tokens that it may see. Or noise: σ times a normal number is added to every score.");
        showOnly(series, ExperimentKind.SHARING);
        showOnly(deviation, ExperimentKind.SENSITIVITY);
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        kind.setMinWidth(0);
        series.setMinWidth(0);
        deviation.setMinWidth(0);
        logarithmic.setMinWidth(Region.USE_PREF_SIZE);
        HBox choices = new HBox(kind, series, deviation, logarithmic, gap, copy(), save());
        choices.getStyleClass().add("experiment-choices");
        return choices;
    }

    private void showOnly(Node node, ExperimentKind kind) {
        node.visibleProperty().bind(viewModel.kind().isEqualTo(kind));
        node.managedProperty().bind(node.visibleProperty());
    }

    private Node copy() {
        Button copy = button("experiment-copy", "Copy", "The table as shown, for a spreadsheet, with intervals.");
        copy.setOnAction(_ -> copyTable());
        return copy;
    }

    private Node save() {
        Button save = button("experiment-save", "CSV…", "Saves all measurements of the experiment, one a line.");
        save.setOnAction(_ -> saveAll());
        return save;
    }

    private Button button(String id, String words, String meaning) {
        Button button = new Button(words);
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setId(id);
        button.getStyleClass().add("small-button");
        Hint.set(button, meaning);
        button.disableProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> viewModel.findings().get().lines().isEmpty(), viewModel.findings()));
        return button;
    }

    private void copyTable() {
        ClipboardContent content = new ClipboardContent();
        content.putString(viewModel.findings().get().tabular());
        Clipboard.getSystemClipboard().setContent(content);
    }

    private void saveAll() {
        FileChooser chooser = new FileChooser();
        chooser.setTitle("Save all measurements as CSV");
        chooser.setInitialFileName(viewModel.fileName());
        chooser.getExtensionFilters().add(new FileChooser.ExtensionFilter("Comma-separated values", "*.csv"));
        @Nullable File file = chooser.showSaveDialog(root.getScene().getWindow());
        if (file != null) {
            viewModel.save(file.toPath());
        }
    }

    private void show() {
        Findings findings = viewModel.findings().get();
        chart.dataProperty().set(FindingsChart.of(findings, logarithmic.isSelected()));
        boolean isEmpty = findings.lines().isEmpty();
        invitation.setVisible(isEmpty);
        side.setVisible(!isEmpty);
        side.setManaged(!isEmpty);
        int layer = viewModel.selection().primary().get();
        table.show(findings, layer);
        mark(layer);
        read(null);
    }

    /// Where the layer stands that all panes look at.
    private void mark(int layer) {
        table.select(layer);
        chart.markedProperty()
                .set(viewModel.findings().get().lines().stream()
                        .filter(line -> line.layer() == layer)
                        .mapToDouble(Findings.Line::position)
                        .findFirst()
                        .orElse(Double.NaN));
    }

    private void chosen(ChartChoice choice) {
        viewModel.findings().get().lines().stream()
                .filter(line -> line.position() == choice.point().x())
                .findFirst()
                .ifPresent(line -> viewModel.choose(line.layer()));
    }

    private void read(@Nullable ChartChoice choice) {
        reading.setText(
                choice == null
                        ? ""
                        : viewModel.reading(
                                choice.series(), (int) choice.point().x()));
    }

    private static Label label(String id, String styleClass) {
        Label label = new Label();
        label.setId(id);
        label.setWrapText(true);
        label.getStyleClass().add(styleClass);
        return label;
    }
}
