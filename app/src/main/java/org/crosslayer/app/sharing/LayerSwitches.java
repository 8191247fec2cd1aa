package org.crosslayer.app.sharing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import org.crosslayer.app.task.TaskRunner;
import org.crosslayer.app.task.UserMessage;
import org.crosslayer.app.workspace.AdapterShelf;
import org.crosslayer.app.workspace.FittedLayer;
import org.crosslayer.app.workspace.Workspace;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.LayerAttention;
import org.crosslayer.engine.similarity.HeadAlignment;
import org.jspecify.annotations.Nullable;

/// Makes the switches of a plan, of many layers in one step: at once where that is possible; an aligned copy waits
/// until heads are matched, and LiSA for the first state of a fit.
final class LayerSwitches {
    /// What was chosen and cannot be made yet.
    ///
    /// @param lisa how LiSA is made in this one case; null for the options that are set
    private record Wanted(
            SharingMode mode, int source, @Nullable LisaSettings lisa) {
        Wanted(SharingMode mode, int source) {
            this(mode, source, null);
        }
    }

    private final Workspace workspace;
    private final FitViewModel fits;
    private final LisaOptionsViewModel options;
    private final HeadMaps maps;
    private final SortedMap<Integer, Wanted> waiting = new TreeMap<>();
    private final ReadOnlyIntegerWrapper version = new ReadOnlyIntegerWrapper();

    LayerSwitches(Workspace workspace, TaskRunner runner, FitViewModel fits, LisaOptionsViewModel options) {
        this.workspace = workspace;
        this.fits = fits;
        this.options = options;
        this.maps = new HeadMaps(workspace, runner);
        maps.whenStopped(() -> forget(SharingMode.ALIGNED));
        maps.version().addListener((_, _, _) -> makeWaiting(SharingMode.ALIGNED));
        workspace.shelf().version().addListener((_, _, _) -> makeWaiting(SharingMode.LISA));
        fits.state().addListener((_, _, _) -> followFit());
        options.settings().addListener((_, _, _) -> changed());
    }

    /// Rises whenever something is to be shown that is not in the plan.
    ReadOnlyIntegerProperty version() {
        return version.getReadOnlyProperty();
    }

    /// What a layer waits for; null if it waits for nothing.
    @Nullable
    SharingMode waitingAt(int layer) {
        @Nullable Wanted wanted = waiting.get(layer);
        return wanted == null ? null : wanted.mode();
    }

    /// Another text or model.
    void begin() {
        waiting.entrySet().removeIf(entry -> entry.getValue().mode() != SharingMode.LISA || !isFitting(entry.getKey()));
        maps.begin();
        changed();
    }

    /// Whatever was chosen and waits is not wanted any more.
    void clearWaiting() {
        waiting.clear();
        changed();
    }

    /// Sets the switches of some layers, as one step. A layer that copies goes on taking from where it takes.
    void choose(List<Integer> layers, SharingMode mode) {
        AttentionPlan plan = workspace.plan().plan().get();
        SortedMap<Integer, Wanted> wanted = new TreeMap<>();
        layers.forEach(layer -> wanted.put(layer, new Wanted(mode, sourceOf(layer, plan))));
        make(plan, wanted, made -> mode.verb() + " " + LayerWords.of(made));
    }

    /// Lets layers take corrected scores, the correction being the best linear map over the heads and nothing that was
    /// trained; for these layers only, whatever the options say.
    void align(List<Integer> layers) {
        @Nullable LisaSettings settings = options.settings().get();
        if (settings != null) {
            SortedMap<Integer, Wanted> wanted = new TreeMap<>();
            layers.forEach(
                    layer -> wanted.put(layer, new Wanted(SharingMode.LISA, layer - 1, settings.withTrained(false))));
            make(workspace.plan().plan().get(), wanted, made -> "align " + LayerWords.of(made) + " without training");
        }
    }

    /// A plan in which these layers share with the ones below them and no others do, as one step.
    void chooseOnly(List<Integer> layers, SharingMode mode, String label) {
        waiting.clear();
        SortedMap<Integer, Wanted> wanted = new TreeMap<>();
        layers.forEach(layer -> wanted.put(layer, new Wanted(mode, layer - 1)));
        make(AttentionPlan.none(workspace.plan().plan().get().nLayers()), wanted, _ -> label);
    }

    /// Lets layers take from this one, as one step; those that have their own attention copy it. Where LiSA layers
    /// take from is said by their fit, so they become copies.
    void chooseSource(List<Integer> layers, int source) {
        AttentionPlan plan = workspace.plan().plan().get();
        SortedMap<Integer, Wanted> wanted = new TreeMap<>();
        for (int layer : layers) {
            if (layer > source) {
                boolean isAligned = plan.at(layer) instanceof LayerAttention.MappedPattern;
                wanted.put(layer, new Wanted(isAligned ? SharingMode.ALIGNED : SharingMode.COPY, source));
            }
        }
        make(plan, wanted, made -> "take from layer " + source + " in " + LayerWords.of(made));
    }

    /// What a layer would do if it shared this way in this plan; null if heads are not matched or parts not fitted
    /// yet.
    @Nullable
    LayerAttention attention(int layer, SharingMode mode, int source, AttentionPlan plan) {
        return attention(layer, new Wanted(mode, source), plan);
    }

