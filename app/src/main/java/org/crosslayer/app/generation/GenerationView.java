package org.crosslayer.app.generation;

import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.geometry.NodeOrientation;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Spinner;
import javafx.scene.control.SpinnerValueFactory;
import javafx.scene.control.TextArea;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import org.crosslayer.app.command.Command;
import org.crosslayer.app.command.CommandGroup;
import org.crosslayer.app.control.Card;
import org.crosslayer.app.control.Hint;
import org.crosslayer.app.control.Prose;
import org.crosslayer.app.control.TableExport;
import org.crosslayer.app.control.Term;
import org.crosslayer.engine.evaluation.PairedGeneration;
import org.jspecify.annotations.Nullable;

/// The centre, below: one prompt, two continuations side by side, and where they part.
public final class GenerationView {
    private static final int MOST_TOKENS = 4096;
    private static final double HOTTEST = 5;

    private final GenerationViewModel viewModel;
    private final Side baseline = new Side("generation-baseline");
    private final Side plan = new Side("generation-plan");
    private final Card root;

    public GenerationView(GenerationViewModel viewModel) {
        this.viewModel = viewModel;
        TextArea prompt = Prose.leftByTab(new TextArea());
        prompt.setId("generation-prompt");
        prompt.setWrapText(true);
        prompt.setPrefRowCount(2);
        prompt.setPromptText("What both continue");
        prompt.setAccessibleText("Prompt");
        prompt.textProperty().bindBidirectional(viewModel.prompt());
        prompt.getStyleClass().add("generation-prompt");
        baseline.title.setText("Without sharing");
        plan.title.textProperty().bind(viewModel.planWords());
        Label title = label("generation-prompt-title", "map-title");
        title.setText("Prompt");
        VBox asked = new VBox(title, prompt);
        asked.getStyleClass().add("map-pane");
        VBox.setVgrow(prompt, Priority.ALWAYS);
        HBox.setHgrow(asked, Priority.ALWAYS);
        HBox sides = new HBox(asked, baseline.root, plan.root);
        sides.getStyleClass().add("map-pair");
        VBox.setVgrow(sides, Priority.ALWAYS);
        Label status = label("generation-status", "reading");
        status.textProperty().bind(viewModel.status());
        status.setMinWidth(Region.USE_PREF_SIZE);
        Label conditions = label("generation-conditions", "note");
        conditions.textProperty().bind(viewModel.conditions());
        HBox below = new HBox(status, conditions);
        below.getStyleClass().add("details-choices");
        below.setMinHeight(0);
        root = new Card(
                        "generation-card",
                        "Generate",
                        "The same prompt continued without sharing and under the plan, a token of each in turns. From"
                                + " the first token that differs on, the text is marked; after it the two have read"
                                + " different texts.")
                .with(choices(), sides, below)
                .exporting(new TableExport(viewModel.result().map(_ -> true).orElse(false), viewModel::copied));
        viewModel.result().addListener((_, _, now) -> show(now));
        show(viewModel.result().get());
    }

    /// What to put into the window.
    public Card root() {
        return root;
    }

    /// What the pane adds to menu and palette.
    ///
    /// @param turnTo brings the pane to the front
    public List<Command> commands(Runnable turnTo) {
        return List.of(
                Command.of("generate", "Generate text without sharing and under the plan", CommandGroup.PLAN, () -> {
                            turnTo.run();
                            viewModel.start();
                        })
                        .on("Shortcut+Shift+G")
                        .when(viewModel.subject().isNotNull(), "No model is open; open one first."));
    }

