package org.crosslayer.app.sharing;

import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.crosslayer.app.control.Card;
import org.crosslayer.app.control.Term;

/// The right zone, above: the plan with a switch per layer.
public final class SharingView {
    private final SharingViewModel viewModel;
    private final VBox rows = new VBox();
    private final ScrollPane scroll = new ScrollPane(rows);
    private final Card root;

    public SharingView(SharingViewModel viewModel) {
        this.viewModel = viewModel;
        Label summary = new Label();
        summary.setId("plan-summary");
        summary.getStyleClass().add("note");
        summary.textProperty().bind(viewModel.summary());
        Button clear = new Button("Clear");
        clear.setId("plan-clear");
        clear.getStyleClass().add("small-button");
        clear.setTooltip(Term.explanation("Gives every layer its own attention back. Can be undone."));
        clear.setOnAction(_ -> viewModel.clear());
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
                        summary,
                        clear)
                .with(heading(), scroll);
        viewModel.rows().addListener((ListChangeListener<LayerRow>) _ -> fill());
        viewModel.selection().primary().addListener((_, _, _) -> mark());
        viewModel.selection().pinned().addListener((_, _, _) -> mark());
        fill();
    }

    /// What to put into the window.
    public Node root() {
        return root;
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
                        new Term("Attention", "Own: computed here. Copy and Aligned: taken from below.", "column-name"),
                        "col-switch"),
                sized(new Term("From", "The layer that it is taken from.", "column-name"), "col-source"),
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
