package org.crosslayer.app.sharing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.crosslayer.app.command.Command;
import org.crosslayer.app.command.CommandGroup;
import org.crosslayer.app.control.Card;
import org.crosslayer.app.control.Hint;
import org.crosslayer.app.control.PlanChooser;
import org.crosslayer.app.control.TableExport;
import org.crosslayer.app.control.Term;
import org.crosslayer.app.workspace.PlanShelf;
import org.crosslayer.app.workspace.SavedPlan;
import org.jspecify.annotations.Nullable;

/// The right zone, above: the plans, and the one being worked on as a table with a switch per layer.
public final class SharingView {
    private static final int PLANS_WITH_KEYS = 3;

    private final SharingViewModel viewModel;
    private final HBox offers = new HBox();
    private final LisaOptionsWindow window;
    private final PlanMenus menus;
    private final PlanTabs tabs;
    private final PlanTable table;
    private final Card root;

    public SharingView(SharingViewModel viewModel) {
        this.viewModel = viewModel;
        this.window = new LisaOptionsWindow(viewModel.lisaOptions());
        this.menus = new PlanMenus(viewModel, this::showOptions);
        this.tabs = new PlanTabs(viewModel.shelf());
        this.table = new PlanTable(viewModel, menus);
        Button options =
                button("lisa-options-open", "LiSA…", "How LiSA layers are made: rank, network, calibration text.");
        options.setOnAction(_ -> showOptions());
        VBox.setVgrow(table.root(), Priority.ALWAYS);
        root = new Card(
                        "plan-card",
                        "Plan",
                        "For every layer, where its attention comes from. A layer that shares computes no queries and"
                                + " no keys.",
                        options,
                        presets(),
                        files())
                .with(line(), heading(), table.root())
                .exporting(new TableExport(Bindings.isNotEmpty(viewModel.rows()), () -> RowTable.of(viewModel.rows())));
        viewModel.tableShown().bind(root.shown());
        viewModel.offers().addListener((ListChangeListener<SavedPlan>) _ -> showOffers());
        showOffers();
    }

    /// What to put into the window.
    public Node root() {
        return root;
    }

    /// What can be done with plans by menu, palette and keyboard.
    public List<Command> commands() {
        List<Command> all = new ArrayList<>();
        PlanShelf shelf = viewModel.shelf();
        IntStream.range(0, PLANS_WITH_KEYS)
                .mapToObj(index -> Command.of(
                                "plan-" + (index + 1),
                                "Turn to plan " + (index + 1),
                                CommandGroup.PLAN,
                                () -> shelf.turnTo(index))
                        .named(shelf.plans()
                                .map(plans -> index < plans.all().size()
                                        ? "Turn to plan "
                                                + plans.all().get(index).name()
                                        : "Turn to plan " + (index + 1)))
                        .on("Shortcut+Shift+" + (index + 1)))
                .forEach(all::add);
        all.add(Command.of("plan-duplicate", "Duplicate the plan", CommandGroup.PLAN, shelf::duplicate)
                .on("Shortcut+D"));
        all.add(Command.of("plan-annotate", "Name and notes of the plan…", CommandGroup.PLAN, tabs::annotate));
        all.add(Command.of("plan-clear", "No layer shares", CommandGroup.PLAN, viewModel::clear));
        all.add(Command.of("plan-every-2", "Every 2nd layer computes", CommandGroup.PLAN, () -> viewModel.everyNth(2)));
        all.add(Command.of("plan-measure", "Measure each layer alone", CommandGroup.PLAN, viewModel::measureAlone)
                .on("Shortcut+M"));
        for (SharingMode mode : SharingMode.SWITCHED) {
            all.add(Command.of(
                    "rows-" + mode.name().toLowerCase(Locale.ROOT),
                    "Selected rows: " + mode.label(),
                    CommandGroup.PLAN,
                    () -> viewModel.choose(table.selected(), mode)));
        }
        return all;
    }

    private void showOptions() {
        window.show(root.getScene().getWindow());
    }

