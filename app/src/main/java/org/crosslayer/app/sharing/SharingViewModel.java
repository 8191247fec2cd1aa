package org.crosslayer.app.sharing;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.MapChangeListener;
import javafx.collections.ObservableList;
import javafx.util.Subscription;
import org.crosslayer.app.task.TaskRunner;
import org.crosslayer.app.workspace.PlanLoader;
import org.crosslayer.app.workspace.PlanShelf;
import org.crosslayer.app.workspace.SavedPlan;
import org.crosslayer.app.workspace.Selection;
import org.crosslayer.app.workspace.Subject;
import org.crosslayer.app.workspace.Workspace;
import org.crosslayer.engine.evaluation.PerplexityReport;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.LayerAttention;
import org.jspecify.annotations.Nullable;

/// The plan as a table: one row a layer, its switch, where it takes from, what it costs.
public final class SharingViewModel {
    /// So long the rows wait for a picture that may never come.
    private static final Duration WITHOUT_PICTURE = Duration.ofMillis(1500);

    private final Workspace workspace;
    private final TaskRunner runner;
    private final ObservableList<LayerRow> rows = FXCollections.observableArrayList();
    /// Kept: a read-only list forgets its listeners once nobody holds it.
    private final ObservableList<LayerRow> shown = FXCollections.unmodifiableObservableList(rows);
    private final ReadOnlyStringWrapper summary = new ReadOnlyStringWrapper("");
    private final ObjectProperty<SharingMode> method = new SimpleObjectProperty<>(SharingMode.ALIGNED);
    private final LisaOptionsViewModel options;
    private final PlanLoader plans;
    private final LayerSwitches switches;
    private final LayerCosts costs;
    private final RowWords words;

    /// @param fits    fits the LiSA layers that are missing
    /// @param options says how
    /// @param plans   offers fitted plans
    public SharingViewModel(
            Workspace workspace, TaskRunner runner, FitViewModel fits, LisaOptionsViewModel options, PlanLoader plans) {
        this.workspace = workspace;
        this.runner = runner;
        this.options = options;
        this.plans = plans;
        this.switches = new LayerSwitches(workspace, runner, fits, options);
        this.costs = new LayerCosts(workspace, runner, this::trial);
        this.words = new RowWords(workspace, fits, switches);
        switches.version().addListener((_, _, _) -> showPlan());
        workspace.subject().addListener((_, _, subject) -> begin(subject));
        workspace.protocol().addListener((_, _, _) -> costs.begin());
        workspace.plan().plan().addListener((_, _, _) -> planChanged());
        workspace.similarity().addListener((_, _, similarity) -> words.showDistances(rows, similarity));
        workspace.measured().addListener((MapChangeListener<AttentionPlan, PerplexityReport>) _ -> showCosts());
        workspace.trials().measuring().bind(costs.measuring());
        workspace.trials().requests().addListener((_, _, _) -> measureAlone());
        method.addListener((_, _, _) -> {
            costs.follow();
            showCosts();
        });
    }

    /// Does something once there is a first picture, which it would hold up, or after a while without one.
    void afterPicture(Runnable action) {
        boolean[] isDone = {workspace.similarity().get() != null};
        if (isDone[0]) {
            action.run();
            return;
        }
        Runnable once = () -> {
            if (!isDone[0]) {
                isDone[0] = true;
                action.run();
            }
        };
        Subscription pictures = workspace.similarity().subscribe(found -> {
            if (found != null) {
                once.run();
            }
        });
        runner.after(WITHOUT_PICTURE, () -> {
            pictures.unsubscribe();
            once.run();
        });
    }

    /// One row a layer, lowest first.
    public ObservableList<LayerRow> rows() {
        return shown;
    }

    /// How many layers share.
    public ReadOnlyStringProperty summary() {
        return summary.getReadOnlyProperty();
    }

    public Selection selection() {
        return workspace.selection();
    }

    /// All plans of the model.
    public PlanShelf shelf() {
        return workspace.plans();
    }

    /// Fitted plans that can be had with one click.
    public ObservableList<SavedPlan> offers() {
        return plans.offers();
    }

    /// Makes a fitted plan the present one.
    public void use(SavedPlan plan) {
        switches.clearWaiting();
        plans.use(plan);
    }

    /// Opens a plan file.
    public void open(Path plan) {
        plans.open(plan);
    }

    /// Saves the plan and its fitted parts.
    public void save(Path plan) {
        plans.save(plan);
    }

    /// How LiSA layers are made.
    LisaOptionsViewModel lisaOptions() {
        return options;
    }

    /// How layers share that a preset chooses, and that are tried by themselves; never [SharingMode#OWN].
    public ObjectProperty<SharingMode> method() {
        return method;
    }

    /// Sets a layer's switch.
    public void choose(int layer, SharingMode mode) {
        choose(List.of(layer), mode);
    }

    /// Sets the switches of some layers, as one step. Aligned copies wait for the heads to be matched if they are not
    /// yet; LiSA waits for the first state of a fit that begins now, if its parts are not there yet.
    public void choose(List<Integer> layers, SharingMode mode) {
        switches.choose(layers, mode);
    }