    private @Nullable LayerAttention attention(int layer, Wanted wanted, AttentionPlan plan) {
        int source = wanted.source();
        return switch (wanted.mode()) {
            case OWN -> new LayerAttention.Own();
            case COPY -> new LayerAttention.CopyPattern(source);
            case ALIGNED -> {
                @Nullable HeadAlignment matched = maps.of(new HeadMaps.Pair(layer, source));
                yield matched == null ? null : new LayerAttention.MappedPattern(matched.source(), matched.map());
            }
            case LISA -> {
                AdapterShelf.@Nullable Place place = place(layer, plan, wanted.lisa());
                @Nullable
                FittedLayer fitted = place == null ? null : workspace.shelf().at(place);
                yield place == null || fitted == null
                        ? null
                        : new LayerAttention.Lisa(place.source(), fitted.adapter());
            }
        };
    }

    /// Where a LiSA layer takes from, by the options that are set; null before a model is open.
    AdapterShelf.@Nullable Place place(int layer, AttentionPlan plan) {
        return place(layer, plan, null);
    }

    private AdapterShelf.@Nullable Place place(int layer, AttentionPlan plan, @Nullable LisaSettings inThisCase) {
        @Nullable
        LisaSettings settings = inThisCase == null ? options.settings().get() : inThisCase;
        if (settings == null || layer == 0) {
            return null;
        }
        int source = layer - 1;
        while (!settings.chained() && source > 0 && plan.at(source) instanceof LayerAttention.Lisa) {
            source--;
        }
        return new AdapterShelf.Place(layer, source, settings.lisa());
    }

    boolean isFitting(int layer) {
        return fits.isPending(layer);
    }

    /// @param start  what the plan becomes but for these layers
    /// @param wanted by layer
    /// @param label  of the step, told the layers that could be switched at once
    private void make(AttentionPlan start, SortedMap<Integer, Wanted> wanted, Function<List<Integer>, String> label) {
        AttentionPlan plan = start;
        List<Integer> made = new ArrayList<>();
        for (Map.Entry<Integer, Wanted> entry : wanted.tailMap(1).entrySet()) {
            int layer = entry.getKey();
            Wanted how = entry.getValue();
            waiting.remove(layer);
            @Nullable LayerAttention attention = attention(layer, how, plan);
            @Nullable AttentionPlan changed = attention == null ? null : with(plan, layer, attention);
            if (attention == null) {
                waiting.put(layer, how);
            } else if (changed != null) {
                plan = changed;
                made.add(layer);
            }
        }
        boolean isOther = !start.equals(workspace.plan().plan().get());
        if (isOther || !made.isEmpty()) {
            workspace.plan().apply(label.apply(made), plan);
        }
        ask();
        changed();
    }

    /// Some plans cannot be: a layer cannot take scores from one that hands on its pattern.
    private @Nullable AttentionPlan with(AttentionPlan plan, int layer, LayerAttention attention) {
        try {
            return plan.with(layer, attention);
        } catch (IllegalArgumentException e) {
            workspace
                    .message()
                    .set(new UserMessage(
                            "Not possible here",
                            "Not with the present plan: " + e.getMessage() + ".",
                            "Switch that layer first.",
                            ""));
            return null;
        }
    }

    private void ask() {
        List<HeadMaps.Pair> pairs = new ArrayList<>();
        Map<LisaSettings, List<Integer>> unfitted = new LinkedHashMap<>();
        @Nullable LisaSettings usual = options.settings().get();
        waiting.forEach((layer, wanted) -> {
            @Nullable LisaSettings how = wanted.lisa() == null ? usual : wanted.lisa();
            if (wanted.mode() == SharingMode.ALIGNED) {
                pairs.add(new HeadMaps.Pair(layer, wanted.source()));
            } else if (how != null) {
                unfitted.computeIfAbsent(how, _ -> new ArrayList<>()).add(layer);
            }
        });
        unfitted.forEach((how, layers) -> fits.want(layers, how));
        maps.want(pairs);
    }

    private static int sourceOf(int layer, AttentionPlan plan) {
        return switch (plan.at(layer)) {
            case LayerAttention.CopyPattern(int source) -> source;
            case LayerAttention.MappedPattern(int source, var _) -> source;
            default -> layer - 1;
        };
    }

    /// Makes those that waited for what is there now, as one step.
    private void makeWaiting(SharingMode mode) {
        AttentionPlan plan = workspace.plan().plan().get();
        SortedMap<Integer, Wanted> ready = new TreeMap<>();
        waiting.forEach((layer, wanted) -> {
            if (wanted.mode() == mode && attention(layer, wanted, plan) != null) {
                ready.put(layer, wanted);
            }
        });
        if (!ready.isEmpty()) {
            make(plan, ready, made -> mode.verb() + " " + LayerWords.of(made));
        }
        changed();
    }

    /// A fit that ended without a single state leaves the switch where it was.
    private void followFit() {
        waiting.entrySet().removeIf(entry -> entry.getValue().mode() == SharingMode.LISA && !isFitting(entry.getKey()));
        changed();
    }

    private void forget(SharingMode mode) {
        waiting.values().removeIf(wanted -> wanted.mode() == mode);
        changed();
    }

    private void changed() {
        version.set(version.get() + 1);
    }
}
