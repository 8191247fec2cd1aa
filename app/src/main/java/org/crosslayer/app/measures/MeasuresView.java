package org.crosslayer.app.measures;

import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.beans.property.IntegerProperty;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.crosslayer.app.command.Command;
import org.crosslayer.app.command.CommandGroup;
import org.crosslayer.app.control.Card;
import org.crosslayer.app.control.CardPlace;
import org.crosslayer.app.control.Choices;
import org.crosslayer.app.control.FillingColumn;
import org.crosslayer.app.control.Hint;
import org.crosslayer.app.control.TableExport;
import org.crosslayer.engine.evaluation.ProtocolKind;

/// The right zone, below: perplexity and speed, both against the model without sharing; and what else there is room
/// for.
public final class MeasuresView {
    private static final PseudoClass STALE = PseudoClass.getPseudoClass("stale");
    private static final PseudoClass ESTIMATE = PseudoClass.getPseudoClass("estimate");

    /// Two lines, so that nothing moves when the words come.
    private static final double PROTOCOL_PX = 30;

    private final MeasuresViewModel viewModel;
    private final Label baseline = label("perplexity-baseline", "number-quiet");
    private final Label plan = label("perplexity-plan", "number");
    private final Label ratio = label("perplexity-ratio", "ratio");
    private final Label interval = label("perplexity-interval", "note");
    private final Label status = label("perplexity-status", "badge");
    private final Label divergence = label("divergence", "note");
    private final Label protocol = label("perplexity-protocol", "note");
    private final SpeedGrid speeds = new SpeedGrid();
    private final Label speedCaption = label("speed-caption", "note");
    private final ChoiceBox<Integer> context = Choices.of("savings-context", MeasuresView::words, List.of());
    private final SavingsGrid savings = new SavingsGrid(context);
    private final Label warning = label("perplexity-warning", "caution");
    private final Button measureSpeed = new Button("Measure speed");
    private final HBox numbers;
    private final FillingColumn root;

    /// @param below what stands below them where there is room
    public MeasuresView(MeasuresViewModel viewModel, Card below) {
        this.viewModel = viewModel;
        Label arrow = new Label("→");
        arrow.getStyleClass().add("number-quiet");
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        numbers = new HBox(baseline, arrow, plan, gap, ratio);
        numbers.setAlignment(Pos.BASELINE_LEFT);
        numbers.getStyleClass().add("numbers");
        Hint.set(
                interval,
                "The ratio lies in this range with the stated probability. It comes from"
                        + " the differences on the same tokens, so it is much narrower than that of each number alone.");
        ChoiceBox<ProtocolKind> protocols =
                Choices.of("protocol-choice", ProtocolKind::spelling, List.of(ProtocolKind.values()));
        protocols.valueProperty().bindBidirectional(viewModel.protocol());
        protocols.setAccessibleText("How perplexity is measured");
        Hint.follow(
                protocols,
                viewModel
                        .protocol()
                        .map(kind -> kind.title() + ". " + kind.meaning()
                                + " Numbers of different protocols cannot be compared."));
        divergence.textProperty().bind(viewModel.divergence());
        divergence.managedProperty().bind(viewModel.divergence().isNotEmpty());
        Hint.set(
                divergence,
                "How far the plan's predictions are from those of the model without"
                        + " sharing, on the same windows: Kullback–Leibler divergence, mean over tokens with its standard error and"
                        + " the largest; and how often the likeliest next token is the same.");
        protocol.setWrapText(true);
        protocol.setMinHeight(PROTOCOL_PX);
        speedCaption.setWrapText(true);
        speedCaption.setMinHeight(Region.USE_PREF_SIZE);
        warning.textProperty().bind(viewModel.warning());
        warning.managedProperty().bind(viewModel.warning().isNotEmpty());
        warning.visibleProperty().bind(viewModel.warning().isNotEmpty());
        Hint.set(
                warning,
                "Parts that were fitted on a text know it: on other texts the plan costs more."
                        + " Fit on another text (LiSA…), or open another one to measure.");
        Hint.set(
                context,
                "Tokens that a token sees, for the operations: the longer, the more the"
                        + " scores count, and LiSA's network with them.");
        context.setAccessibleText("Context for the operations");
        viewModel.contexts().addListener((_, _, lengths) -> offer(lengths, viewModel.context()));
        context.valueProperty().addListener((_, _, length) -> {
            if (length != null) {
                viewModel.context().set(length);
            }
        });
        measureSpeed.setId("measure-speed");
        measureSpeed.getStyleClass().add("small-button");
        Hint.set(
                measureSpeed,
                "Times the model with and without the plan, in turns. After a change"
                        + " of the plan this also happens by itself once you pause.");
        measureSpeed.setOnAction(_ -> viewModel.measureSpeed());
        measureSpeed.disableProperty().bind(viewModel.timing());

        status.setMinWidth(Region.USE_PREF_SIZE);
        Card perplexity = new Card(
                        "perplexity-card",
                        "Perplexity",
                        "How surprised the model is by the text: as if it had to guess among that many equally"
                                + " likely next tokens. Lower is better.",
                        protocols,
                        status)
                .with(numbers, warning, interval, divergence, exactLine(viewModel.exact()), protocol)
                .exporting(new TableExport(
                        viewModel.perplexity().map(words -> !words.estimate()), viewModel::perplexityTable));
        Card speed = new Card(
                        "speed-card",
                        "Speed",
                        "Tokens a second, measured with nothing else running in the engine: model and plan in turns, a"
                                + " warm-up before, medians of the runs.",
                        measureSpeed)
                .with(speeds, speedCaption, savings)
                .exporting(new TableExport(
                        Bindings.createBooleanBinding(
                                () -> !viewModel.speedStale().get()
                                        && !viewModel.speed().get().equals(SpeedWords.NONE),
                                viewModel.speedStale(),
                                viewModel.speed()),
                        viewModel::speedTable));
        root = new FillingColumn(List.of(perplexity, speed), new CardPlace(below));
        root.setId("measures");
        root.getStyleClass().add("zone-column");
        viewModel.perplexity().addListener((_, _, words) -> show(words));
        viewModel.speed().addListener((_, _, words) -> show(words));
        viewModel.savings().addListener((_, _, words) -> savings.show(words));
        viewModel.perplexityStale().addListener((_, _, stale) -> numbers.pseudoClassStateChanged(STALE, stale));
        viewModel.speedStale().addListener((_, _, stale) -> speeds.pseudoClassStateChanged(STALE, stale));
        show(viewModel.perplexity().get());
        show(viewModel.speed().get());
        savings.show(viewModel.savings().get());
        offer(viewModel.contexts().get(), viewModel.context());
    }

