package org.crosslayer.app.composer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.value.ObservableValue;
import org.crosslayer.app.control.PaneExport;
import org.crosslayer.app.figure.PanelRecipe;
import org.crosslayer.app.figure.Recipe.Source;
import org.crosslayer.app.workspace.EvidenceSettings;
import org.crosslayer.app.workspace.NamedPlan;
import org.crosslayer.app.workspace.Selection;
import org.crosslayer.app.workspace.Subject;
import org.crosslayer.app.workspace.Workspace;
import org.crosslayer.engine.model.AttentionPlan;
import org.jspecify.annotations.Nullable;

/// A panel that can be added from the figure window itself: every kind that the state of the window suffices for.
///
/// @param words what it shows
/// @param panel how it is made
/// @param plans plans that it names
public record PanelOffer(String words, PanelRecipe panel, Map<String, AttentionPlan> plans) implements PaneExport {
    private static final String PLAN = "plan";

    public PanelOffer {
        plans = Map.copyOf(plans);
    }

    @Override
    public ObservableValue<Boolean> ready() {
        return new ReadOnlyBooleanWrapper(true).getReadOnlyProperty();
    }

    @Override
    public @Nullable String table() {
        return null;
    }

    /// All that there are now.
    static List<PanelOffer> of(Workspace workspace) {
        @Nullable Subject subject = workspace.subject().get();
        if (subject == null) {
            return List.of();
        }
        EvidenceSettings now = workspace.evidence().settings().get();
        List<PanelOffer> offers = new ArrayList<>();
        offers.add(of("Layers × layers", PanelRecipe.Layers.of(now.options(), null)));
        offers.add(of("Each layer against the one below", PanelRecipe.Profile.of(now.options())));
        offers.add(of("Block influence of each layer", PanelRecipe.Influence.of(now.sink())));
        Selection selection = workspace.selection();
        int layer = selection.primary().get();
        int source = selection.pinned().get();
        if (!selection.isEmpty() && layer > source) {
            String pair = "layers " + layer + " and " + source;
            offers.add(of("Heads × heads of " + pair, new PanelRecipe.Heads(null, layer, source, "hungarian", null)));
            offers.add(of("Matched heads of " + pair, new PanelRecipe.Bands(null, layer, source, "hungarian", null)));
        }
        if (!selection.isEmpty()) {
            addMaps(offers, workspace, layer, source);
        }
        offers.add(of("Heads as points", PanelRecipe.Scatter.of(null, null, now.sink())));
        offers.add(of("Δ perplexity, layer by layer", new PanelRecipe.Cost(null, null)));
        List<NamedPlan> plans = workspace.plans().plans().get().all().stream()
                .filter(named -> !named.plan().changesNothing())
                .toList();
        if (!plans.isEmpty()) {
            String which = plans.size() == 1
                    ? "The plan"
                    : "Plans " + plans.stream().map(NamedPlan::name).collect(Collectors.joining(", "));
            offers.add(plans(which + ": perplexity against bytes of cache", plans, "cache"));
            offers.add(plans(which + ": perplexity against operations", plans, "operations"));
            offers.add(plans(which + ": perplexity against prefill speed", plans, "prefill"));
            offers.add(plans(which + ": perplexity against decoding speed", plans, "decode"));
        }
        return List.copyOf(offers);
    }

    private static void addMaps(List<PanelOffer> offers, Workspace workspace, int layer, int source) {
        int chosen = workspace.selection().head().get();
        Integer head = chosen == Selection.MEAN ? null : Integer.valueOf(chosen);
        int tokens = workspace.passageTokens().get();
        PanelRecipe.Place here = new PanelRecipe.Place(layer, head, null);
        offers.add(of("Attention of layer " + layer, new PanelRecipe.Attention(null, here, null, tokens, null)));
        if (layer != source) {
            offers.add(of(
                    "Attention of layer " + layer + " less that of layer " + source,
                    new PanelRecipe.Difference(
                            null, here, new PanelRecipe.Place(source, head, null), null, tokens, null)));
        }
        AttentionPlan plan = workspace.plan().plan().get();
        if (!plan.changesNothing()) {
            PanelRecipe.Place planned = new PanelRecipe.Place(layer, head, new Source(PLAN, null));
            offers.add(new PanelOffer(
                    "What the plan changes in layer " + layer,
                    new PanelRecipe.Difference(null, planned, here, null, tokens, null),
                    Map.of(PLAN, plan)));
        }
    }

    private static PanelOffer of(String words, PanelRecipe panel) {
        return new PanelOffer(words, panel, Map.of());
    }

    /// Perplexity of plans against something, a point each.
    private static PanelOffer plans(String words, List<NamedPlan> plans, String against) {
        Map<String, AttentionPlan> files = new LinkedHashMap<>();
        List<PanelRecipe.NamedPlan> points = new ArrayList<>();
        for (NamedPlan named : plans) {
            String file = PLAN + "-" + points.size();
            files.put(file, named.plan());
            points.add(new PanelRecipe.NamedPlan("plan " + named.name(), new Source(file, null), null));
        }
        return new PanelOffer(words, new PanelRecipe.TradeOff(null, points, against), files);
    }
}