    /// Lets layers take corrected scores, the correction being the best linear map over the heads and nothing that was
    /// trained; for these layers only, whatever the options of LiSA say.
    public void alignWithoutTraining(List<Integer> layers) {
        switches.align(layers);
    }

    /// Lets layers take from this lower one.
    public void chooseSource(List<Integer> layers, int source) {
        switches.chooseSource(layers, source);
    }

    /// A lower layer that one could take from, in words: with the distance where it is known.
    String sourceWords(int layer, int source) {
        return words.ofSource(layer, source);
    }

    /// Makes one layer primary and pins the one it would take from.
    public void look(int layer) {
        workspace.selection().choosePair(layer, layer);
    }

    /// Asks why a layer is hard to share.
    public void explain(int layer) {
        workspace.explain(layer);
    }

    /// Gives every layer its own attention back.
    public void clear() {
        switches.clearWaiting();
        workspace.plan().apply("clear the plan", AttentionPlan.none(rows.size()));
    }

    /// Layers 0, n, 2n … compute; those between share, each with the one below it.
    public void everyNth(int n) {
        List<Integer> layers = IntStream.range(1, rows.size())
                .filter(layer -> layer % n != 0)
                .boxed()
                .toList();
        switches.chooseOnly(layers, method.get(), "let every " + n + ". layer compute");
    }

    /// Shared Attention: all layers of a span but its lowest copy that one.
    public void span(int from, int to) {
        AttentionPlan plan = workspace.plan().plan().get();
        for (int layer = from + 1; layer <= to; layer++) {
            plan = plan.with(layer, new LayerAttention.CopyPattern(from));
        }
        workspace.plan().apply("share layer " + from + " up to layer " + to, plan);
    }

    /// Plans for several budgets by the costs of layers alone; empty until all layers were tried.
    public List<Suggestion> suggestions() {
        Map<Integer, Suggestion.Trial> trials = new TreeMap<>();
        for (LayerRow row : rows) {
            @Nullable AttentionPlan plan = row.canShare() ? costs.alonePlan(row.layer()) : null;
            double ratio = costs.alone(row.layer());
            if (plan != null && !Double.isNaN(ratio)) {
                trials.put(row.layer(), new Suggestion.Trial(plan.at(row.layer()), ratio));
            }
        }
        return trials.isEmpty() || trials.size() < rows.size() - 1
                ? List.of()
                : Suggestion.BUDGETS.stream()
                        .map(budget -> Suggestion.within(budget, trials, rows.size()))
                        .toList();
    }

    /// Makes a suggestion the plan.
    public void take(Suggestion suggestion) {
        switches.clearWaiting();
        workspace.plan().apply("share within a budget", suggestion.plan());
    }

    /// Tries every layer by itself in the background.
    public void measureAlone() {
        costs.measureAll();
        showCosts();
    }

    /// Stops measuring what layers cost.
    public void stopMeasuring() {
        costs.stop();
    }

    /// True while costs are on their way.
    public ReadOnlyBooleanProperty measuring() {
        return costs.measuring();
    }

    /// Whether the table is seen; nothing is measured for one that is not.
    public BooleanProperty tableShown() {
        return costs.shown();
    }

    private @Nullable LayerAttention trial(int layer) {
        return layer == 0 ? null : switches.attention(layer, method.get(), layer - 1, AttentionPlan.none(rows.size()));
    }

    private void begin(@Nullable Subject subject) {
        int nLayers = subject == null ? 0 : subject.config().nLayers();
        if (rows.size() != nLayers) {
            rows.setAll(IntStream.range(0, nLayers).mapToObj(LayerRow::new).toList());
        }
        switches.begin();
        costs.begin();
        showPlan();
    }

    private void planChanged() {
        showPlan();
        costs.planChanged();
    }

    private void showPlan() {
        AttentionPlan plan = workspace.plan().plan().get();
        for (LayerRow row : rows.subList(0, Math.min(rows.size(), plan.nLayers()))) {
            words.show(row, plan);
        }
        summary.set(plan.sharedCount() + " of " + plan.nLayers() + " layers share");
        showCosts();
    }

    /// Costs of layers that do not share are shown once somebody has asked for them.
    private void showCosts() {
        AttentionPlan plan = workspace.plan().plan().get();
        int known = Math.min(rows.size(), plan.nLayers());
        workspace.trials().show(costs.trials());
        double largest = 0;
        double[] alone = new double[known];
        for (int layer = 0; layer < known; layer++) {
            boolean isWanted = plan.isShared(layer) || costs.measuresAll();
            alone[layer] = isWanted ? costs.alone(layer) : Double.NaN;
            largest = Double.isNaN(alone[layer]) ? largest : Math.max(largest, Math.abs(alone[layer] - 1));
        }
        for (int layer = 0; layer < known; layer++) {
            boolean isShared = plan.isShared(layer);
            double share = Double.isNaN(alone[layer]) || largest == 0 ? 0 : Math.abs(alone[layer] - 1) / largest;
            rows.get(layer).showCost(alone[layer], share, !isShared, isShared ? costs.upTo(layer) : Double.NaN);
        }
    }
}
