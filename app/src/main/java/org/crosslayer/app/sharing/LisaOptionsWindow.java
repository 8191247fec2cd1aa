package org.crosslayer.app.sharing;

import java.io.File;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Spinner;
import javafx.scene.control.SpinnerValueFactory.IntegerSpinnerValueFactory;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import javafx.stage.Modality;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.crosslayer.app.control.Choices;
import org.crosslayer.engine.backend.Activation;
import org.crosslayer.engine.fitting.StartMethod;
import org.crosslayer.engine.model.LisaOptions;
import org.jspecify.annotations.Nullable;

/// The open choices of LiSA, each with its reason: what the paper says and what is our reading. A change counts for
/// layers that are switched on from then on.
final class LisaOptionsWindow {
    private static final double WIDTH = 560;
    private static final double HEIGHT = 640;
    private static final double FIELD = 150;
    private static final int MOST_STEPS = 100_000;
    private static final int MOST_UNITS = 1024;

    private final LisaOptionsViewModel viewModel;
    private final VBox rows = new VBox();
    private final ChoiceBox<Boolean> trained =
            Choices.of("lisa-trained", LisaOptionsWindow::trainedWords, List.of(true, false));
    private final Spinner<Integer> rank = spinner("lisa-rank", 0, 2, 2);
    private final Spinner<Integer> hidden = spinner("lisa-hidden", 0, MOST_UNITS, 1);
    private final ChoiceBox<Activation> activation =
            Choices.of("lisa-activation", LisaOptionsWindow::words, List.of(Activation.values()));
    private final CheckBox skip = box("lisa-skip", "a matrix beside the net");
    private final CheckBox rope = box("lisa-rope", "turn by position");
    private final ChoiceBox<LisaOptions.Carrier> carrier =
            Choices.of("lisa-carrier", LisaOptionsWindow::words, List.of(LisaOptions.Carrier.values()));
    private final ChoiceBox<LisaOptions.Combine> combine =
            Choices.of("lisa-combine", LisaOptionsWindow::words, List.of(LisaOptions.Combine.values()));
    private final ChoiceBox<Boolean> chained =
            Choices.of("lisa-chained", LisaOptionsWindow::chainWords, List.of(true, false));
    private final ChoiceBox<StartMethod> start =
            Choices.of("lisa-start", LisaOptionsWindow::words, List.of(StartMethod.values()));
    private final Spinner<Integer> seed = spinner("lisa-seed", 0, Integer.MAX_VALUE, 1);
    private final Spinner<Integer> local = spinner("lisa-steps-local", 0, MOST_STEPS, 25);
    private final Spinner<Integer> distill = spinner("lisa-steps-distill", 0, MOST_STEPS, 25);
    private boolean showing;
    private @Nullable Stage stage;

    LisaOptionsWindow(LisaOptionsViewModel viewModel) {
        this.viewModel = viewModel;
        rows.getStyleClass().add("help");
        build();
        listen(trained.valueProperty(), viewModel::setTrained);
        listen(rank.valueProperty(), viewModel::setRank);
        listen(hidden.valueProperty(), viewModel::setHidden);
        listen(activation.valueProperty(), viewModel::setActivation);
        listen(skip.selectedProperty(), viewModel::setSkip);
        listen(rope.selectedProperty(), viewModel::setRope);
        listen(carrier.valueProperty(), viewModel::setCarrier);
        listen(combine.valueProperty(), viewModel::setCombine);
        listen(chained.valueProperty(), viewModel::setChained);
        listen(start.valueProperty(), viewModel::setStart);
        listen(seed.valueProperty(), viewModel::setSeed);
        listen(local.valueProperty(), steps -> viewModel.setSteps(steps, distill.getValue()));
        listen(distill.valueProperty(), steps -> viewModel.setSteps(local.getValue(), steps));
        viewModel.settings().addListener((_, _, _) -> show());
        viewModel.problem().addListener((_, _, _) -> show());
        show();
    }

    /// Opens the window, or brings it to the front.
    void show(Window owner, List<String> sheets) {
        if (stage == null) {
            stage = stage(owner);
        }
        stage.getScene().getStylesheets().setAll(sheets);
        stage.show();
        stage.toFront();
    }