    private Node choices() {
        Spinner<Integer> tokens =
                new Spinner<>(1, MOST_TOKENS, viewModel.tokens().get(), 16);
        viewModel.tokens().bind(tokens.valueProperty());
        Spinner<Double> temperature = new Spinner<>(new SpinnerValueFactory.DoubleSpinnerValueFactory(
                0, HOTTEST, viewModel.temperature().get(), 0.1));
        viewModel.temperature().bind(temperature.valueProperty());
        Spinner<Integer> seed =
                new Spinner<>(0, Integer.MAX_VALUE, viewModel.seed().get());
        viewModel.seed().bind(seed.valueProperty());
        seed.disableProperty().bind(temperature.valueProperty().map(value -> value == 0));
        Button start = new Button();
        start.setId("generation-start");
        start.setMinWidth(Region.USE_PREF_SIZE);
        start.getStyleClass().add("small-button");
        Hint.set(start, "Begins anew with the prompt (Ctrl+Shift+G).");
        start.textProperty()
                .bind(Bindings.when(viewModel.running()).then("■ Stop").otherwise("▶ Generate"));
        start.disableProperty().bind(viewModel.subject().isNull());
        start.setOnAction(_ -> {
            if (viewModel.running().get()) {
                viewModel.stop();
            } else {
                viewModel.start();
            }
        });
        HBox choices = new HBox(
                start,
                named("generation-tokens", "tokens", "Tokens to generate at most, on each side.", tokens),
                named(
                        "generation-temperature",
                        "temperature",
                        "0 takes the likeliest token each time. Above, a token is drawn; higher is bolder.",
                        temperature),
                named(
                        "generation-seed",
                        "seed",
                        "The same seed throws the same dice, on both sides: what differs is the plan’s doing.",
                        seed));
        choices.getStyleClass().add("details-choices");
        return choices;
    }

    private static Node named(String id, String name, String meaning, Spinner<?> spinner) {
        spinner.setId(id);
        spinner.setEditable(true);
        spinner.getStyleClass().add("narrow-spinner");
        spinner.setAccessibleText(name);
        Term term = new Term(name, meaning, "note");
        term.setMinWidth(Region.USE_PREF_SIZE);
        HBox box = new HBox(term, spinner);
        box.getStyleClass().add("details-choices");
        return box;
    }

    private void show(@Nullable PairedGeneration now) {
        @Nullable Difference difference = now == null ? null : Difference.of(now);
        baseline.show(difference, false);
        plan.show(difference, true);
    }

    private static Label label(String id, String styleClass) {
        Label label = new Label();
        label.setId(id);
        label.setMinWidth(0);
        label.setMinHeight(0);
        label.getStyleClass().add(styleClass);
        return label;
    }

    /// One of the two texts.
    private static final class Side {
        private final Label title;
        private final Text shared = new Text();
        private final Text mark = new Text("▸");
        private final Text word = new Text();
        private final Text rest = new Text();
        private final Text hint = new Text("“▶ Generate” continues the prompt here.");
        private final TextFlow flow = new TextFlow(hint, shared, mark, word, rest);
        private final ScrollPane scroll = new ScrollPane(flow);
        private final VBox root;

        Side(String id) {
            title = label(id + "-title", "map-title");
            flow.setId(id);
            flow.setNodeOrientation(NodeOrientation.LEFT_TO_RIGHT);
            hint.getStyleClass().add("generated-hint");
            shared.getStyleClass().add("generated-shared");
            mark.getStyleClass().add("generated-mark");
            word.getStyleClass().add("generated-word");
            rest.getStyleClass().add("generated-rest");
            scroll.setFitToWidth(true);
            scroll.getStyleClass().add("generated");
            flow.heightProperty().addListener((_, _, _) -> scroll.setVvalue(1));
            VBox.setVgrow(scroll, Priority.ALWAYS);
            root = new VBox(title, scroll);
            root.getStyleClass().add("map-pane");
            HBox.setHgrow(root, Priority.ALWAYS);
        }

        void show(@Nullable Difference difference, boolean isPlan) {
            hint.setVisible(difference == null);
            hint.setManaged(difference == null);
            shared.setText(difference == null ? "" : difference.shared(isPlan));
            String first = difference == null ? "" : difference.word(isPlan);
            word.setText(first);
            rest.setText(difference == null ? "" : difference.rest(isPlan).substring(first.length()));
            boolean hasRest = difference != null && difference.token() >= 0;
            mark.setVisible(hasRest);
            mark.setManaged(hasRest);
            flow.setAccessibleText(
                    difference == null
                            ? ""
                            : difference.shared(isPlan)
                                    + (hasRest ? ", from here on different: " + difference.rest(isPlan) : ""));
        }
    }
}
