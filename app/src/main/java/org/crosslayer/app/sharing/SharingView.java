package org.crosslayer.app.sharing;

import java.nio.file.Path;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.crosslayer.app.control.Card;
import org.crosslayer.app.control.PlanChooser;
import org.crosslayer.app.control.Term;
import org.crosslayer.app.workspace.SavedPlan;
import org.jspecify.annotations.Nullable;

/// The right zone, above: the plan with a switch per layer.
public final class SharingView {
    private final SharingViewModel viewModel;
    private final VBox rows = new VBox();
    private final ScrollPane scroll = new ScrollPane(rows);
    private final HBox offers = new HBox();
    private final LisaOptionsWindow window;
    private final Card root;

    public SharingView(SharingViewModel viewModel) {
        this.viewModel = viewModel;
        this.window = new LisaOptionsWindow(viewModel.lisaOptions());
        Label summary = new Label();
        summary.setId("plan-summary");
        summary.getStyleClass().add("note");
        summary.textProperty().bind(viewModel.summary());
        Button clear = button("plan-clear", "Clear", "Gives every layer its own attention back. Can be undone.");
        clear.setOnAction(_ -> viewModel.clear());
        Button options =
                button("lisa-options-open", "LiSA…", "How LiSA layers are made: rank, network, calibration text.");
        options.setOnAction(_ ->
                window.show(root().getScene().getWindow(), root().getScene().getStylesheets()));
        MenuButton files = new MenuButton("File");
        files.setId("plan-file");
        files.getStyleClass().add("small-button");
        files.setTooltip(Term.explanation("Opens a plan, or saves this one with its fitted parts."));
        MenuItem open = new MenuItem("Open plan…");
        open.setOnAction(_ -> open());
        MenuItem save = new MenuItem("Save plan…");
        save.setOnAction(_ -> save());
        files.getItems().addAll(open, save);
        offers.setId("plan-offers");
        offers.getStyleClass().add("plan-offers");
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox line = new HBox(summary, gap, offers);
        line.getStyleClass().add("plan-line");
        rows.setId("plan-rows");
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().add("plan-scroll");
        VBox.setVgrow(scroll, Priority.ALWAYS);
        root = new Card(
                        "plan-card",
                        "Plan",
                        "For every layer, where its attention comes from. A layer that shares computes no queries and"
                                + " no keys.",
                        options,
                        files,
                        clear)
                .with(line, heading(), scroll);
        viewModel.rows().addListener((ListChangeListener<LayerRow>) _ -> fill());
        viewModel.selection().primary().addListener((_, _, _) -> mark());
        viewModel.selection().pinned().addListener((_, _, _) -> mark());
        viewModel.offers().addListener((ListChangeListener<SavedPlan>) _ -> showOffers());
        fill();
        showOffers();
    }

    /// What to put into the window.
    public Node root() {
        return root;
    }

    private void showOffers() {
        offers.getChildren().setAll(viewModel.offers().stream().map(this::offer).toList());
        if (!viewModel.offers().isEmpty()) {
            offers.getChildren()
                    .addFirst(new Term(
                            "fitted:",
                            "Plans of LiSA layers that were fitted to this model before. One click makes one the present"
                                    + " plan; each of their layers can also be switched by itself.",
                            "note"));
        }
    }

    private Button offer(SavedPlan plan) {
        Button button = button(
                "offer-" + plan.name(),
                plan.extent(),
                plan.name() + ": " + plan.extent() + " layers, " + plan.rank() + ", fitted on " + plan.calibration()
                        + ". One click makes it the present plan; that can be undone.");
        button.getStyleClass().setAll("link-button");
        button.setAccessibleText("Fitted plan: " + plan.extent() + " layers");
        button.setOnAction(_ -> viewModel.use(plan));
        return button;
    }

    private void open() {
        @Nullable Path file = PlanChooser.toOpen(root.getScene().getWindow());
        if (file != null) {
            viewModel.open(file);
        }
    }

    private void save() {
        @Nullable Path file = PlanChooser.toSave(root.getScene().getWindow());
        if (file != null) {
            viewModel.save(file);
        }
    }

    private static Button button(String id, String words, String meaning) {
        Button button = new Button(words);
        button.setId(id);
        button.getStyleClass().add("small-button");
        button.setTooltip(Term.explanation(meaning));
        return button;
    }

    private static Node heading() {
        HBox heading = new HBox(
                sized(
                        new Term("Layer", "Counted from 0, the one that reads the text first.", "column-name"),
                        "col-layer"),
                sized(
                        new Term(
                                "Distance",
                                "How far this layer's attention is from that of the layer below, by the metric chosen"
                                        + " in the overview. A short bar means that they look at the text alike; the longest bar is the largest distance.",
                                "column-name"),
                        "col-distance"),
                sized(
                        new Term(
                                "Attention",
                                "Own: computed here. Copy and Aligned: taken from below. LiSA: taken and corrected;"
                                        + " ○ not fitted yet, ◐ being fitted, ● fitted.",
                                "column-name"),
                        "col-switch"),
                sized(
                        new Term(
                                "From",
                                "The layer that it is taken from; for LiSA the rank, and how far its fit is.",
                                "column-name"),
                        "col-source"),
                sized(
                        new Term(
                                "Δ PPL",
                                "What sharing this layer adds to perplexity within the present plan: the plan against"
                                        + " the same plan without it. Measured by itself once you pause.",
                                "column-name"),
                        "col-cost"));
        heading.getStyleClass().add("plan-heading");
        return heading;
    }

    static <T extends Node> T sized(T node, String styleClass) {
        node.getStyleClass().add(styleClass);
        return node;
    }

    private void fill() {
        rows.getChildren()
                .setAll(viewModel.rows().stream()
                        .map(row -> new LayerRowView(row, viewModel))
                        .toList());
        mark();
    }

    private void mark() {
        int primary = viewModel.selection().primary().get();
        int pinned = viewModel.selection().pinned().get();
        for (Node node : rows.getChildren()) {
            if (node instanceof LayerRowView row) {
                row.mark(row.layer() == primary, row.layer() == pinned);
                if (row.layer() == primary) {
                    bringIntoView(row);
                }
            }
        }
    }

    private void bringIntoView(LayerRowView row) {
        double hidden = rows.getHeight() - scroll.getViewportBounds().getHeight();
        if (hidden > 0) {
            double top = scroll.getVvalue() * hidden;
            double bottom = top + scroll.getViewportBounds().getHeight();
            if (row.getBoundsInParent().getMinY() < top) {
                scroll.setVvalue(row.getBoundsInParent().getMinY() / hidden);
            } else if (row.getBoundsInParent().getMaxY() > bottom) {
                scroll.setVvalue((row.getBoundsInParent().getMaxY() - bottom + top) / hidden);
            }
        }
    }
}