    /// What can be measured by menu, palette and keyboard.
    public List<Command> commands() {
        return List.of(
                Command.of("time-plan", "Measure speed", CommandGroup.PLAN, viewModel::measureSpeed),
                Command.of(
                        "measure-all-windows",
                        "Exact run: measure on all windows",
                        CommandGroup.PLAN,
                        viewModel.exact()::start));
    }

    private static HBox exactLine(ExactRun exact) {
        Label words = label("perplexity-exact", "note");
        words.textProperty().bind(exact.words());
        Hint.set(
                words,
                "The plan on every window of the text, apart from the estimate above, which"
                        + " reads the first windows only.");
        HBox.setHgrow(words, Priority.ALWAYS);
        words.setMaxWidth(Double.MAX_VALUE);
        words.setMinWidth(0);
        Button run = new Button("Exact run");
        run.setId("measure-exactly");
        run.getStyleClass().add("small-button");
        run.setMinWidth(Region.USE_PREF_SIZE);
        Hint.set(
                run,
                "Measures model and plan on all windows of the text in the background. Another"
                        + " plan, text or protocol stops it.");
        run.setOnAction(_ -> exact.start());
        run.disableProperty().bind(exact.running());
        HBox line = new HBox(words, run);
        line.setAlignment(Pos.CENTER_LEFT);
        return line;
    }

    /// What to put into the window.
    public Node root() {
        return root;
    }

    private void show(PerplexityWords words) {
        baseline.setText(words.baseline());
        plan.setText(words.plan());
        ratio.setText(words.ratio());
        interval.setText(words.interval());
        protocol.setText(words.protocol());
        status.setText(words.status());
        status.pseudoClassStateChanged(ESTIMATE, words.estimate());
    }

    private void show(SpeedWords words) {
        speeds.show(words);
        speedCaption.setText(words.caption());
    }

    private void offer(List<Integer> lengths, IntegerProperty chosen) {
        int before = chosen.get();
        context.getItems().setAll(lengths);
        context.setValue(lengths.contains(before) || lengths.isEmpty() ? (Integer) before : lengths.getLast());
    }

    private static String words(int length) {
        return "at " + (length < 1024 ? String.valueOf(length) : length / 1024 + "k");
    }

    private static Label label(String id, String styleClass) {
        Label label = new Label();
        label.setId(id);
        label.getStyleClass().add(styleClass);
        return label;
    }
}
