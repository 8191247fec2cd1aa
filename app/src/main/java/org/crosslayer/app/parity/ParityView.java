package org.crosslayer.app.parity;

import java.io.File;
import java.util.function.Supplier;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import javafx.stage.Window;
import org.crosslayer.app.control.Hint;
import org.crosslayer.app.control.Numbers;
import org.crosslayer.app.control.SideWindow;
import org.crosslayer.app.control.Term;
import org.crosslayer.engine.evaluation.ParityLine;
import org.crosslayer.engine.evaluation.ParityReport;
import org.jspecify.annotations.Nullable;

/// Chooses a reference file, and shows the report in a window of its own.
public final class ParityView {
    private static final double WIDTH = 720;
    private static final double HEIGHT = 560;

    private final ParityViewModel viewModel;

    /// @param owner the window that reports open beside
    public ParityView(ParityViewModel viewModel, Supplier<Window> owner) {
        this.viewModel = viewModel;
        viewModel.report().addListener((_, _, report) -> {
            if (report != null) {
                SideWindow.show(owner.get(), "Parity of " + report.model(), page(report), WIDTH, HEIGHT);
            }
        });
    }

    /// Asks for a reference file and compares.
    public void choose(Window window) {
        FileChooser chooser = new FileChooser();
        chooser.setTitle("Check against a reference file: what another program computed");
        chooser.getExtensionFilters().add(new FileChooser.ExtensionFilter("Safetensors", "*.safetensors"));
        @Nullable File file = chooser.showOpenDialog(window);
        if (file != null) {
            viewModel.check(file.toPath());
        }
    }

    private Parent page(ParityReport report) {
        Label verdict = new Label((report.passes() ? "✓ " : "✗ ") + report.verdict());
        verdict.setId("parity-verdict");
        verdict.setWrapText(true);
        verdict.getStyleClass().add("card-title");
        Label run = note("parity-run", report.tokens() + " tokens of " + report.reference() + " on " + report.device());
        Label tolerance = note("parity-tolerance", report.toleranceWords());
        ScrollPane scroll = new ScrollPane(table(report));
        scroll.setId("parity-table");
        scroll.setFitToWidth(true);
        scroll.getStyleClass().add("side-scroll");
        VBox.setVgrow(scroll, Priority.ALWAYS);
        Button save = new Button("Save report…");
        save.setId("parity-save");
        save.getStyleClass().add("header-button");
        Hint.set(save, "Writes this report as a Markdown page.");
        save.setOnAction(_ -> save(save.getScene().getWindow()));
        HBox actions = new HBox(save);
        actions.setAlignment(Pos.CENTER_RIGHT);
        VBox root = new VBox(verdict, run, tolerance, scroll, actions);
        root.setId("parity");
        root.getStyleClass().addAll("shell", "side-page");
        return root;
    }

    private static Node table(ParityReport report) {
        GridPane table = new GridPane();
        table.getStyleClass().addAll("facts", "card");
        table.addRow(
                0,
                new Term(
                        "Compared",
                        "Logits; the residual stream entering a layer, the last one after the final norm; the attention"
                                + " pattern of a layer.",
                        "column-name"),
                heading("Largest deviation"),
                heading("Allowed"),
                heading("Reference up to"),
                heading(""),
                heading("Where"));
        for (ParityLine line : report.lines()) {
            table.addRow(
                    table.getRowCount(),
                    value(line.what()),
                    value(ParityReport.small(line.deviation())),
                    value(ParityReport.small(line.allowed())),
                    value(Numbers.format("%.4g", line.reference())),
                    value(line.passes() ? "ok" : "outside"),
                    value(line.where()));
        }
        return table;
    }

    private void save(Window window) {
        FileChooser chooser = new FileChooser();
        chooser.setTitle("Save the report");
        chooser.setInitialFileName("parity.md");
        @Nullable File file = chooser.showSaveDialog(window);
        if (file != null) {
            viewModel.save(file.toPath());
        }
    }

    private static Label note(String id, String words) {
        Label label = new Label(words);
        label.setId(id);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        label.getStyleClass().add("note");
        return label;
    }

    private static Label heading(String words) {
        Label label = new Label(words);
        label.getStyleClass().add("column-name");
        return label;
    }

    private static Label value(String words) {
        Label label = new Label(words);
        label.getStyleClass().add("fact-value");
        label.setMinWidth(Region.USE_PREF_SIZE);
        return label;
    }
}