    private Stage stage(Window owner) {
        ScrollPane scroll = new ScrollPane(rows);
        scroll.setId("lisa-options");
        scroll.setFitToWidth(true);
        scroll.getStyleClass().add("zone");
        Scene scene = new Scene(scroll, WIDTH, Math.min(HEIGHT, owner.getHeight()));
        Stage opened = new Stage();
        opened.initOwner(owner);
        opened.initModality(Modality.NONE);
        opened.setTitle("LiSA options – Crosslayer");
        opened.setScene(scene);
        scene.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                opened.close();
            }
        });
        return opened;
    }

    private void build() {
        Label problem = words("lisa-problem", "problem");
        problem.textProperty().bind(viewModel.problem());
        problem.managedProperty().bind(viewModel.problem().isNotEmpty());
        rows.getChildren()
                .addAll(
                        line(
                                "What changes here counts for layers that are switched to LiSA afterwards. Stated is what the"
                                        + " abstract of the paper (arXiv 2408.01890) says; its body was not at hand, so the rest is our"
                                        + " reading."),
                        problem,
                        option(
                                "Calibration text",
                                calibration(),
                                "A part of it is held out: never fitted on, but measured, to choose the best state."
                                        + " Fitting needs two windows of 512 tokens at least; a book is good."),
                        warning(),
                        option(
                                "Parts",
                                trained,
                                "Stated: the parts are learned. Our own: aligned without training is the linear map over"
                                        + " the heads that explains most of a layer's scores, from one pass over six windows"
                                        + " by the normal equations; no low-rank part, no network, no steps. It is ready in"
                                        + " seconds and tells which layers are hard. It is a start, not the paper's method."),
                        option(
                                "Rank",
                                rank,
                                "Stated: low-rank matrices make up for the difference between layers. Our reading: the"
                                        + " number is for each head; 6 in place of 32 channels is the default, about 20 in"
                                        + " place of 128 fits the paper's arithmetic. Even, if turned by position."),
                        option(
                                "Hidden units",
                                hidden,
                                "Stated: a tiny feed-forward network rearranges the heads. Our reading: as many units as"
                                        + " heads, with which it always costs less than the scores it replaces. 0 leaves"
                                        + " the matrix alone."),
                        option("Activation", activation, "Our reading: SiLU, as in the model's own MLP."),
                        option(
                                "Skip matrix",
                                skip,
                                "Our reading: yes. It starts as the best linear alignment, so that fitting starts from an"
                                        + " aligned copy. The paper names no such matrix. Without it, heads are rearranged by"
                                        + " the network alone, from a random start."),
                        option(
                                "Rotary positions",
                                rope,
                                "Our reading: the low-rank queries and keys are turned by position, because the scores"
                                        + " that they correct are. Started from factors, each head has frequencies of its"
                                        + " own; otherwise all have the model's table at this rank."),
                        option(
                                "Handed on",
                                carrier,
                                "Stated: attention weights are shared. Our reading: scores before softmax, for one softmax"
                                        + " at the end makes a distribution of a sum that is none. Patterns after softmax are"
                                        + " cut off at 0 and their rows divided by their sums instead."),
                        option(
                                "Difference",
                                combine,
                                "Our reading: added, for the paper names it a difference. The other way feeds it to the"
                                        + " network along with the heads."),
                        option(
                                "Source",
                                chained,
                                "Stated: adjacent layers share. Our reading: a run of LiSA layers is a chain, each taking"
                                        + " the corrected scores of the layer below; or all take the last ordinary layer."),
                        option(
                                "Start",
                                start,
                                "Our own: before the first step, the best linear map of heads with factors of the layer's"
                                        + " own queries and keys, by far the best start (docs/results/lisa.md); the map alone;"
                                        + " or each head copies the one most like it."),
                        option(
                                "Seed",
                                seed,
                                "Of everything random: which windows a step reads, and how the network starts. The same seed"
                                        + " gives the same parts on the same machine."),
                        option(
                                "Steps layer by layer",
                                local,
                                "Our own recipe, the paper's is not known: each layer's pattern against the model's own."
                                        + " A step reads one window."),
                        option(
                                "Steps end to end",
                                distill,
                                "After that, all LiSA layers of the plan together against the model's own predictions."
                                        + " A step reads eight windows there and back: much slower, and better."));
    }

    private Node calibration() {
        Label name = new Label();
        name.setId("lisa-calibration");
        name.textProperty().bind(viewModel.calibration());
        Button choose = new Button("Choose…");
        choose.setId("lisa-calibration-choose");
        choose.getStyleClass().add("small-button");
        choose.setOnAction(_ -> chooseText());
        Button open = new Button("Use the open text");
        open.setId("lisa-calibration-open");
        open.getStyleClass().add("small-button");
        open.setOnAction(_ -> viewModel.useOpenText());
        HBox buttons = new HBox(choose, open);
        buttons.getStyleClass().add("option-buttons");
        buttons.setAlignment(Pos.CENTER_RIGHT);
        VBox box = new VBox(name, buttons);
        box.setAlignment(Pos.CENTER_RIGHT);
        return box;
    }

    private Node warning() {
        Label warning = words("lisa-warning", "caution");
        warning.textProperty().bind(viewModel.warning());
        warning.managedProperty().bind(viewModel.warning().isNotEmpty());
        warning.visibleProperty().bind(viewModel.warning().isNotEmpty());
        return warning;
    }

    private void chooseText() {
        FileChooser chooser = new FileChooser();
        chooser.setTitle("Calibration text: a UTF-8 file");
        @Nullable File text = chooser.showOpenDialog(rows.getScene().getWindow());
        if (text != null) {
            viewModel.chooseCalibration(text.toPath());
        }
    }

    /// Sets all controls to what is set; after a change was refused that puts them back.
    private void show() {
        @Nullable LisaSettings now = viewModel.settings().get();
        if (now != null && !showing) {
            showing = true;
            ((IntegerSpinnerValueFactory) rank.getValueFactory())
                    .setMax(viewModel.headSize().get());
            trained.setValue(now.trained());
            rank.getValueFactory().setValue(now.chosen().rank());
            hidden.getValueFactory().setValue(now.chosen().hidden());
            activation.setValue(now.chosen().activation());
            skip.setSelected(now.chosen().skip());
            rope.setSelected(now.chosen().rope());
            carrier.setValue(now.chosen().carrier());
            combine.setValue(now.chosen().combine());
            chained.setValue(now.chained());
            start.setValue(now.start());
            seed.getValueFactory().setValue(Math.toIntExact(now.seed()));
            List.of(rank, hidden, activation, skip, rope, combine, local, distill)
                    .forEach(control -> control.setDisable(!now.trained()));
            local.getValueFactory().setValue(now.stepsLocal());
            distill.getValueFactory().setValue(now.stepsDistill());
            showing = false;
        }
    }

    private <T> void listen(ObservableValue<T> value, Consumer<T> action) {
        value.addListener((_, _, now) -> {
            if (!showing && now != null) {
                action.accept(now);
                show();
            }
        });
    }

    private static Node option(String name, Node control, String meaning) {
        Label word = new Label(name);
        word.getStyleClass().add("help-word");
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox head = new HBox(word, gap, control);
        head.setAlignment(Pos.CENTER_LEFT);
        if (control instanceof Control labelled) {
            labelled.setAccessibleText(name);
            labelled.setAccessibleHelp(meaning);
        }
        VBox option = new VBox(head, line(meaning));
        option.getStyleClass().add("option");
        return option;
    }

    private static Label line(String words) {
        Label line = new Label(words);
        line.setWrapText(true);
        line.getStyleClass().add("note");
        line.setMinHeight(Region.USE_PREF_SIZE);
        return line;
    }

    private static Label words(String id, String styleClass) {
        Label label = line("");
        label.setId(id);
        label.getStyleClass().setAll("label", styleClass);
        return label;
    }

    private static Spinner<Integer> spinner(String id, int least, int most, int step) {
        Spinner<Integer> spinner = new Spinner<>(least, most, least, step);
        spinner.setId(id);
        spinner.setEditable(true);
        spinner.setPrefWidth(FIELD);
        return spinner;
    }

    private static CheckBox box(String id, String words) {
        CheckBox box = new CheckBox(words);
        box.setId(id);
        return box;
    }

    private static String words(Activation activation) {
        return activation.name().toLowerCase(Locale.ROOT);
    }

    private static String trainedWords(Boolean isTrained) {
        return isTrained ? "fitted" : "aligned without training";
    }

    private static String words(StartMethod start) {
        return switch (start) {
            case MATCHED -> "the most similar heads";
            case LINEAR -> "linear map of heads";
            case FACTORS -> "linear map and factors";
        };
    }

    private static String words(LisaOptions.Carrier carrier) {
        return switch (carrier) {
            case SCORES -> "scores before softmax";
            case PATTERN -> "patterns after softmax";
        };
    }

    private static String words(LisaOptions.Combine combine) {
        return switch (combine) {
            case ADD -> "added to the heads";
            case CONCAT -> "read by the network";
        };
    }

    private static String chainWords(Boolean isChained) {
        return isChained ? "chained: the layer below" : "anchored: the last ordinary";
    }
}