    private MenuButton presets() {
        MenuButton presets = menuButton(
                "plan-presets",
                "Presets",
                "Whole plans in one step: none, every second"
                        + " layer, or the cheapest layers within a budget. For a span select its rows first and open their menu.");
        presets.getItems().setAll(menus.presets());
        presets.setOnShowing(_ -> presets.getItems().setAll(menus.presets()));
        return presets;
    }

    private MenuButton files() {
        MenuButton files = menuButton("plan-file", "File", "Opens a plan, or saves this one with its fitted parts.");
        MenuItem open = new MenuItem("Open plan…");
        open.setOnAction(_ -> open());
        MenuItem save = new MenuItem("Save plan…");
        save.setOnAction(_ -> save());
        files.getItems().addAll(open, save);
        return files;
    }

    private HBox line() {
        Label summary = new Label();
        summary.setId("plan-summary");
        summary.getStyleClass().add("note");
        summary.setMinWidth(Region.USE_PREF_SIZE);
        summary.textProperty().bind(viewModel.summary());
        offers.setId("plan-offers");
        offers.getStyleClass().add("plan-offers");
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox line = new HBox(tabs.root(), summary, gap, offers);
        line.getStyleClass().add("plan-line");
        return line;
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
        Hint.set(button, meaning);
        return button;
    }

    private static MenuButton menuButton(String id, String words, String meaning) {
        MenuButton button = new MenuButton(words);
        button.setId(id);
        // JavaFX tells a screen reader no text of a menu button.
        button.setAccessibleText(words);
        button.getStyleClass().add("small-button");
        Hint.set(button, meaning);
        return button;
    }

    private HBox heading() {
        Button measure = new Button();
        measure.setId("plan-measure");
        // Its words change while it measures.
        measure.setMinWidth(Region.USE_PREF_SIZE);
        measure.getStyleClass().addAll("link-button", "plan-measure");
        measure.textProperty().bind(viewModel.measuring().map(is -> is ? "Δ alone ■" : "Δ alone ▸"));
        Hint.set(
                measure,
                "What sharing this layer alone does to perplexity. Layers of the plan are"
                        + " measured by themselves once you pause; a click tries all the others too, as the presets would share them"
                        + " (in grey), or stops that.");
        measure.setAccessibleText("Measure what each layer costs alone, or stop measuring");
        measure.setOnAction(_ -> {
            if (viewModel.measuring().get()) {
                viewModel.stopMeasuring();
            } else {
                viewModel.measureAlone();
            }
        });
        HBox heading = new HBox(
                column("col-layer", "Layer", "Counted from 0, the one that reads the text first."),
                column(
                        "col-distance",
                        "Dist.",
                        "How far this layer's attention is from that of the layer below, by the metric chosen in the"
                                + " overview. A short bar means that they look at the text alike; the longest bar is the largest"
                                + " distance."),
                column(
                        "col-switch",
                        "Attention",
                        "Own: computed here. Copy and Aligned: taken from below. LiSA: taken and corrected; ○ not fitted"
                                + " yet, ◐ being fitted, ● fitted. A switch in a selected row moves all selected rows."),
                column(
                        "col-source",
                        "From",
                        "The layer that it is taken from; a click chooses another. For LiSA the rank, and how far its fit"
                                + " is."),
                LayerRowView.styled(new HBox(measure), "col-cost"),
                column(
                        "col-total",
                        "Δ so far",
                        "What the rows up to this one do to perplexity together, from layer 0 upwards; the last is the"
                                + " whole plan."));
        heading.getStyleClass().add("plan-heading");
        LayerRowView.grow(heading);
        // Headings stand over their columns whether or not there is a scroll bar beside the rows.
        heading.maxWidthProperty()
                .bind(Bindings.when(table.rowWidth().greaterThan(0))
                        .then(table.rowWidth())
                        .otherwise(Double.MAX_VALUE));
        return heading;
    }

    private static Term column(String styleClass, String name, String meaning) {
        return LayerRowView.styled(new Term(name, meaning, "column-name"), styleClass);
    }
}
