package org.crosslayer.app.details;

import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.crosslayer.app.control.Card;
import org.crosslayer.app.control.Choices;
import org.crosslayer.app.control.Hint;
import org.crosslayer.app.control.Numbers;
import org.jspecify.annotations.Nullable;

/// The centre, below: the text, painted with what the plan changes in the loss of each token, and the dearest tokens.
public final class LossesView {
    private static final PseudoClass STALE = PseudoClass.getPseudoClass("stale");

    private final LossesViewModel viewModel;
    private final LossTextView text;
    private final WorstTokensView worst;
    private final Label reading = TablesView.label("losses-reading", "reading");
    private final Card root;

    public LossesView(LossesViewModel viewModel) {
        this.viewModel = viewModel;
        text = new LossTextView("losses-text", viewModel::lock);
        worst = new WorstTokensView("losses-worst", viewModel);
        // Also in a low window.
        reading.setMinHeight(Region.USE_PREF_SIZE);
        text.locked().bind(viewModel.selection().query());
        text.hovered().addListener((_, _, _) -> read());
        viewModel.selection().query().addListener((_, _, _) -> read());
        HBox.setHgrow(text.root(), Priority.ALWAYS);
        HBox content = new HBox(text.root(), worst.root());
        content.getStyleClass().add("losses");
        VBox.setVgrow(content, Priority.ALWAYS);
        Label caption = TablesView.label("losses-caption", "note");
        caption.textProperty().bind(viewModel.caption());
        caption.setWrapText(true);
        caption.setMinHeight(Region.USE_PREF_SIZE);
        root = new Card(
                        "losses-card",
                        "Text",
                        "What the plan changes in the loss of every token, painted on the text: dearer tokens are"
                                + " vermilion and underlined, cheaper ones blue and underlined with dashes, unchanged"
                                + " ones plain. A click locks a token as the query of the maps.")
                .with(legend(), content, reading, caption)
                .following(viewModel.follows())
                .exporting(LossesExport.of(viewModel, () -> text.locked().get()));
        viewModel.looking().bind(root.shown());
        viewModel.text().addListener((_, _, now) -> show(now));
        viewModel.scale().addListener((_, _, nats) -> text.scale(nats.doubleValue()));
        viewModel.stale().addListener((_, _, isStale) -> content.pseudoClassStateChanged(STALE, isStale));
        show(viewModel.text().get());
    }

    /// What to put into the window.
    public Card root() {
        return root;
    }

    private void show(@Nullable LossText now) {
        text.show(now);
        worst.show(now);
        read();
    }

    private void read() {
        int token = text.hovered().get() != LossTextView.NONE
                ? text.hovered().get()
                : viewModel.selection().query().get();
        String words = viewModel.reading(token);
        reading.setText(words.isEmpty() ? "Point at a token for its numbers; a click locks it as query." : words);
    }

    private Node legend() {
        ChoiceBox<Double> scale = Choices.of("losses-scale", LossesView::nats, LossesViewModel.SCALES);
        scale.setValue(viewModel.scale().get());
        scale.valueProperty().addListener((_, _, nats) -> viewModel.scale().set(nats));
        Hint.set(
                scale,
                "The change that gets the strongest colour. Zero is always plain, and the same"
                        + " size has the same strength on both sides.");
        Region bar = new Region();
        bar.getStyleClass().add("loss-legend");
        bar.setAccessibleText("From cheaper, blue, over unchanged, plain, to dearer, vermilion");
        scale.setMinWidth(Region.USE_PREF_SIZE);
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox legend = new HBox(word("cheaper"), bar, word("dearer"), scale, gap, word("dearest tokens"));
        legend.getStyleClass().add("details-choices");
        return legend;
    }

    private static Label word(String words) {
        Label label = new Label(words);
        label.getStyleClass().add("note");
        label.setMinWidth(Region.USE_PREF_SIZE);
        return label;
    }

    private static String nats(double nats) {
        return "± " + Numbers.format(nats < 1 && nats != 0.5 ? "%.2f" : "%.1f", nats) + " nats";
    }
}
